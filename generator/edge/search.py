"""Documents of minimal HTML -> the files that Pagefind makes of them, by its service: nothing of either is on disk."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from generator.types import Problem, Stop

try:  # the extra `cjk`
    from pagefind_bin_extended import get_executable

    _PARTED: tuple[str, ...] = ("zh", "ja", "th")
except ImportError:
    from pagefind_bin import get_executable

    _PARTED = ()

_END = b","
"""Between messages: none has it, for each is base64 of JSON."""
_WANTED = ("index/", "fragment/", "pagefind.", "wasm.", "pagefind-entry", "pagefind-worker")


def parts_words(language: str) -> bool:
    """Whether Pagefind, as it is installed, parts the words of a language that has no blanks between them."""
    return language.split("-")[0] in _PARTED


@contextmanager
def folder(work: Path) -> Iterator[Path]:
    """A new, empty folder in `work`, gone afterwards."""
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work, prefix="index-", ignore_cleanup_errors=True) as made:
        yield Path(made)


def write(documents: Iterable[tuple[str, bytes]], language: str, place: Path) -> None:
    """Write down what is to be said to Pagefind: a new index, each (address, HTML) in order, its files, please.

    On disk, for the documents of a large archive wait there for their turn and not in memory.
    """
    with place.open("xb") as file:
        file.write(_message({"type": "NewIndex", "config": {"force_language": language}}))
        for address, html in documents:
            asked = {"type": "AddFile", "index_id": 0, "url": f"/{address}", "file_contents": html.decode()}
            file.write(_message(asked))
        file.write(_message({"type": "GetFiles", "index_id": 0}))


def index(place: Path) -> dict[str, bytes]:
    """Say what `write` wrote down, and give the files of the index that Pagefind answers with: path -> bytes.

    May run in a thread. Page numbers are in the order of the documents. Stop if Pagefind fails.
    """
    command = [str(get_executable()), "--service"]
    with place.open("rb") as script, tempfile.TemporaryFile() as errors:
        try:
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors) as running:
                said = _talked(script, running)
                running.kill()  # it has no more to say, and would wait for more
        except OSError as error:
            said = {"type": "Error", "message": str(error)}
        if said["type"] != "GetFiles":
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            why = " ".join(last or [str(said.get("message", said["type"]))])
            raise Stop(Problem("error", "search", f"Pagefind failed: {why}", "Nothing was published."))
    files = {file["path"]: file["content"] for file in said["files"]}
    return {path: base64.b64decode(data) for path, data in files.items() if path.startswith(_WANTED)}


def _talked(script: BinaryIO, running: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Each message and its answer in turn, so that neither side waits for the other; the last answer."""
    assert running.stdin and running.stdout
    said: dict[str, Any] = {"type": "Error", "message": "nothing was asked"}
    for message in _messages(script):
        running.stdin.write(message)
        running.stdin.flush()
        said = _answer(running.stdout)
        if said["type"] == "Error":
            break
    return said


def _messages(script: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while block := script.read(1 << 20):
        *whole, rest = (rest + block).split(_END)
        yield from (message + _END for message in whole)


def _answer(stream: Any) -> dict[str, Any]:
    blocks = []
    while block := os.read(stream.fileno(), 1 << 20):
        blocks.append(block)
        if block.endswith(_END):
            answer: dict[str, Any] = json.loads(base64.b64decode(b"".join(blocks)[: -len(_END)]))["payload"]
            return answer
    return {"type": "Error", "message": "it stopped in the middle"}


def _message(payload: object) -> bytes:
    return base64.b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + _END
