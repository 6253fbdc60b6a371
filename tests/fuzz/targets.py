"""What is fuzzed: a function of bytes for each door through which bytes of others come in; it raises if one is open.

Readers never crash and are never silent; what they give can be written as UTF-8. What a parser of ours reads of its own
writing is what was written. Bodies come out of the sanitiser without anything that runs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from lxml import etree
from lxml import html as parser

from generator import address, config, content, manifest, weburl, withdrawals, yamltext
from generator.ingest import answers, overrides, readers
from generator.ingest import draft as drafting
from generator.ingest.decode import decode
from generator.render import body
from generator.types import Problem, Raw
from generator.written.found import dates_in
from generator.written.said import said

LATEST = "2027-12-31"
LONGEST = 20_000
"""Bytes: what is longer is the business of limits, not of doors."""
_RUN = frozenset(("script", "iframe", "object", "embed", "svg", "math", "style"))
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
"""What an address begins with that runs, once blanks are gone as the URL Standard takes them away."""


def reader(data: bytes) -> None:
    """A raw file under a name of its first line, through the reader that takes it, to drafts."""
    name, _, rest = data.partition(b"\n")
    called = re.sub(r"[^\w.-]", "", name.decode("ascii", "ignore"))[:40] or "x"
    items = list(readers.read(called, io.BytesIO(rest)))
    problems = [item for item in items if isinstance(item, Problem)]
    raws = [item for item in items if isinstance(item, Raw)]
    assert raws or problems, "silent"
    for problem in (*problems, *(problem for raw in raws for problem in raw.problems)):
        assert "Report this file" not in problem.hint, problem
    for raw in raws[:5]:
        raw.text.encode()
        drafting.draft(drafting.Reading(raw, (), LATEST))


def text(data: bytes) -> None:
    """A text in some character set."""
    decode(data).text.encode()
    decode(data, "utf-16").text.encode()


def front_matter(data: bytes) -> None:
    """A content file, written again and read again: the same."""
    found = content.read(data, "x.md")
    shown = content.show(found.meta, found.body)
    again = content.parse(shown, "x.md")
    assert (again.meta, again.body.strip()) == (found.meta, found.body.strip()), shown


def yaml(data: bytes) -> None:
    """YAML, written again and read again: the same."""
    found = yamltext.load(data.decode("utf-8", "replace"), "x.yaml")
    assert found.value is not None or found.problems
    if isinstance(found.value, dict):
        assert yamltext.load(yamltext.dump(found.value), "x").value == found.value


def settings(data: bytes) -> None:
    """site.yaml, overrides.yaml, a table of answers, withdrawn.jsonl, a manifest: read, or refused with a word."""
    said = data.decode("utf-8", "replace")
    config.parse(said, "site.yaml")
    overrides.parse(said, "overrides.yaml")
    answers.read(data, "review.csv")
    found, _ = withdrawals.parse(said, "withdrawn.jsonl")
    shown = withdrawals.show(found)
    assert withdrawals.show(withdrawals.parse(shown, "x")[0]) == shown
    told = manifest.parse(said)
    assert told is None or manifest.show(told) == said


def markdown(data: bytes) -> None:
    """The body of an entry to HTML without anything that runs."""
    made = body.convert(content.parse(data.decode("utf-8", "replace").replace("\r", ""), "x.md"), "x.md")
    for element in parser.fragment_fromstring(made.html, create_parent="div").iter(etree.Element):
        assert element.tag not in _RUN, made.html
        for name, value in element.items():
            assert not name.lower().startswith("on") and name != "style", made.html
            assert not _SCRIPT.match(re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", value)), made.html


def dates(data: bytes) -> None:
    """A date as somebody wrote it, and dates in a text."""
    words = data.decode("utf-8", "replace")
    said(words)
    dates_in(words)


def names(data: bytes) -> None:
    """A title to the name of a file, an address to its tidy form, which is tidy already."""
    words = data.decode("utf-8", "replace")
    slug = address.slug(words)
    assert slug and re.fullmatch(r"[a-z0-9-]+", slug), slug
    tidy = weburl.tidy_url(words)
    assert weburl.tidy_url(tidy) == tidy
    weburl.link_key(words)


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (reader, text, front_matter, yaml, settings, markdown, dates, names)
}
