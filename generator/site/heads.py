"""A content file and its rendered body -> the head of an entry: all that lists, neighbours and search need of it."""

from __future__ import annotations

from msgspec.structs import replace

from generator import content
from generator.content import Content
from generator.types import Body, Digest, Entry, Meta, Problem, TextFile


def head(file: TextFile, data: bytes, found: Content, rendered: Body, body: Digest) -> Entry:
    """The entry of a content file: its bytes, what was read in them, its body, and the digest of the body's HTML.

    A file without a title is called after its first heading, else its name, and that is reported.
    """
    where = place(file)
    meta, problems = _titled(found.meta, rendered, file.path, where)
    return Entry(
        path=file.path,
        meta=replace(meta, id=meta.id or file.digest[:12]),
        body=body,
        summary=meta.summary or rendered.opening,
        words=rendered.words,
        headings=rendered.headings,
        sketch=rendered.sketch,
        terms=" ".join(rendered.terms),
        links=rendered.links,
        pictures=rendered.pictures,
        problems=(*found.problems, *_coded(data, where), *problems, *rendered.problems),
    )


def place(file: TextFile) -> str:
    """The path by which problems name a content file."""
    return f"entries/{file.path}"


def identify(file: TextFile, data: bytes) -> bytes:
    """The id in the front matter of a content file, or nothing."""
    if b"id" not in data[: data.find(b"\n---\n", 3)]:
        return b""  # a key that is written with escapes is none that ingest wrote
    return content.read(data, file.path).meta.id.encode()


def _titled(meta: Meta, body: Body, path: str, where: str) -> tuple[Meta, list[Problem]]:
    if meta.title.strip():
        return meta, []
    first = next((heading.text for heading in body.headings if heading.text), "")
    title = first or path.rpartition("/")[2].removesuffix(".md").replace("-", " ").strip()
    hint = "Add a line title: to its front matter."
    return replace(meta, title=title), [Problem("note", where, f"has no title; it is called {title[:60]!r}", hint)]


def _coded(data: bytes, where: str) -> list[Problem]:
    if data.isascii():
        return []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save the file as UTF-8."
        return [Problem("warning", f"{where}:{line}", "is not UTF-8; what could not be read is shown as \ufffd", hint)]
    return []
