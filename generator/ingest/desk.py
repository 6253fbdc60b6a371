"""The rows that a person should look at -> index.html, a page that works from the disk and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from msgspec import Struct

from generator.ingest.desk_parts import SCRIPT, STYLE
from generator.ingest.doubts import Row

MARK = '<meta name="generator" content="fonds review">'
"""By this an earlier index.html is known."""
_SAYS = """<p>Two ways to answer. <strong>In a table:</strong> fill in the answers here and save them, or fill in the
column <code>answer</code> of <code>review.csv</code> in a spreadsheet program; then run
<code>fonds review --apply review.csv</code>. <strong>By hand:</strong> copy lines into
<code>content/overrides.yaml</code>; where an id has a line already, put the fields into its braces:
<code>0123456789ab: {date: '2021-03', accept: {cuts: '340'}}</code>. Either way the answers hold at every later ingest.
What was accepted is asked again when it is another value than the one that was accepted. A file that was edited by hand
is left alone: put it right there.</p>"""
_ASKS: Mapping[str, str] = {
    "date": "ok, unknown, or a date: 2021, 2021-03, 2021-03-14",
    "title": "ok, none, or the title",
    "copies": "ok, or no: it is no copy",
    "versions": "ok, or no: they are two stories",
    "address": "ok, or refuse: this one is not wanted",
    "cuts": "ok, or no: these rules shall cut nothing here",
    "words": "ok, or refuse",
    "trouble": "ok, or refuse",
    "refused": "ok",
}


class Beside(Struct, frozen=True):
    """What the page says beside the rows."""

    title: str
    """Of the archive."""
    raw: Mapping[str, str] = {}
    """Name of a raw record -> address of its file, seen from the page."""
    entries: str = ""
    """Address of the folder of entries, seen from the page, with a slash at its end."""
    accepted: int = 0
    """How many rows are not shown because somebody accepted them."""
    answered: Mapping[str, str] = {}
    """Id -> path:line in overrides.yaml, where it has one."""
    waiting: Mapping[str, str] = {}
    """Answers of an earlier table that wait still, by the line that accepts a row."""


def html_file(rows: Sequence[Row], beside: Beside) -> bytes:
    """The rows as one page: it shows all of them; its script filters, copies lines and saves answers."""
    counts = Counter(row.what for row in rows)
    sections = "\n".join(_section(index, what, rows, beside) for index, what in enumerate(counts))
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(STYLE)}'; script-src 'sha256-{_digest(SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    total = f"{len(rows)} to look at" if rows else "Nothing is in doubt."
    if beside.accepted:
        total += f"; {beside.accepted} accepted in overrides.yaml"
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
{MARK}
<title>Review: {escape(beside.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Review: {escape(beside.title)}</h1>
<p class="total">{total}</p>
<details><summary>How to answer</summary>{_SAYS}</details>
{_filters(counts) if rows else ""}
{sections}
</main>
<script>{SCRIPT}</script>
</body>
</html>
"""
    return page.encode("utf-8", "replace")


def _filters(counts: Mapping[str, int]) -> str:
    boxes = "\n".join(
        f'<label><input type="checkbox" data-kind="k{index}" checked> {escape(what)} <b>{count}</b></label>'
        for index, (what, count) in enumerate(counts.items())
    )
    return f"""<form class="tools live">
<fieldset><legend>Show</legend>
<div class="kinds">{boxes}
<button type="button" data-all="yes">All</button> <button type="button" data-all="">None</button></div>
<label class="find">With the words <input type="search" id="find" autocomplete="off"></label>
<label><input type="checkbox" id="bare"> without an answer only</label>
</fieldset>
<p><output id="shown"></output> <button type="button" id="save">Save the answers</button>
<span role="status" id="told"></span></p>
</form>"""


def _section(index: int, what: str, rows: Sequence[Row], beside: Beside) -> str:
    mine = [row for row in rows if row.what == what]
    name = escape(what[:1].upper() + what[1:])
    lines = "\n".join(_row(row, beside) for row in mine)
    return f'<section id="k{index}"><h2>{name} <b>{len(mine)}</b></h2>\n{lines}\n</section>'


def _row(row: Row, beside: Beside) -> str:
    """One doubt: where it is, what is known, an answer, and the lines that say the same."""
    asks = escape(_ASKS.get(row.kind, "ok"))
    named = escape(row.file or row.origin)
    answer = escape(beside.waiting.get(row.fine, ""))
    cells = "".join(
        f'<input type="hidden" value="{escape(cell)}">' for cell in (row.id, row.what, row.fine, row.settle)
    )
    return f"""<article>
<div class="where">{_links(row, beside)}</div>
<dl>{_said("used", row.used)}{_said("found", row.candidates)}</dl>
<div class="answer">
<label class="live">Answer <span class="hint">{asks}</span>
<input type="text" aria-label="Answer for {named}, {escape(row.what)}" value="{answer}" autocomplete="off"></label>
{cells}
<div class="lines">{_lines(row, beside)}</div>
</div>
</article>"""


def _links(row: Row, beside: Beside) -> str:
    parts = []
    if row.file:
        parts.append(_link(row.file, beside.entries + _escaped(row.file) if beside.entries else "", "entry"))
    parts.append(_link(row.origin, beside.raw.get(row.origin, ""), "raw"))
    if row.named:
        parts.append(_link(row.named, beside.raw.get(row.named, ""), "raw, copy"))
    if row.id != row.origin:
        parts.append(f"<code>{escape(row.id)}</code>")
    return "\n".join(f"<p>{part}</p>" for part in parts)


def _link(name: str, address: str, what: str) -> str:
    """A saved page that is opened from the disk runs and loads as it did: the link says so."""
    page = name.lower().partition("#")[0].endswith((".html", ".htm", ".xhtml", ".svg", ".mhtml", ".mht"))
    note = " (opens as the saved page)" if page and what != "entry" and address else ""
    shown = f'<a href="{escape(address)}" rel="noreferrer">{escape(name)}</a>' if address else escape(name)
    return f'<span class="hint">{what}{note}</span> {shown}'


def _said(name: str, text: str) -> str:
    return f"<div><dt>{name}</dt><dd>{escape(text)}</dd></div>" if text else ""


def _lines(row: Row, beside: Beside) -> str:
    where = beside.answered.get(row.id, "")
    there = f'<p class="hint">{escape(where)} has this id: put it into the braces there.</p>' if where else ""
    return there + _copied("it is right", row.fine) + (_copied("settle it", row.settle) if row.settle else "")


def _copied(name: str, line: str) -> str:
    button = '<button type="button" class="copy live">Copy</button>' if ": {" in line else ""
    return f'<p><span class="hint">{name}</span> <code>{escape(line)}</code> {button}</p>'


def _escaped(path: str) -> str:
    """A path as an address: only what no address may hold is written as percent signs."""
    fine = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")
    return "".join(char if char in fine else "".join(f"%{byte:02X}" for byte in char.encode()) for char in path)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
