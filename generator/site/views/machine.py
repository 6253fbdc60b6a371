"""What programs read in a page, and in files that are no pages -> structs that are written as JSON."""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct


class Tag(Struct, frozen=True):
    """A `meta` element."""

    name: str
    content: str
    property: str = ""
    """For OpenGraph, or ""."""


class Person(Struct, frozen=True, tag_field="@type", tag="Person"):
    """A person of schema.org."""

    name: str


ARTICLE = MappingProxyType(
    {
        "context": "@context",
        "type": "@type",
        "date_published": "datePublished",
        "in_language": "inLanguage",
        "is_based_on": "isBasedOn",
        "archived_at": "archivedAt",
    }
)


class Article(Struct, frozen=True, omit_defaults=True, rename=ARTICLE):
    """An entry as JSON-LD in the words of schema.org, which are its keys: write it with `|json`.

    What the page says anyway is not said again: the source stands in DC.source, the full URL in the canonical link.
    """

    context: str
    type: str
    """"NewsArticle" if its source is known, else "Article"."""
    headline: str
    author: tuple[Person, ...] = ()
    date_published: str = ""
    in_language: str = ""
    is_based_on: str = ""
    """URL of the original document."""
    archived_at: str = ""
    """Of the page, relative to itself: "./"."""
