"""The memory of the steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.edge.cache import Cache, digest_of


@pytest.fixture(params=["memory", "file"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "deep" / "cache.sqlite" if request.param == "file" else None)
    yield made
    made.close()


def test_what_was_kept_is_known_and_read(cache: Cache) -> None:
    digests = cache.keep([(b"k1", b"one"), (b"k2", b"two"), (b"k3", b"one")])
    assert digests == [digest_of(b"one"), digest_of(b"two"), digest_of(b"one")]
    assert cache.known([b"k1", b"k2", b"k3", b"k4"]) == dict(zip([b"k1", b"k2", b"k3"], digests, strict=True))
    assert dict(cache.read([*digests, digest_of(b"never")])) == {digest_of(b"one"): b"one", digest_of(b"two"): b"two"}
    assert cache.blob(digests[1]) == b"two"
    assert sum(cache.sizes(digests)[digest] for digest in digests) == 9


def test_more_than_one_statement_can_hold(cache: Cache) -> None:
    pairs = [(f"key {number}".encode(), f"{number}".encode()) for number in range(1203)]
    digests = cache.keep(pairs)
    assert len(cache.known([key for key, _ in pairs])) == 1203
    assert len(dict(cache.read(digests))) == 1203


def test_an_empty_key_keeps_the_bytes_alone(cache: Cache) -> None:
    (digest,) = cache.keep([(b"", b"data")])
    assert cache.blob(digest) == b"data"
    assert cache.known([b""]) == {}


def test_bytes_that_are_not_here_are_a_key_error(cache: Cache) -> None:
    with pytest.raises(KeyError):
        cache.blob(digest_of(b"never"))


def test_a_key_whose_bytes_are_gone_is_not_known(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    cache.keep([(b"k", b"data"), (b"l", b"more")])
    cache._db.execute("DELETE FROM blob WHERE data = ?", (b"data",))
    assert list(cache.known([b"k", b"l"])) == [b"l"]
    cache.close()


def test_a_failed_write_leaves_a_cache_that_still_works(cache: Cache) -> None:
    with pytest.raises(sqlite3.Error):
        cache.keep([(b"a", b"one"), ([b"no bytes"], b"two")])  # type: ignore[list-item]
    cache.keep([(b"k", b"data")])
    assert b"k" in cache.known([b"k"])


def test_stats_come_back_and_are_replaced(cache: Cache) -> None:
    cache.keep_stats([("a", 1, 2, 3, digest_of(b"a")), ("b", 1, 2, 3, digest_of(b"b"))])
    cache.keep_stats([("a", 9, 8, 7, digest_of(b"c"))])
    assert cache.stats() == {"a": (9, 8, 7, digest_of(b"c")), "b": (1, 2, 3, digest_of(b"b"))}


def test_a_file_remembers_over_runs(tmp_path: Path) -> None:
    first = Cache(tmp_path / "c")
    first.keep([(b"k", b"data")])
    first.close()
    second = Cache(tmp_path / "c")
    assert second.known([b"k"]) == {b"k": digest_of(b"data")}
    second.close()


@pytest.mark.parametrize("damage", ["nonsense", "head", "cut", "empty"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "c"
    cache = Cache(path)
    cache.keep([(f"{number}".encode(), b"x" * 5000) for number in range(50)])
    cache.close()
    data = path.read_bytes()
    damaged = {"nonsense": b"not a database" * 999, "head": b"\0" * 100 + data[100:], "cut": data[:5000], "empty": b""}
    path.write_bytes(damaged[damage])
    again = Cache(path)
    again.keep([(b"k", b"data")])
    assert again.blob(again.known([b"k"])[b"k"]) == b"data"
    again.close()


def test_what_is_not_kept_leaves_no_byte_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache._db.execute("PRAGMA secure_delete=OFF")
    digests = cache.keep((f"key{n}".encode(), f"secret{n} ".encode() * 2000) for n in range(20))
    cache.keep_stats([("content/raw/secret-name.txt", 1, 1, 1, digests[0])])
    cache.keep_only([digests[3], "ab" * 32])
    assert [digest for digest, _ in cache.all()] == [digests[3]]
    assert cache.known([b"key3", b"key4"]) == {b"key3": digests[3]}
    cache.close()
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"secret3 " in left
    assert b"secret4 " not in left
    assert b"secret-name" not in left
