"""What reference managers and programs ask of the data files: what is wrong with one, none if it is valid."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import bibtexparser
import rispy
from bibtexparser.middlewares import SeparateCoAuthors
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from generator.site.cite import named, plain
from generator.site.records import FIELDS, LIST
from tests.formats.published import Published, grammar

SIGNS = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
"""Commands of LaTeX that pylatexenc does not know, or takes for an accent."""
LIGATURES = re.compile("---|--|``|''")


def cited(site: Published) -> dict[str, dict[str, Any]]:
    """The entries by the key under which they are cited."""
    return {record["address"].rstrip("/"): record for record in site.records.values()}


def told_otherwise(seen: dict[str, tuple[Any, Any]], key: str) -> Iterator[str]:
    """What was read, beside what the entry says."""
    yield from (f"{key}, {name}: {got!r}, wanted {want!r}" for name, (got, want) in seen.items() if got != want)


def read(tex: str) -> str:
    """What LaTeX prints."""
    known = get_default_latex_context_db()
    known.add_context_category("signs", prepend=True, macros=[MacroTextSpec(*one) for one in SIGNS.items()])
    return str(LatexNodes2Text(latex_context=known).latex_to_text(tex))


def ligature(found: re.Match[str]) -> str:
    """Dashes and quotation marks that LaTeX makes of signs."""
    return {"---": "—", "--": "–", "``": "“", "''": "”"}[found[0]]


def bibtex(site: Published, path: str) -> Iterator[str]:
    """BibLaTeX as bibtexparser reads it: every entry once, with its title, authors, date and address."""
    library = bibtexparser.parse_string(site.files[path].decode(), append_middleware=[SeparateCoAuthors()])
    yield from (f"cannot be read: {block.raw[:80]}" for block in library.failed_blocks)
    entries = cited(site)
    if [one.key for one in library.entries] != list(entries):
        yield "it has other entries, or in another order"
    for one in library.entries:
        record = entries.get(one.key)
        if record is None:
            continue
        fields = {name: field.value for name, field in one.fields_dict.items()}
        about = "~" if record["date_text"] and record["date"] else ""
        authors = [read(name) for name in fields.get("author", [])]
        whole = [plain(name) for name in record["authors"]]
        wanted = [name if name in authors else named(name) for name in whole]
        seen = {
            "title": (read(fields.get("title", "")), LIGATURES.sub(ligature, plain(record["title"]))),
            "authors": (authors, wanted),
            "date": (fields.get("date", ""), f"{record['date']}{about}"),
        }
        yield from told_otherwise(seen, one.key)
        if one.entry_type != "online" or not fields.get("url", "").startswith(site.base):
            yield f"{one.key}: {one.entry_type}, {fields.get('url')}"


def ris(site: Published, path: str) -> Iterator[str]:
    """RIS as rispy reads it."""
    data = site.files[path]
    if data.count(b"\n") != data.count(b"\r\n"):
        yield "a line does not end in CRLF"
    items = rispy.loads(data.decode())
    entries = {record["url"]: record for record in site.records.values()}
    if [item.get("urls", [""])[0] for item in items] != list(entries):
        yield "it has other entries, or in another order"
    for item in items:
        record = entries.get(item.get("urls", [""])[0])
        if record is None:
            continue
        seen = {
            "type": (item["type_of_reference"], "NEWS" if record["source"] else "ELEC"),
            "title": (item.get("title"), plain(record["title"])),
            "authors": (item.get("authors", []), [named(name) for name in record["authors"]]),
            "year": (item.get("year", ""), record["date"][:4]),
            "language": (item.get("language", ""), plain(record["language"])),
        }
        yield from told_otherwise(seen, record["url"])
        if item.get("date") and not re.fullmatch(r"\d{4}(/(\d\d)?){0,2}(/.*)?", item["date"]):
            yield f"no date of RIS: {item['date']}"


def csl(site: Published, path: str) -> Iterator[str]:
    """CSL-JSON: the items of the entries."""
    told, wrong = grammar("csl.json", site.files[path])
    yield from wrong
    entries = cited(site)
    if [item["id"] for item in told] != list(entries):
        yield "it has other entries, or in another order"
    for item in told:
        record = entries.get(item["id"])
        if record is None:
            continue
        parts = item.get("issued", {}).get("date-parts", [[]])[0]
        people = [
            ", ".join(filter(None, map(one.get, ("family", "given", "literal")))) for one in item.get("author", ())
        ]
        seen = {
            "title": (item.get("title"), plain(record["title"])),
            "date": ("-".join(f"{part:0{size}}" for part, size in zip(parts, (4, 2, 2), strict=False)), record["date"]),
            "authors": (people, [named(name) if " " in plain(name) else plain(name) for name in record["authors"]]),
            "url": (item.get("URL"), record["url"]),
        }
        yield from told_otherwise(seen, item["id"])


def table(site: Published, path: str) -> Iterator[str]:
    """RFC 4180, and the columns that datapackage.json describes."""
    rows = list(csv.reader(io.StringIO(site.files[path].decode(), newline=""), strict=True))
    if rows[0] != [field.name for field in FIELDS] or {len(row) for row in rows} != {len(FIELDS)}:
        yield "its columns are others"
    seen = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    wanted = [{field.name: value_of(record[field.name]) for field in FIELDS} for record in site.records.values()]
    if seen != wanted:
        yield "its rows are not the entries"
    for field in FIELDS:
        if field.type == "integer" and not all(row[field.name].isdecimal() for row in seen):
            yield f"{field.name} is no integer"


def value_of(value: Any) -> str:
    """A value as a cell has it."""
    return LIST.join(value) if isinstance(value, list) else str(value)


def datapackage(site: Published, path: str) -> Iterator[str]:
    """datapackage.org, version 2.0: each file is there as it is described, and the key of a table is one."""
    told, wrong = grammar("datapackage.json", site.files[path])
    yield from wrong
    if len({one["name"] for one in told["resources"]}) != len(told["resources"]):
        yield "a name is there twice"
    for one in told["resources"]:
        data = site.files.get(urljoin(path, one["path"]))
        if data is None or (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") != (one["bytes"], one["hash"]):
            yield f"{one['path']} is not there, or another"
        for key in one.get("schema", {}).get("primaryKey", ()):
            if len({record[key] for record in site.records.values()}) != len(site.records):
                yield f"{key} is no key"
