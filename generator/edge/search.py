"""Documents of minimal HTML -> the files of a Pagefind index, each read back and checked."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from html import unescape
from pathlib import Path, PurePath
from typing import NamedTuple

from generator.types import Problem, Stop

try:  # the extra `cjk`: parts the words of Chinese and Japanese texts
    from pagefind_bin_extended import get_executable
except ImportError:
    from pagefind_bin import get_executable

_WORKER = "pagefind-worker.js"
_CHUNK = 2_000
"""Size of an index chunk, in Pagefind's unit (its default is 20,000): a word of the query loads one of each shard."""
_SIGNATURE = b"pagefind_dcd"
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]")


class Bundle(NamedTuple):
    """What Pagefind made of a shard."""

    files: dict[str, bytes]
    """Its index: path in the shard's folder -> bytes."""
    program: dict[str, bytes]
    """What searches in it, the same for all shards: path in pagefind/ -> bytes."""
    places: dict[str, str]
    """Address of a document -> name of its fragment."""
    words: int
    """Words of all documents: ranking needs their mean."""
    hash: str = ""
    """In the name of its `pf_meta`, the file that is loaded first."""
    wasm: str = ""
    """The program's name without `wasm.` and `.pagefind`: it knows the word forms of one language."""
    missing: frozenset[str] = frozenset()
    """Addresses that Pagefind left out, for it found no word in them."""


@contextmanager
def folder(work: Path) -> Iterator[Path]:
    """A new, empty folder in `work`, gone afterwards.

    Always a new one: Pagefind leaves texts of removed documents in a folder that it indexes again.
    """
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work, prefix="index-", ignore_cleanup_errors=True) as made:
        yield Path(made)


def write(documents: Iterable[tuple[str, bytes]], site: Path) -> frozenset[str]:
    """Write (address ending in a slash, HTML) pairs into a new folder; gives the addresses that went in.

    A document goes in as `address.html`, without a folder of its own (making and deleting those takes longer than the
    indexing): the addresses in the index end so, and whoever shows results puts the slash back.
    """
    site.mkdir()
    written = []
    for address, html in documents:
        if not _WORD.search(unescape(_TAG.sub("", html.decode()))):
            continue  # Pagefind leaves out what has no word in it, and it would be missed below
        place = site / f"{address.rstrip('/')}.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(html)
        written.append(address)
    return frozenset(written)


def index(site: Path, addresses: Set[str], language: str) -> Bundle:
    """Index the folder that `write` filled. May run in a thread: it touches nothing but the folder.

    Pagefind says "Finished" and exits 0 on a full disk, so each file is unpacked and each document is looked for. Stop
    if it fails, if a file is missing, or more than a hundredth of the documents: of a few odd ones it may know no word.
    """
    if not addresses:
        return Bundle({}, {}, {}, 0)
    made = site.with_name(f"{site.name}.index")
    _run(site, made, language)
    found = (path for path in sorted(made.rglob("*")) if path.is_file())
    return _checked({path.relative_to(made).as_posix(): path.read_bytes() for path in found}, addresses)


def _run(site: Path, bundle: Path, language: str) -> None:
    command = [str(get_executable()), "--site", str(site), "--output-path", str(bundle), "--force-language", language]
    environment = {**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(_CHUNK)}
    done = subprocess.run(
        [*command, "--quiet"], capture_output=True, text=True, errors="replace", check=False, env=environment
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        raise Stop(Problem("error", "search", f"Pagefind failed ({done.returncode}): {said[0]}", "Is the disk full?"))


def _checked(files: dict[str, bytes], addresses: Set[str]) -> Bundle:
    """What readers need of the files, or Stop: each is unpacked, and each document must have its fragment."""
    try:
        bundle = _read(files)
    except (KeyError, ValueError, OSError, EOFError, zlib.error) as error:
        raise _broken(f"a file of the index is damaged: {error}") from error
    missing = addresses - bundle.places.keys()
    if len(missing) > max(3, len(addresses) // 100) or not bundle.places.keys() <= addresses:
        raise _broken(f"{len(addresses)} documents went in, {len(bundle.places)} came out")
    return bundle._replace(missing=frozenset(missing))


def _read(files: dict[str, bytes]) -> Bundle:
    (one,) = json.loads(files["pagefind-entry.json"])["languages"].values()
    own, wasm = one["hash"], one["wasm"] or "unknown"
    meta, program = f"pagefind.{own}.pf_meta", {path: files[path] for path in (_WORKER, f"wasm.{wasm}.pagefind")}
    if not program[_WORKER].rstrip().endswith((b";", b"}")):
        raise EOFError(f"{_WORKER} is cut short")
    _unpacked("the program", program[f"wasm.{wasm}.pagefind"])
    shown = {path: data for path, data in files.items() if path.startswith(("index/", "fragment/"))}
    texts = {PurePath(path): _unpacked(path, data) for path, data in shown.items()}
    if {path.stem for path in texts} != _named(_unpacked(meta, files[meta]), own):
        raise EOFError("its list and its files do not agree")
    fragments = {path.stem: json.loads(text) for path, text in texts.items() if path.suffix == ".pf_fragment"}
    places = {_address(said["url"]): stem for stem, said in fragments.items()}
    words = sum(said["word_count"] for said in fragments.values())
    return Bundle({**shown, meta: files[meta]}, program, places, words, own, wasm)


def _unpacked(path: str, data: bytes) -> bytes:
    text = gzip.decompress(data)
    if not text.startswith(_SIGNATURE):  # of an empty file it makes an empty text
        raise EOFError(f"{path} has no signature")
    return text.removeprefix(_SIGNATURE)


def _named(meta: bytes, own: str) -> set[str]:
    """The fragments and index chunks in a list, as `en_1f2e3d4`: CBOR texts of less than 24 bytes (RFC 8949)."""
    texts = re.finditer(rb"([\x60-\x77])(%s_[0-9a-f]+)" % own.partition("_")[0].encode(), meta)
    return {text[2][: text[1][0] - 0x60].decode() for text in texts}


def _address(url: str) -> str:
    return url.removeprefix("/").removesuffix(".html") + "/"


def _broken(message: str) -> Stop:
    return Stop(Problem("error", "search", message, "Is the disk full? Nothing was published."))
