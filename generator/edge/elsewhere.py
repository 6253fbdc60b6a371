"""Addresses such as s3://bucket/folder/ -> the raw files there; and one of them, open to be read. Through fsspec.

Rights come from where each store's own library looks for them, on every machine that reads: environment variables,
configuration files (fsspec's too), roles of the machine. None is ever part of a result.
"""

from __future__ import annotations

import fnmatch
import hashlib
import importlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from msgspec import Struct

from generator.types import Digest, Problem, Stop

_MARKS = ("ETag", "etag", "md5Hash", "checksum", "LastModified", "last_modified", "mtime", "updated", "created")
"""What stores say of a file that changes when the file does."""


class Elsewhere(Struct, frozen=True):
    """A raw file in a store."""

    url: str
    name: str
    """Its address without name, password and query, which may be secret: entries show it."""
    size: int
    mark: Digest
    """Changes when the file does, as far as its store tells."""


def files(urls: Sequence[str], ignore: Sequence[str] = ()) -> list[Elsewhere]:
    """All files at and below these addresses, by address, as `disk.walk` lists a folder.

    Stop if a store cannot be listed: its files would be taken for gone.
    """
    found: dict[str, Elsewhere] = {}
    for url in urls:
        try:
            found |= {one.url: one for one in _below(url, ignore)}
        except ImportError as error:
            what = f"cannot be read without {error.name or error}"
            raise Stop(Problem("error", named(url), what, _install(url))) from error
        except Exception as error:  # each store's library raises errors of its own
            hint = "Is the address right, and may this machine read it?"
            raise Stop(Problem("error", named(url), f"cannot be listed: {_said(error)}", hint)) from error
    return [found[url] for url in sorted(found)]


@contextmanager
def opened(url: str) -> Iterator[BinaryIO]:
    """The bytes at an address, on this machine's disk: not every store lets one go back in a file. OSError if not."""
    try:
        with tempfile.TemporaryFile() as copy:
            store, path = _store(url)
            with store.open(path, "rb") as stream:
                shutil.copyfileobj(stream, copy, 1 << 20)
            copy.seek(0)
            yield copy
    except OSError:
        raise
    except Exception as error:  # each store's library raises errors of its own
        raise OSError(_said(error)) from error


def named(url: str) -> str:
    """An address that may be shown."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if scheme in ("http", "https"):  # elsewhere ? and # are letters of a name
        path = path.partition("#")[0].partition("?")[0]
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _below(url: str, ignore: Sequence[str]) -> Iterator[Elsewhere]:
    store, root = _store(url)
    if url.startswith(("http://", "https://")) and not url.endswith("/"):
        paths = {root: store.info(root)}  # a page with links would be taken for a folder
    else:
        paths = store.find(root, detail=True)
    if not paths:
        raise FileNotFoundError("there is nothing")
    for path, info in paths.items():
        inner = path.removeprefix(root).strip("/") or path.rpartition("/")[2]
        hidden = any(part.startswith(".") for part in inner.split("/"))
        if not hidden and not any(fnmatch.fnmatch(inner, pattern) for pattern in ignore):
            whole = url if path == root else store.unstrip_protocol(path)
            yield Elsewhere(whole, named(whole), info.get("size") or 0, _mark(info))


def _mark(info: dict[str, Any]) -> Digest:
    said = [f"{name} {info[name]}" for name in ("size", *_MARKS) if info.get(name) is not None]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _store(url: str) -> tuple[Any, str]:
    fsspec: Any = importlib.import_module("fsspec")
    store, path = fsspec.core.url_to_fs(url)
    return store, path


def _said(error: Exception) -> str:
    return f"{error}"[:300] or type(error).__name__


def _install(url: str) -> str:
    libraries = {"s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "http": "aiohttp", "https": "aiohttp"}
    more = libraries.get(url.partition(":")[0], "")
    return f"pip install 'fonds[remote]'{f' {more}' if more else ''}, on this machine and on all workers."
