"""Citations."""

from __future__ import annotations

import pytest

from generator.site.cite import Work, apa, bibtex, ris

WORK = Work(
    "The tide, at 50% & more",
    ("Ida Fenn", "Reed, Tom A."),
    "2021-03-04",
    "The Tidewater Post",
    "https://post.example/a/",
)


def test_apa() -> None:
    assert apa(WORK) == (
        "Fenn, I., & Reed, T. A. (2021, March 4). The tide, at 50% & more. The Tidewater Post. https://post.example/a/"
    )


@pytest.mark.parametrize(("date", "shown"), [("", "(n.d.)."), ("2021", "(2021)."), ("2021-12", "(2021, December).")])
def test_apa_says_no_more_of_the_date_than_is_known(date: str, shown: str) -> None:
    assert apa(Work("Is it?", (), date, "", "")) == f"Is it? {shown}"


def test_bibtex_escapes_what_tex_would_read() -> None:
    made = bibtex(WORK._replace(title=r"50% {of} \input #1"))
    assert made.splitlines()[0] == "@online{fenn202150,"
    assert r"title = {{50\% \{of\} \textbackslash{}input \#1}}" in made
    assert "author = {Fenn, Ida and Reed, Tom A.}" in made and "date = {2021-03-04}" in made
    assert made.count("{") - made.count(r"\{") == made.count("}") - made.count(r"\}")


def test_ris() -> None:
    assert ris(WORK).splitlines() == [
        "TY  - ELEC",
        "AU  - Fenn, Ida",
        "AU  - Reed, Tom A.",
        "TI  - The tide, at 50% & more",
        "T2  - The Tidewater Post",
        "DA  - 2021/03/04",
        "UR  - https://post.example/a/",
        "ER  -",
    ]


def test_absent_things_are_absent() -> None:
    bare = Work("Note", (), "", "", "")
    assert bibtex(bare) == "@online{note,\n  title = {{Note}}\n}"
    assert ris(bare) == "TY  - ELEC\nTI  - Note\nER  -"
