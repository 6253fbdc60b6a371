"""Data files of the whole archive: made in pieces, the same as if made at once, and read back by other programs."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
from collections.abc import Sequence

import pytest

from generator import yamltext
from generator.config import OPTIONS, Config
from generator.content import split
from generator.edge.tables import database
from generator.site import gzipped
from generator.site.database import statements
from generator.site.exports import FORMS, MOST, TEXTS, Block, blocks, encoded, parts, piece, put
from generator.site.records import FIELDS, Record, records
from generator.site.twins import Twin, twin
from generator.types import Entry, SiteInfo
from tests.unit.site.tidewater import entry, rich, site

FILE = "---\ntitle: x\n---\n\nThe boats – in *before* dark.\r\n\r\n--- \n".encode()
ODD = [
    *rich(),
    entry("comma.md", "2020-01-01", title='A "b", c\nd\x00', authors=("Reed, Tom", "\x07"), people=("A; B",)),
    entry("formula.md", "1931", title="=1+1", date_text="c. 1931"),
]


def made(form: str, entries: Sequence[Entry]) -> bytes:
    """A data file of these entries, each with the same text."""
    found = records(site(entries))
    pieces = []
    for some in blocks(found):
        block = Block(form, "The Post", encoded([found[place] for place in some]))
        pieces.append(piece(block, *[FILE for _ in some if FORMS[form].texts]))
    return whole(form, pieces)


def whole(form: str, pieces: list[bytes]) -> bytes:
    return gzipped.joined(pieces) if FORMS[form].texts else put(form, pieces)


def test_site_yaml_takes_the_name_of_each_format() -> None:
    option = next(option for option in OPTIONS if option.name == "data")
    assert option.among == (*FORMS, "sqlite", TEXTS) and set(Config().data) <= set(FORMS)


def test_every_field_is_described() -> None:
    assert tuple(field.name for field in FIELDS) == Record.__struct_fields__
    assert all(field.description for field in FIELDS)


def test_each_line_of_jsonl_is_an_entry_with_its_text() -> None:
    lines = [json.loads(line) for line in gzip.decompress(made("jsonl", ODD)).split(b"\n")[:-1]]
    assert len(lines) == len(ODD)
    full = next(line for line in lines if line["address"] == "2021/03/14/full/")
    assert full["text"] == "The boats – in *before* dark.\n\n--- "
    assert full["url"] == "https://post.example/archive/2021/03/14/full/" and full["date_known"] == "worked out"
    assert full["people"][:2] == ["Ida Fenn", "Tom Reed"] and full["sha256"] == "a" * 64
    comma = next(line for line in lines if line["address"] == "comma/")
    assert comma["title"] == 'A "b", c\nd\x00' and comma["authors"] == ["Reed, Tom"]
    assert not any(line["original"].startswith("javascript") for line in lines)


def test_the_table_is_csv_as_rfc_4180_has_it() -> None:
    text = made("csv", ODD).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == len(ODD) and list(rows[0]) == [field.name for field in FIELDS]
    titles = {row["address"]: row["title"] for row in rows}
    assert titles["comma/"] == 'A "b", c\nd' and titles["formula/"] == "=1+1"
    assert text.startswith("id,address,") and "\0" not in text and text.endswith("\r\n")
    assert [row["date_text"] for row in rows if row["date"] == "1931"] == ["c. 1931"]


def test_bibliographies_have_an_entry_each() -> None:
    assert made("bibtex", ODD).count(b"@online{") == len(ODD)
    ris = made("ris", ODD).decode()
    assert ris.count("\r\nER  - \r\n") == len(ODD) and "\n" not in ris.replace("\r\n", "")
    items = json.loads(made("csl", ODD))
    assert len({item["id"] for item in items}) == len(ODD)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_archive_gives_a_file_that_can_be_read(form: str) -> None:
    data = made(form, [])
    assert gzip.decompress(data) == b"" if form == "jsonl" else True
    assert json.loads(data) == [] if form == "csl" else True


@pytest.mark.parametrize("form", FORMS)
def test_pieces_make_the_same_file_as_one_piece(form: str) -> None:
    days = [entry(f"2020/{i}.md", "2020-02-29") for i in range(MOST + 5)]
    found = records(site([*days, *rich()]))
    at_once = whole(form, [piece(Block(form, "The Post", encoded(found)), *(FILE for _ in found if FORMS[form].texts))])
    parted = made(form, [*days, *rich()])
    opened = gzip.decompress if form == "jsonl" else bytes
    assert opened(parted) == opened(at_once)


def test_a_new_entry_changes_the_piece_of_its_year_alone() -> None:
    days = [entry(f"{year}/{i}.md", f"{year}-02-0{i + 1}") for year in (2019, 2020, 2021) for i in range(9)]
    before, after = (records(site(some)) for some in (days, [*days, entry("2020/x.md", "2020-01-01")]))
    old, new = ({tuple(found[place] for place in some) for some in blocks(found)} for found in (before, after))
    assert len(old) == 3 and len(old & new) == 2 and len(new - old) == 1


def test_large_files_are_cut_between_pieces_and_numbered_from_the_oldest() -> None:
    pieces = [[0, 1], [2, 3], [4], [5, 6, 7], [8]]
    assert parts(pieces, 4) == [range(2), range(2, 4), range(4, 5)]
    assert parts(pieces, 100) == [range(5)] and parts([[0] * 9], 4) == [range(1)]


def test_the_database_has_a_row_for_each_entry_and_each_name() -> None:
    db = sqlite3.connect(":memory:")
    db.deserialize(database(statements(records(site(ODD)))))
    assert db.execute("SELECT count(*) FROM entries").fetchone() == (len(ODD),)
    joined = "SELECT date FROM entries JOIN people USING (address) WHERE name = 'Tom Reed'"
    assert db.execute(joined).fetchall() == [("2021-03-14",)]
    columns = [row[1] for row in db.execute("PRAGMA table_info(entries)")]
    assert columns == [field.name for field in FIELDS if field.name not in ("authors", "people", "tags")]
    db.close()


def test_a_twin_has_the_facts_and_the_text_and_nothing_else() -> None:
    found = next(record for record in records(site(rich())) if record.address == "2021/03/14/full/")
    head, body, _ = split(twin(Twin(found, "0" * 64), FILE).decode())
    facts = yamltext.load(head or "", "x").value
    assert isinstance(facts, dict) and body == "The boats – in *before* dark.\n\n--- "
    assert facts["original"] == "https://post.example/a?b=1&c=<d>" and facts["people"][:1] == ["Ida Fenn"]
    assert not {"id", "raw", "sha256", "cuts", "evidence"} & set(facts)


def test_without_an_address_the_original_is_cited() -> None:
    found = records(site(rich(), SiteInfo("Post")))
    assert {record.url for record in found} == {""}
    ris = whole("ris", [piece(Block("ris", "Post", encoded(found)))]).decode()
    assert "UR  - https://post.example/a?b=1&c=<d>" in ris.partition("TI  - full")[2].partition("ER  -")[0]
