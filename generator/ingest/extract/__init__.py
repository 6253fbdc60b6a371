"""A saved page -> its article as Markdown."""

from generator.ingest.extract.article import Extract, extract

__all__ = ["Extract", "extract"]
