"""Pagefind's files -> what is needed of them, checked."""

from __future__ import annotations

import numpy as np
import pytest

from generator.edge import search
from generator.search.part import NONE, Part, part
from generator.search.postings import pieces
from generator.types import Stop


def page(words: str) -> bytes:
    text = f"<!doctype html><html lang=en><head><title>{words}</title></head><body data-pagefind-body><h1>T</h1>"
    return f"{text}<p>{words}</p></body></html>".encode()


THREE = {"z/": page("herring quay"), "b/c/": page("lighthouse keeper"), "d/": page("withdrawn secretword")}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """All that Pagefind answers, before it is checked."""
    return search.index(THREE.items(), "en")


@pytest.fixture(scope="module")
def made(files: dict[str, bytes]) -> Part:
    return part(files, THREE.keys())


def test_every_document_is_there_in_the_order_in_which_it_went_in(made: Part) -> None:
    assert made.addresses == tuple(THREE)
    assert made.lengths == (3, 3, 3), "the title and two words each"
    assert made.fields == ("title",)


def test_the_words_are_there_and_where_they_stand(made: Part) -> None:
    (found,) = pieces(made.words)
    first = dict(
        zip((word.decode() for word, _ in found.rows), found.page[np.cumsum(found.held) - found.held], strict=True)
    )
    assert (first["quay"], first["keeper"], first["secretword"]) == (0, 1, 2)
    assert made.sizes["quay"] == 1 + 1 + 1, "a page, a weight and a place"


def test_of_the_program_what_the_theme_needs_is_kept(made: Part) -> None:
    assert sorted(made.program) == ["program.js", "wasm.en.pagefind"]
    glue = made.program["program.js"].decode()
    assert glue.endswith(";") and "addEventListener" not in glue and "let wasm_bindgen=" in glue
    assert made.wasm == "wasm.en.pagefind"


KINDS = (".pf_fragment", ".pf_index", ".pf_meta", "wasm.en.pagefind", "pagefind-entry.json", "pagefind-worker.js")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", ["cut", "empty", "gone"])
def test_a_file_that_is_not_whole_is_refused(files: dict[str, bytes], kind: str, damage: str) -> None:
    for path in [path for path in files if path.endswith(kind)]:
        some = dict(files)
        data = some.pop(path)
        if damage != "gone":
            some[path] = data[: min(len(data) * 2 // 3, 8_000)] if damage == "cut" else b""
        with pytest.raises(Stop):
            part(some, THREE.keys())


def test_documents_that_are_missing_are_refused_but_for_a_few_odd_ones(files: dict[str, bytes]) -> None:
    own = {"z/", "b/c/", "d/"}
    assert part(files, own).missing == ()
    assert part(files, {*own, "e/"}).missing == ("e/",)
    for others in ({"z/", "b/c/"}, {*own, *(f"e{n}/" for n in range(4))}, {"z/", "b/c/", "e/"}):
        with pytest.raises(Stop):
            part(files, others)


def test_no_documents_make_an_empty_part() -> None:
    assert part({}, frozenset()) == NONE
