"""What is counted of documents is what Pagefind says of them, to the byte, for whatever stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.edge import search
from generator.search import places
from generator.search.document import document
from generator.search.lexicon import Lexicon
from generator.search.part import Part, part
from generator.types import Document

WORDS = st.sampled_from(
    """word Town USA don't don’t can't. Well-known state-of-the-art foo_bar _x_ WKWebVIEWComponent camelCase iPhone X1
    abc123 1,000.50 3rd 2021-03-14 a.b.c.de and/or e-mail@example.org https://example.org/a?b=c#d café CAFÉ naïve
    cafe\u0301 Straße STRASSE ﬁne ǅ İstanbul ı ß ẞ Ω Ὀδυσσεύς русский Ёлка नमस्ते مرحبا שלום 한국어 日本語 漢
    カ😀 👩‍👩‍👧
    🌦️ ① ½ x² ª Ⅻ so\u00adft zero\u200bwidth zw\u200dj \ufeffbom “quoted” ‘q’ «g» (par) [x] *s* – — … · % $5 50% #tag
    @name C++ .NET ... - ' " & < > a&b &amp; &copy &#65; a<b AT&T O'Neil rock'n'roll running runs ran dying
    ties""".split()
)
SIGNS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1c\x1d\x1e\x1f\r"), max_size=4)
TEXT = st.lists(WORDS | SIGNS, max_size=8).flatmap(
    lambda words: st.sampled_from([" ", "  ", "\n", "", "\xa0", "\u2003", "\t"]).map(lambda blank: blank.join(words))
)
PLAIN = TEXT.map(lambda text: escape(text, quote=False).replace("\xa0", "&nbsp;"))
QUOTED = TEXT.map(escape)
TAGS = st.sampled_from(
    'b em a|href="/x?a=1&amp;b=2" code sup|id="fnref:1" li|id="fn:1" span|lang="de" q mark s'.split()
)
HOLDERS = st.sampled_from("p blockquote ul ol li div pre dl dt dd table tr th td figure figcaption caption".split())
LEVELS = st.sampled_from(('h2 id="a-b"', "h3", "h4", 'h5 id="é"', "h6"))


def element(tag: str, held: str) -> str:
    name, _, attribute = tag.replace("|", " ").partition(" ")
    return f"<{name} {attribute}>{held}</{name}>" if attribute else f"<{name}>{held}</{name}>"


SINGLE = st.sampled_from(("<br>", "<hr>", "<wbr>")) | st.builds('<img src="{}" alt="{}">'.format, QUOTED, QUOTED)
INLINE = st.recursive(
    PLAIN | SINGLE,
    lambda inner: st.builds(element, TAGS, inner) | st.lists(inner, max_size=3).map("".join),
    max_leaves=5,
)
BODY = st.recursive(
    INLINE | st.builds(element, LEVELS, INLINE),
    lambda inner: (
        st.builds(element, HOLDERS, inner)
        | st.lists(inner, max_size=3).map("\n".join)
        | st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=8,
)
DOCUMENTS = st.lists(
    st.tuples(
        st.builds(
            Document,
            address=st.just(""),
            title=TEXT.map(lambda text: f"Title {text}"),
            body=st.just(""),
            index_language=st.just("en"),
            source=TEXT,
            people=st.lists(TEXT, max_size=2).map(tuple),
        ),
        BODY,
    ),
    min_size=1,
    max_size=4,
)
LEXICONS = {
    language: Lexicon(lambda html, to=language: search.index([("", html)], to)) for language in ("en", "fr", "el")
}


def pages(documents: list[tuple[Document, str]], apart: bool) -> dict[str, bytes]:
    return {f"{number}/": document(one, body.encode(), apart) for number, (one, body) in enumerate(documents)}


def told(some: Mapping[str, bytes], language: str) -> Part:
    return part(search.index(some.items(), language), some.keys())


@settings(max_examples=80)
@given(DOCUMENTS, st.sampled_from(sorted(LEXICONS)), st.booleans())
def test_the_counted_part_is_the_one_that_pagefind_makes(
    documents: list[tuple[Document, str]], language: str, apart: bool
) -> None:
    some = pages(documents, apart)
    assert places.part(some, LEXICONS[language]) == told(some, language)


ODD: tuple[Callable[[str], str], ...] = (
    lambda text: f"<p>a\x1cb {text}</p>",
    lambda text: f"<p>___PAGEFIND_WEIGHT___5 {text} ___END_PAGEFIND_WEIGHT___</p>",
    lambda text: f"<h2>{text}<h3>within {text}</h3>{text}</h2>",
    lambda text: f"<p>&copy;&hellip;{text} &eacute;t&#233;</p>",
    lambda text: f"<section>{text}</section><footer>{text}</footer>",
    lambda text: f"<p>a < b{text}</p>",
    lambda text: f'<p data-pagefind-ignore="all">{text}</p>',
    lambda text: f"<script>{text}</script>",
)


@settings(max_examples=30)
@given(st.sampled_from(ODD), st.sampled_from(("", "word", "Well-known", "é")))
def test_of_what_is_odd_nothing_is_said(odd: Callable[[str], str], text: str) -> None:
    one = Document(address="", title="Title", body="", index_language="en")
    assert places.part(pages([(one, odd(text))], False), LEXICONS["en"]) is None
