"""Files that others of the heap say more about: which these are, and what becomes of an Omnivore export."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from generator.ingest import readers
from generator.ingest.readers import beside
from generator.types import Problem, Raw

LISTED = [
    {"id": "1", "slug": "the-gate-17", "title": "The gate", "url": "https://x.example/1", "author": "Ada Ray",
     "publishedAt": "2003-01-31T00:00:00.000Z", "savedAt": "2004-01-01T00:00:00.000Z", "labels": ["river"]},
    {"id": "2", "slug": "the-weir-18", "title": "The weir", "url": "https://x.example/2", "savedAt": "2004-01-02"},
]  # fmt: skip
FILES = {
    "metadata_0_to_20.json": json.dumps(LISTED).encode(),
    "content/the-gate-17.html": b"<div><p>The lower gate was repainted.</p></div>",
    "content/unlisted.html": b"<div><p>Nobody knows of this one.</p></div>",
    "highlights/the-weir-18.md": b"> Water fell.",
}


def said(raw: Raw, field: str) -> list[str]:
    return [signal.value for signal in raw.signals if signal.field == field]


def test_companions_lie_where_an_export_puts_them() -> None:
    names = [
        "o/metadata_0_to_20.json",
        "o/metadata_20_to_40.json",
        "o/other.json",
        "s/users.json",
        "metadata_0_to_20.json",
    ]
    folders = beside.by_folder(names)
    assert beside.companions("o/content/a.html", folders) == names[:2]
    assert beside.companions("o/highlights/a.md", folders) == names[:2]
    assert beside.companions("content/a.html", folders) == names[4:]
    assert beside.companions("s/harbour/2020-05-06.json", folders) == ["s/users.json"]
    assert not beside.companions("o/a.html", folders) and not beside.companions("t/content/a.html", folders)


def unpacked() -> list[Raw | Problem]:
    folders = beside.by_folder(FILES)
    lists = {name: [FILES[each] for each in beside.companions(name, folders)] for name in FILES}
    return [item for name, data in FILES.items() for item in readers.read(name, io.BytesIO(data), lists[name])]


def packed() -> list[Raw | Problem]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    return list(readers.read("o.zip", io.BytesIO(out.getvalue())))


@pytest.mark.parametrize("items", [unpacked(), packed()], ids=["folder", "zip"])
def test_texts_of_omnivore_with_what_the_list_says_of_them(items: list[Raw | Problem]) -> None:
    raws = {item.origin.removeprefix("o.zip/"): item for item in items if isinstance(item, Raw)}
    assert len(raws) == 5 and not [item for item in items if isinstance(item, Problem)]
    text = raws["content/the-gate-17.html"]
    assert said(text, "url") == ["https://x.example/1"] and said(text, "author") == ["Ada Ray"]
    assert "The gate" in said(text, "title") and "2003-01-31" in "".join(said(text, "date"))
    assert not raws["content/unlisted.html"].signals
    marked = raws["highlights/the-weir-18.md"]
    assert said(marked, "title") == ["Highlights: The weir"] and marked.extra == {"about": "https://x.example/2"}
    assert not said(marked, "url"), "they are not the document"


def test_a_list_that_is_damaged_does_no_harm() -> None:
    (raw,) = readers.read("content/a.html", io.BytesIO(b"<p>x"), [b'[{"slug": "a', b"7", b"\0\1"])
    assert isinstance(raw, Raw) and not raw.signals
