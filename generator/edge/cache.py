"""What steps have computed: key -> digest -> bytes, in one SQLite file that can be deleted at any time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from generator.types import Digest

_TABLES = """
CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blob (digest BLOB PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS last (name TEXT PRIMARY KEY, key BLOB NOT NULL, data BLOB NOT NULL);
"""
Stat = tuple[int, int, int, Digest]
"""Size, mtime in nanoseconds, inode and digest of a file."""
_AT_ONCE = 500
"""Parameters in one statement: below the limit of every SQLite build (999 before 3.32)."""


def digest_of(data: bytes) -> Digest:
    """sha256, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


class Cache:
    """The memory of the steps. A damaged file is deleted and begun anew: it holds nothing that cannot be computed."""

    def __init__(self, path: Path | None) -> None:
        """`path` None keeps it in memory, for this run only."""
        self.path = path
        try:
            self._open()
        except sqlite3.DatabaseError:
            self._forget()
            self._open()

    def _open(self) -> None:
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self.path or ":memory:", isolation_level=None, timeout=60)
        self._stats: dict[str, Stat] | None = None
        self._db.execute("PRAGMA page_size=16384")  # most blobs are a few thousand bytes
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_TABLES)
        self._db.execute("SELECT count(*) FROM (SELECT 1 FROM memo LIMIT 1)").fetchone()

    def _forget(self) -> None:
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()
        for suffix in ("", "-wal", "-shm"):
            if self.path:
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Write everything down and let the file go."""
        self._db.close()

    def known(self, keys: Sequence[bytes]) -> dict[bytes, Digest]:
        """The digests of those keys that have been computed before and whose bytes are here."""
        query = "SELECT key, digest FROM memo JOIN blob USING (digest) WHERE key IN ({})"
        return {key: digest.hex() for key, digest in self._rows(query, keys)}

    def read(self, digests: Iterable[Digest]) -> Iterator[tuple[Digest, bytes]]:
        """The bytes of many digests, in no order; a digest that is not here is left out."""
        query = "SELECT digest, data FROM blob WHERE digest IN ({})"
        wanted = [bytes.fromhex(digest) for digest in dict.fromkeys(digests)]
        return ((digest.hex(), data) for digest, data in self._rows(query, wanted))

    def each(self, digests: Iterable[Digest]) -> Iterator[bytes]:
        """The bytes of each digest, in order; few are in memory at once. KeyError if one is not here."""
        rest = iter(digests)
        while some := list(islice(rest, _AT_ONCE)):
            found = dict(self.read(some))
            yield from (found[digest] for digest in some)

    def blob(self, digest: Digest) -> bytes:
        """The bytes of one digest. KeyError if they are not here."""
        row = self._db.execute("SELECT data FROM blob WHERE digest = ?", (bytes.fromhex(digest),)).fetchone()
        if row is None:
            raise KeyError(digest)
        return bytes(row[0])

    def keep(self, results: Iterable[tuple[bytes, bytes]]) -> list[Digest]:
        """Remember (key, bytes) pairs; gives the digests of the bytes, in order. An empty key keeps the bytes alone."""
        rows = [(key, hashlib.sha256(data).digest(), data) for key, data in results]
        with self._whole():
            self._db.executemany("INSERT OR IGNORE INTO blob VALUES (?, ?)", [row[1:] for row in rows])
            self._db.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", [row[:2] for row in rows if row[0]])
        return [digest.hex() for _, digest, _ in rows]

    def last(self, name: str, key: bytes) -> bytes | None:
        """What was kept last under a name, if it was with this key."""
        row = self._db.execute("SELECT data FROM last WHERE name = ? AND key = ?", (name, key)).fetchone()
        return None if row is None else bytes(row[0])

    def keep_last(self, name: str, key: bytes, data: bytes) -> None:
        """Keep some bytes in the place of what had this name: of what grows with the site there is one at a time."""
        self._db.execute("INSERT OR REPLACE INTO last VALUES (?, ?, ?)", (name, key, data))

    def all(self) -> Iterator[tuple[Digest, bytes]]:
        """Everything that is kept."""
        rows = self._db.execute("SELECT digest, data FROM blob")
        return ((digest.hex(), bytes(data)) for digest, data in rows)

    def keep_only(self, digests: Iterable[Digest]) -> None:
        """Forget all else, and what is known of files, so that no byte of it is left in the cache's own files.

        Rows that are deleted stay in free pages until these are used again: VACUUM writes the file anew.
        """
        self._db.execute("CREATE TEMP TABLE wanted (digest BLOB PRIMARY KEY) WITHOUT ROWID")
        with self._whole():
            self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((bytes.fromhex(d),) for d in digests))
            for table in ("memo", "blob"):
                self._db.execute(f"DELETE FROM {table} WHERE digest NOT IN (SELECT digest FROM wanted)")
            self._db.execute("DELETE FROM last")
            self._stats = None
        self._db.execute("DROP TABLE wanted")
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def sizes(self, digests: Iterable[Digest]) -> dict[Digest, int]:
        """How many bytes each of these digests has. KeyError if one is not here."""
        wanted = [bytes.fromhex(digest) for digest in dict.fromkeys(digests)]
        found = dict(self._rows("SELECT digest, length(data) FROM blob WHERE digest IN ({})", wanted))
        return {digest.hex(): int(found[digest]) for digest in wanted}

    def stats(self) -> Mapping[str, Stat]:
        """What was known of files: path -> size, mtime in nanoseconds, inode, digest. Read once, and in one piece."""
        if self._stats is None:
            data = self.last("stats", b"")
            self._stats = msgspec.msgpack.decode(data, type=dict[str, Stat]) if data else {}
        return self._stats

    def keep_stats(self, stats: Iterable[tuple[str, int, int, int, Digest]]) -> None:
        """Remember size, mtime, inode and digest of files."""
        fresh = {path: (size, mtime, inode, digest) for path, size, mtime, inode, digest in stats}
        self._stats = {**self.stats(), **fresh}
        self.keep_last("stats", b"", msgspec.msgpack.encode(self._stats))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """A transaction: all of it, or, if it fails, nothing."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _rows(self, query: str, wanted: Sequence[bytes]) -> Iterator[tuple[bytes, Any]]:
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            yield from self._db.execute(query.format(",".join("?" * len(some))), some)
