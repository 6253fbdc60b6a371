"""Citations, in each form, and what citation managers read in a page."""

from __future__ import annotations

import json
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.cite import Work, apa, article, bibtex, csl, plain, ris, tags, turned

WORK = Work(
    "2021/03/04/the-tide",
    "The tide, at 50% & more",
    ("Ida Fenn", "Reed, Tom A."),
    "2021-03-04",
    "The Tidewater Post",
    "https://post.example/a/",
    "en",
    published=True,
)
BARE = Work("undated/note", "Note", (), "", "", "")
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
WORKS = st.builds(
    Work,
    key=st.just("a/b"),
    title=TEXTS,
    authors=st.lists(TEXTS.filter(plain), max_size=3).map(tuple),
    date=st.sampled_from(("", "1923", "1923-05", "1923-05-31")),
    container=TEXTS,
    url=st.just("https://post.example/a/"),
    language=TEXTS,
    published=st.booleans(),
    date_text=st.just(""),
)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (WORK, "Fenn, I., & Reed, T. A. (2021, March 4). The tide, at 50% & more. The Tidewater Post."),
        (BARE, "Note. (n.d.)."),
        (WORK._replace(authors=("Jean-Paul O'Dell",), date="1999-12"), "O'Dell, J.-P. (1999, December). "),
        (WORK._replace(authors=("山田太郎",), title="Why?", date="1999"), "山田太郎. (1999). Why? The Tidewater Post."),
        (WORK._replace(authors=("Fenn, I.",), date_text="c. 1923", title="So ..."), "Fenn, I. (c. 1923). So . The"),
        (WORK._replace(authors=('Nils "the Oar" Fenn',), container="Post."), "Fenn, N. T. O. (2021, March 4). "),
        (WORK._replace(authors=tuple(f"A B{n}" for n in range(21))), "B0, A., B1, A., "),
    ],
)
def test_a_reference_in_the_style_of_apa(found: Work, said: str) -> None:
    assert apa(found).startswith(said)


def test_of_many_authors_apa_names_nineteen_and_the_last() -> None:
    many = apa(WORK._replace(authors=tuple(f"A B{n}" for n in range(21))))
    assert ", B18, A., . . . B20, A. (2021" in many and "B19" not in many
    assert "B18, A., & B19, A. (2021" in apa(WORK._replace(authors=tuple(f"A B{n}" for n in range(20))))


def test_bibtex() -> None:
    assert bibtex(WORK) == (
        "@online{2021/03/04/the-tide,\n"
        "  author = {Fenn, Ida and Reed, Tom A.},\n"
        "  title = {{The tide, at 50\\% \\& more}},\n"
        "  organization = {The Tidewater Post},\n"
        "  date = {2021-03-04},\n"
        "  url = {https://post.example/a/}\n}"
    )


def test_bibtex_escapes_what_tex_would_read() -> None:
    made = bibtex(WORK._replace(title=r"50% {of \input #1", url="https://post.example/{a"))
    assert r"title = {{50\% \textbraceleft{}of \textbackslash{}input \#1}}" in made
    assert "url = {https://post.example/%7Ba}" in made


@pytest.mark.parametrize("name", ["Harbour and Sons", "Cher", "King, Martin Luther, Jr.", "山田太郎"])
def test_a_name_that_bibtex_would_take_apart_is_in_braces(name: str) -> None:
    assert f"author = {{{{{name}}}}}" in bibtex(WORK._replace(authors=(name,)))


@given(WORKS)
def test_braces_are_balanced_as_bibtex_counts_them(found: Work) -> None:
    depth = 0
    for sign in bibtex(found):
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0


def test_ris() -> None:
    assert ris(WORK).splitlines() == [
        "TY  - NEWS",
        "AU  - Fenn, Ida",
        "AU  - Reed, Tom A.",
        "TI  - The tide, at 50% & more",
        "T2  - The Tidewater Post",
        "PY  - 2021",
        "DA  - 2021/03/04",
        "LA  - en",
        "UR  - https://post.example/a/",
        "ER  - ",
    ]


@given(WORKS)
def test_each_line_of_ris_is_a_tag_and_its_value(found: Work) -> None:
    lines = ris(found).split("\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n\x00-\x1f\u2028]*", line) for line in lines)
    assert lines[0] == f"TY  - {'NEWS' if found.published else 'ELEC'}" and lines[-1] == "ER  - "
    assert sum(line.startswith("AU") for line in lines) == len(found.authors)


def test_csl() -> None:
    assert json.loads(csl(WORK)) == {
        "id": "2021/03/04/the-tide",
        "type": "article-newspaper",
        "title": "The tide, at 50% & more",
        "author": [{"family": "Fenn", "given": "Ida"}, {"family": "Reed", "given": "Tom A."}],
        "issued": {"date-parts": [[2021, 3, 4]]},
        "container-title": "The Tidewater Post",
        "URL": "https://post.example/a/",
        "language": "en",
    }
    assert json.loads(csl(WORK._replace(authors=("Harbourmen",))))["author"] == [{"literal": "Harbourmen"}]


def test_a_date_in_words_is_about_its_date() -> None:
    about = WORK._replace(date="1923", date_text="c. 1923")
    assert "date = {1923~}" in bibtex(about)
    assert "PY  - 1923\nDA  - 1923///c. 1923\n" in ris(about)
    assert json.loads(csl(about))["issued"] == {"date-parts": [[1923]], "circa": True}
    assert ("DC.date", "c. 1923") in [(tag.name, tag.content) for tag in tags(about)]
    assert "DA  - 1923/05//" in ris(about._replace(date="1923-05"))


def test_absent_things_are_absent() -> None:
    assert bibtex(BARE) == "@online{undated/note,\n  title = {{Note}}\n}"
    assert ris(BARE) == "TY  - ELEC\nTI  - Note\nER  - "
    assert json.loads(csl(BARE)) == {"id": "undated/note", "type": "webpage", "title": "Note"}
    assert [(tag.name, tag.content) for tag in tags(BARE)] == [("citation_title", "Note"), ("DC.type", "webpage")]


def test_the_page_says_each_fact_once_for_zotero() -> None:
    assert [(tag.name, tag.content) for tag in tags(WORK, "nl")] == [
        ("citation_title", "The tide, at 50% & more"),
        ("citation_author", "Ida Fenn"),
        ("citation_author", "Reed, Tom A."),
        ("citation_publication_date", "2021-03-04"),
        ("DC.type", "newspaperArticle"),
        ("DC.source", "The Tidewater Post"),
        ("DC.language", "nl"),
    ]
    assert tags(WORK)[0].property == "og:title"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ida Fenn", "citation_author"),
        ("Reed, Tom A.", "citation_author"),
        ("van der Berg, Jan Piet", "DC.creator"),
        ("Fenn; Reed", "DC.creator"),
    ],
)
def test_a_name_that_zotero_would_cut_in_two_is_told_in_dublin_core(author: str, name: str) -> None:
    assert tags(WORK._replace(authors=(author,)))[1].name == name


def test_the_article_in_the_words_of_schema_org() -> None:
    assert json.loads(msgspec.json.encode(article(WORK, "https://old.example/tide"))) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "The tide, at 50% & more",
        "author": [{"@type": "Person", "name": "Ida Fenn"}, {"@type": "Person", "name": "Reed, Tom A."}],
        "datePublished": "2021-03-04",
        "inLanguage": "en",
        "isBasedOn": "https://old.example/tide",
        "archivedAt": "./",
    }
    assert msgspec.to_builtins(article(BARE, "")) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "Note",
        "archivedAt": "./",
    }


@pytest.mark.parametrize(
    ("author", "parts"),
    [
        ("Fenn, Ida", ("Fenn", "Ida")),
        ("Ida Fenn", ("Fenn", "Ida")),
        (",", (",", "")),
        (",Ida", ("", "Ida")),
        ("", ("", "")),
    ],
)
def test_a_name_is_turned_and_one_of_commas_stays(author: str, parts: tuple[str, str]) -> None:
    assert turned(author) == parts
