"""Entries -> pages: the site as a value, before anything is rendered."""
