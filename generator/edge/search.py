"""Documents of minimal HTML -> the files that Pagefind makes of them, by its service: nothing of either is on disk."""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

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


class _File(Struct):
    path: str
    content: bytes
    """Base64 in the message."""


class _Said(Struct):
    """An answer, as far as it is looked at."""

    type: str
    message: str = ""
    files: tuple[_File, ...] = ()


class _Answer(Struct):
    payload: _Said


_DECODE = msgspec.json.Decoder(_Answer).decode


def parts_words(language: str) -> bool:
    """Whether Pagefind, as it is installed, parts the words of a language that has no blanks between them."""
    return language.split("-")[0] in _PARTED


def index(documents: Iterable[tuple[str, bytes]], language: str) -> dict[str, bytes]:
    """Give Pagefind each (address, HTML) in order, and get the files of the index that it answers with: path -> bytes.

    Page numbers are in the order of the documents. Stop if Pagefind fails.
    """
    command = [str(get_executable()), "--service"]
    with tempfile.TemporaryFile() as errors:
        try:
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors) as running:
                said = _talked(_messages(documents, language), running)
                running.kill()  # it has no more to say, and would wait for more
        except OSError as error:
            said = _Said("Error", str(error))
        if said.type != "GetFiles":
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            why = " ".join(last or [said.message or said.type])
            raise Stop(Problem("error", "search", f"Pagefind failed: {why}", "Nothing was published."))
    return {file.path: file.content for file in said.files if file.path.startswith(_WANTED)}


def _messages(documents: Iterable[tuple[str, bytes]], language: str) -> Iterator[dict[str, object]]:
    yield {"type": "NewIndex", "config": {"force_language": language}}
    for address, html in documents:
        yield {"type": "AddFile", "index_id": 0, "url": f"/{address}", "file_contents": html.decode()}
    yield {"type": "GetFiles", "index_id": 0}


def _talked(messages: Iterable[dict[str, object]], running: subprocess.Popen[bytes]) -> _Said:
    """Each message and its answer in turn, so that neither side waits for the other; the last answer."""
    assert running.stdin and running.stdout
    said = _Said("Error", "nothing was asked")
    for message in messages:
        running.stdin.write(base64.b64encode(msgspec.json.encode({"message_id": 1, "payload": message})) + _END)
        running.stdin.flush()
        said = _answer(running.stdout)
        if said.type == "Error":
            break
    return said


def _answer(stream: Any) -> _Said:
    blocks = []
    while block := os.read(stream.fileno(), 1 << 20):
        blocks.append(block)
        if block.endswith(_END):
            return _DECODE(base64.b64decode(b"".join(blocks)[: -len(_END)])).payload
    return _Said("Error", "it stopped in the middle")
