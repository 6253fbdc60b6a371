"""SQL and rows -> the bytes of an SQLite file."""

from __future__ import annotations

import sqlite3

from generator.edge.tables import database

STATEMENTS = [
    ("CREATE TABLE boats (name TEXT, masts INTEGER)", []),
    ("INSERT INTO boats VALUES (?, ?)", [("Ida", 2), ('O\'Reed "x"', 1)]),
    ("INSERT INTO boats VALUES (?, ?)", []),
    ("CREATE INDEX by_name ON boats (name)", []),
]


def test_the_file_holds_the_rows() -> None:
    made = sqlite3.connect(":memory:")
    made.deserialize(database(STATEMENTS))
    assert made.execute("SELECT * FROM boats ORDER BY masts").fetchall() == [('O\'Reed "x"', 1), ("Ida", 2)]
    assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    made.close()


def test_the_same_rows_give_the_same_bytes() -> None:
    assert database(STATEMENTS) == database(STATEMENTS)
