"""Records of entries -> the tables of a database, as SQL and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.site.records import FIELDS, Record

LISTS = ("authors", "people", "tags")
"""Fields that have a table of their own: a row for each name of an entry."""
PATH = "entries.sqlite"
LABEL, MEDIA = "Database (SQLite)", "application/vnd.sqlite3"
HOLDS = f"The table entries, and a table each of {', '.join(LISTS[:-1])} and {LISTS[-1]} (address, name)."
Statement = tuple[str, list[tuple[str | int, ...]]]


def statements(records: Sequence[Record]) -> Iterator[Statement]:
    """SQL, and the rows to run it with; none for a definition."""
    columns = [field for field in FIELDS if field.name not in LISTS]
    defined = ", ".join(_column(field.name, field.type) for field in columns)
    yield f"CREATE TABLE entries ({defined}) WITHOUT ROWID", []
    for name in LISTS:
        yield f"CREATE TABLE {name} (address TEXT NOT NULL REFERENCES entries, name TEXT NOT NULL)", []
    rows = [tuple(getattr(found, field.name) for field in columns) for found in records]
    yield f"INSERT INTO entries VALUES ({', '.join('?' * len(columns))})", rows
    for name in LISTS:
        yield f"INSERT INTO {name} VALUES (?, ?)", [(r.address, value) for r in records for value in getattr(r, name)]
        yield f"CREATE INDEX {name}_by_name ON {name} (name)", []


def _column(name: str, kind: str) -> str:
    key = " PRIMARY KEY" if name == "address" else ""
    return f"{name} {'INTEGER' if kind == 'integer' else 'TEXT'} NOT NULL{key}"
