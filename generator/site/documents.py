"""The site -> what the search index says of each entry: names as the shelves spell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.site.arrange import Site
from generator.site.filed import Filed, mark
from generator.types import Document


def documents(site: Site) -> list[Document]:
    """One Document an entry, in the site's order."""
    return [_document(site, filed) for filed in site.entries]


def _document(site: Site, filed: Filed) -> Document:
    meta = filed.entry.meta
    return Document(
        address=filed.address,
        title=filed.name,
        body=filed.entry.body,
        index_language=site.info.language,
        date=filed.date,
        date_text=filed.date_text,
        how=mark(filed, site.info.words)[1],
        source=next(_names(site, "source", (meta.source,)), ""),
        people=tuple(dict.fromkeys(_names(site, "person", meta.people))),
        tags=tuple(dict.fromkeys(_names(site, "tag", meta.tags))),
        language=next(_names(site, "language", (meta.language,)), ""),
    )


def _names(site: Site, kind: str, names: Iterable[str]) -> Iterator[str]:
    return (site.shelf(kind, name).name for name in names if name.strip())
