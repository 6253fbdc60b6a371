"""Documents -> the files that Pagefind's service makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.edge import search
from generator.types import Stop


def page(words: str) -> bytes:
    text = f"<!doctype html><html lang=en><head><title>{words}</title></head><body data-pagefind-body><h1>T</h1>"
    return f"{text}<p>{words}</p></body></html>".encode()


THREE = (("a/", page("herring quay")), ("b/c/", page("lighthouse keeper")), ("d/", page("café")))


def indexed() -> dict[str, bytes]:
    return search.index(THREE, "en")


def test_files_come_back() -> None:
    files = indexed()
    assert len([path for path in files if path.startswith("fragment/")]) == 3
    assert {"pagefind-entry.json", "pagefind-worker.js", "wasm.en.pagefind"} <= files.keys()
    assert not [path for path in files if "-ui" in path]


def test_the_same_documents_give_the_same_bytes() -> None:
    assert indexed() == indexed()


def test_the_program_speaks_as_the_theme_expects() -> None:
    """The theme's shards-worker.js calls it directly: a Pagefind that says things otherwise is seen here."""
    worker = indexed()["pagefind-worker.js"].decode()
    for call in (
        "function init_pagefind(metadata_bytes)",
        "function enter_playground_mode(ptr)",
        "function request_indexes(ptr,query)",
        "function search(ptr,query,original_query,filter,sort,exact,exact_diacritics)",
        "let wasm_bindgen=",
        "query_term_idfs",
        'normalizeDiacritics=(str)=>{return str.normalize("NFD").replace(/\\p{M}/gu,"");}',
    ):
        assert call in worker, call


ERROR = '{"payload": {"type": "Error", "message": "no such thing"}}'
FAILS = {
    "no space left": "echo no space left >&2; exit 3",
    "it stopped in the middle": "exit 0",
    "no such thing": 'printf %s, $(printf \'{"payload": {"type": "Error", "message": "no such thing"}}\' | base64 -w0)',
}


@pytest.mark.parametrize("why", FAILS)
def test_a_program_that_fails_is_a_stop(why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pagefind"
    program.write_text(f"#!/bin/sh\n{FAILS[why]}\n")
    program.chmod(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    with pytest.raises(Stop) as stopped:
        indexed()
    assert stopped.value.args[0].message.startswith("Pagefind failed: ")
    assert why in stopped.value.args[0].message or "Broken pipe" in stopped.value.args[0].message
