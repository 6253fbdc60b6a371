"""The rows that a person should look at -> review.csv and index.html, the desk for doubt."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from html import escape

from generator.ingest.doubts import Row

FILES = ("review.csv", "index.html")
MARK = '<meta name="generator" content="fonds review">'
"""By this an earlier index.html is known."""
_HEADS = ("id", "what", "content file", "raw record", "used", "candidates", "how to settle it")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula (OWASP, CSV injection)."""
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem;max-width:100rem}"
    "table{border-collapse:collapse;margin:0 0 2rem}"
    "th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "code{font-size:.9em}"
)
_SAYS = """<p>Answers go into <code>content/overrides.yaml</code>, a line for each id: what stands there holds at every
later ingest. Where several rows have one id, put the answers into one pair of braces:
<code>0123456789ab: {date: '2021-03', title: 'The sea wall'}</code>. A line for a date or a title says, as it stands
here, that what is used is right. A file that was edited by hand is left alone: put it right there.</p>"""


def csv_file(rows: Sequence[Row]) -> bytes:
    """The rows for a spreadsheet program: UTF-8 with a byte order mark, no cell that it would take for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_HEADS)
    writer.writerows([_guarded(cell) for cell in _cells(row)] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def html_file(rows: Sequence[Row], title: str) -> bytes:
    """The rows as one page that loads nothing and runs nothing; `title` is the archive's."""
    counts = Counter(row.what for row in rows)
    tables = "\n".join(_table(what, [row for row in rows if row.what == what]) for what in counts)
    summary = ", ".join(f"{count} {escape(what)}" for what, count in counts.items()) or "Nothing is in doubt."
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
{MARK}
<title>Review: {escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Review: {escape(title)}</h1>
<p>{summary}</p>
{_SAYS}
{tables}
</main>
</body>
</html>
"""
    return page.encode("utf-8", "replace")


def _table(what: str, rows: Sequence[Row]) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in _HEADS if head != "what")
    lines = "\n".join(_line(row) for row in rows)
    name = escape(what[:1].upper() + what[1:])
    return f"<h2>{name} ({len(rows)})</h2>\n<table>\n<tr>{heads}</tr>\n{lines}\n</table>"


def _line(row: Row) -> str:
    key, _, *rest, settle = (escape(cell) for cell in _cells(row))
    cells = "".join(f"<td>{cell}</td>" for cell in rest)
    return f"<tr><td><code>{key}</code></td>{cells}<td><code>{settle}</code></td></tr>"


def _cells(row: Row) -> tuple[str, ...]:
    return row.id, row.what, row.file, row.origin, row.used, row.candidates, row.settle


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
