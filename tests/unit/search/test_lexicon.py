"""Tokens -> what Pagefind says of them, asked once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.edge import search
from generator.search import lexicon, places
from generator.search.lexicon import Lexicon
from generator.types import Problem, Stop


class Asked:
    """Pagefind, and what it was asked for."""

    def __init__(self) -> None:
        self.documents: list[str] = []
        self.broken = False

    def __call__(self, document: bytes) -> Mapping[str, bytes]:
        if self.broken:
            raise Stop(Problem("error", "search", "no room"))
        self.documents.append(document.decode())
        return search.index([("", document)], "en")


def pages(*texts: str) -> dict[str, bytes]:
    frame = "<!doctype html><html><head><title>Herring</title></head><body data-pagefind-body><h1>Herring</h1>"
    return {f"{number}/": f"{frame}<p>{text}</p></body></html>".encode() for number, text in enumerate(texts)}


def said(known: Lexicon, token: str) -> list[tuple[str, str, int]]:
    """The words of a token, their spellings, and by what their weight is divided."""
    (number,) = known.numbers([token])
    assert known.learn()
    begin, end = known.ends[number : number + 2]
    rows = [known.rows[row] for row in known.row[begin:end]]
    return [
        (word.decode(), form.decode(), int(of)) for (word, form), of in zip(rows, known.share[begin:end], strict=True)
    ]


def test_a_token_has_the_words_that_pagefind_finds_in_it() -> None:
    known = Lexicon(Asked())
    assert said(known, "running,") == [("run", "", 1)]
    assert said(known, "–") == []
    assert said(known, "Café") == [("cafe", "café", 1)]
    assert sorted(said(known, "state-of-the-art")) == [
        ("art", "", 4), ("of", "", 4), ("state", "", 4), ("stateoftheart", "", 1), ("the", "", 4),
    ]  # fmt: skip
    assert sorted(said(known, "quay’s")) == [("quay", "", 1), ("quay’", "", 1)]


def test_each_word_is_asked_for_once() -> None:
    asked = Asked()
    known = Lexicon(asked)
    assert places.part(pages("The town, the Town.", "“town”"), known)
    assert places.part(pages("(town) herring The"), known)
    assert len(asked.documents) == 1
    assert asked.documents[0].count("town") == 2, "as it is, and in its quotation marks"
    assert places.part(pages("quay"), known)
    assert "town" not in asked.documents[1]


def test_only_signs_of_ascii_around_ascii_letters_do_not_make_another_word() -> None:
    known = Lexicon(Asked())
    alike = ["word", "Word", "word<", "(word)", '"Word."<', "--word--"]
    assert len(set(known.numbers(alike))) == 1
    others = [
        "WORD",
        "wOrd",
        "word_",
        "_word",
        "&word;",
        "“word",
        "don't",
        "dont",
        "words",
        "word2",
        "wörd",
        "a-b",
        "a b",
        "&amp;",
    ]
    assert len(set(known.numbers(["word", *others]))) == 1 + len(others)


def test_what_could_not_be_asked_is_asked_again() -> None:
    asked = Asked()
    known = Lexicon(asked)
    asked.broken = True
    with pytest.raises(Stop):
        places.part(pages("quay"), known)
    asked.broken = False
    assert places.part(pages("quay"), known) == places.part(pages("quay"), Lexicon(asked))


def test_a_token_that_pagefind_parts_is_not_kept() -> None:
    """None is known that it does; the part would go through it whole, and others would not suffer."""

    def parting(document: bytes) -> Mapping[str, bytes]:
        return search.index([("", document.replace(b"quay", b"qu ay"))], "en")

    known = Lexicon(parting)
    assert places.part(pages("quay"), known) is None
    assert places.part(pages("gull"), known) == places.part(pages("gull"), Lexicon(Asked()))


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "MOST", 20)
    asked = Asked()
    known = Lexicon(asked)
    for _ in range(2):
        assert places.part(pages(" ".join(f"w{number}" for number in range(30))), known)
    assert asked.documents[0] == asked.documents[1]
