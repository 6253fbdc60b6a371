"""Entries -> the search index: what Pagefind reads, what is published of its files, what browsers need first."""
