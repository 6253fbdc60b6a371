"""Documents of minimal HTML -> the files of a Pagefind index, each read back and checked."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from pagefind_bin import get_executable

from generator.types import Problem, Stop

_NOT_SHOWN = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")
"""Files of Pagefind's own user interfaces: the theme brings its own."""

_PACKED = (".pf_fragment", ".pf_index", ".pf_meta", ".pf_filter", ".pagefind")


_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]")


def index(documents: Iterable[tuple[str, bytes]], work: Path, language: str) -> dict[str, bytes]:
    """Index (address ending in a slash, HTML) pairs; gives the files of the bundle by path.

    A document goes in as `address.html`, without a folder of its own (making and deleting those takes longer than the
    indexing): the addresses in the index end so, and whoever shows results puts the slash back.

    Always in a new, empty folder: Pagefind leaves texts of removed documents in a folder that it indexes again. It also
    says "Finished" and exits 0 on a full disk, so each file is unpacked and the pages are counted. Stop if it fails.
    """
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work, prefix="index-", ignore_cleanup_errors=True) as folder:
        site, bundle = Path(folder, "site"), Path(folder, "bundle")
        site.mkdir()
        count = 0
        for address, html in documents:
            if not _WORD.search(_TAG.sub("", html.decode())):
                continue  # Pagefind leaves out what has no word in it, and so would the count
            place = site / f"{address.rstrip('/')}.html"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(html)
            count += 1
        if not count:
            return {}
        _run(site, bundle, language)
        files = {
            path.relative_to(bundle).as_posix(): path.read_bytes()
            for path in sorted(bundle.rglob("*"))
            if path.is_file()
        }
    _check(files, count)
    return {path: data for path, data in files.items() if not path.startswith(_NOT_SHOWN)}


def _run(site: Path, bundle: Path, language: str) -> None:
    command = [str(get_executable()), "--site", str(site), "--output-path", str(bundle), "--force-language", language]
    done = subprocess.run([*command, "--quiet"], capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        raise Stop(Problem("error", "search", f"Pagefind failed ({done.returncode}): {said[0]}", "Is the disk full?"))


def _check(files: dict[str, bytes], count: int) -> None:
    try:
        entry = json.loads(files["pagefind-entry.json"])
        pages = sum(language["page_count"] for language in entry["languages"].values())
        fragments = 0
        for path, data in files.items():
            if path.endswith(_PACKED) and not gzip.decompress(data):  # of an empty file it makes an empty text
                raise EOFError(f"{path} is empty")
            if path in ("pagefind.js", "pagefind-worker.js") and not data.rstrip().endswith((b";", b"}")):
                raise EOFError(f"{path} is cut short")
            fragments += path.endswith(".pf_fragment")
        for one in entry["languages"].values():
            for name in ("pagefind.js", f"pagefind.{one['hash']}.pf_meta", f"wasm.{one['wasm'] or 'unknown'}.pagefind"):
                files[name]
    except (KeyError, ValueError, OSError, EOFError, zlib.error) as error:
        raise _broken(f"a file of the index is damaged: {error}") from error
    if pages != count or fragments != count:
        raise _broken(f"{count} documents went in, {pages} pages and {fragments} fragments came out")


def _broken(message: str) -> Stop:
    return Stop(Problem("error", "search", message, "Is the disk full? Nothing was published."))
