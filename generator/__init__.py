"""fonds: a heap of raw texts -> an archive that people can browse, search, cite and trust."""

__version__ = "0.1.0"
