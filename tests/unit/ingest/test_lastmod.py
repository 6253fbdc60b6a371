"""When a document was last changed, from what its container or its page states."""

from __future__ import annotations

import io

import msgspec
import pytest

from generator.ingest import draft, readers
from generator.types import Draft, Meta, Raw

TEXT = "The wall held, said the harbour master. It was a long night at the quay, and nobody slept until the tide fell."


def meta(name: str, text: str) -> Meta:
    (raw,) = (item for item in readers.read(name, io.BytesIO(text.encode())) if isinstance(item, Raw))
    return msgspec.msgpack.decode(draft.draft(draft.Reading(raw, latest="2027-12-31")), type=Draft).meta


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f"---\ntitle: Wall\ndate: 2021-03-14\nlastmod: 2021-04-02T10:00:00Z\n---\n\n{TEXT}\n"),
        ("a.md", f"---\ntitle: Wall\ndate: 2021-03-14\nlast_modified_at: x\nmodified: 2 April 2021\n---\n\n{TEXT}\n"),
        ("a.json", f'{{"title": "Wall", "date": "2021-03-14", "dateModified": "2021-04-02", "text": "{TEXT}"}}'),
        ("a.csv", f'title,published,updated,text\nWall,2021-03-14,2021-04-02,"{TEXT}"\n'),
        (
            "a.xml",
            '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Wall</title>'
            f"<published>2021-03-14T00:00:00Z</published><updated>2021-04-02T00:00:00Z</updated><content>{TEXT}"
            "</content></entry></feed>",
        ),
        (
            "a.html",
            '<html><head><meta property="article:published_time" content="2021-03-14T09:00:00Z">'
            '<meta property="article:modified_time" content="2021-04-02T09:00:00Z"></head>'
            f"<body><article><h1>Wall</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>",
        ),
        (
            "a.html",
            '<html><head><script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-03-14", '
            '"dateModified": "2021-04-02"}</script></head>'
            f"<body><article><h1>Wall</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>",
        ),
    ],
)
def test_a_stated_change_is_kept_beside_the_date(name: str, text: str) -> None:
    found = meta(name, text)
    assert (found.date, found.lastmod) == ("2021-03-14", "2021-04-02")
    assert "modified" in found.evidence["lastmod"].how


@pytest.mark.parametrize("changed", ["2020-01-01", "2021-03", "soon", "2921-01-01"])
def test_what_is_no_day_after_the_date_is_no_change(changed: str) -> None:
    found = meta("a.md", f"---\ntitle: Wall\ndate: 2021-03-14\nlastmod: {changed}\n---\n\n{TEXT}\n")
    assert (found.date, found.lastmod) == ("2021-03-14", "")


def test_a_change_alone_bounds_the_date() -> None:
    found = meta("a.md", f"---\ntitle: Wall\nlastmod: 2021-04-02\n---\n\n{TEXT}\n")
    assert (found.date, found.lastmod) == ("2021-04-02", "2021-04-02")
    assert found.evidence["date"].sure == "worked out"


def test_a_change_on_the_day_itself_is_kept_if_somebody_wrote_it_down() -> None:
    assert (
        meta("a.md", f"---\ntitle: Wall\ndate: 2021-03-14\nlastmod: 2021-03-14\n---\n\n{TEXT}\n").lastmod
        == "2021-03-14"
    )
    page = '<meta property="article:published_time" content="2021-03-14"><meta property="article:modified_time" '
    assert (
        meta("a.html", f'<html><head>{page}content="2021-03-14"></head><body><p>{TEXT}</p></body></html>').lastmod == ""
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", f'{{"title": "Wall", "savedAt": "2021-03-14", "updatedAt": "2021-04-02", "content": "{TEXT}"}}'),
        ("a.json", f'{{"title": "Wall", "created_at": "2021-03-14", "updated_at": "2021-04-02", "content": "{TEXT}"}}'),
    ],
)
def test_what_a_service_did_with_its_record_is_no_change_of_the_document(name: str, text: str) -> None:
    assert (meta(name, text).date, meta(name, text).lastmod) == ("2021-03-14", "")
