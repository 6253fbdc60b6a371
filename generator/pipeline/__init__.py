"""The two pipelines: raw files -> content/, content/ -> site; each joins the pure rooms to the edge."""
