"""SQL and rows -> the bytes of an SQLite file, the same for the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing


def database(statements: Iterable[tuple[str, list[tuple[str | int, ...]]]]) -> bytes:
    """Run each statement once for each of its rows, or once if it has none that are wanted, in a database in memory.

    Made from nothing by the same statements, a database has the same bytes: it holds no time, and its counter of
    changes starts at nought. Its header names the version of SQLite that wrote it (sqlite.org/fileformat2.html, 1.3).
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("BEGIN")
        for sql, rows in statements:
            if sql.startswith("INSERT"):
                made.executemany(sql, rows)
            else:
                made.execute(sql)
        made.execute("COMMIT")
        return made.serialize()
