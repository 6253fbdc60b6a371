"""Evidence for the fields of a document: what single places of a record say, and how such sayings are read."""
