"""Marks of publishing programs: what goes, which words and addresses stay, and that all can be put back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.clean import clean, restore


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ('We [join **us** now]({{< ref "/events" >}} "A title") today.', "We join **us** now today."),
        ('[Plain]({{< link "a.md" >}}), [other](http://e.org)', "Plain, [other](http://e.org)"),
        ('[![a](b.jpg)]({{< ref "c" >}}) stays', "![a](b.jpg) stays"),
        ('![a]({{< img src="b" >}}) goes', " goes"),
        ('See [us]({{ "/2014/07/31/x/" | url }}).', "See [us](/2014/07/31/x/)."),
        ("By {{\"roe\"|team_link}} {{ 'roe' | team_photo }}today", "By roe today"),
        ("{{ site.baseurl }}/about", "/about"),
        ("[youtube=http://e.org/watch?v=Td3&w=600]", "http://e.org/watch?v=Td3"),
        ("[vimeo https://e.org/12?a=1&b=2]", "https://e.org/12?a=1&b=2"),
    ],
)
def test_words_and_addresses_stay_without_the_program_s_marks(text: str, cleaned: str) -> None:
    found = clean(text, "text/markdown", frozenset({"white-space"}))
    assert found.text == cleaned
    assert restore(found.text, found.cuts) == text


@pytest.mark.parametrize(
    "text",
    [
        "{{ name }}",
        "[a](b) {{",
        'x]({{< ref "a" >}}'[:-1],
        "[youtube channel]",
        'Write `{{ "a" | url }}` for an address',
    ],
)
def test_what_looks_alike_stays(text: str) -> None:
    assert clean(text, "text/markdown").text == text


PARTS = [
    "[",
    "]",
    "(",
    ")",
    "!",
    '{{< ref "a" >}}',
    '{{ "b" | url }}',
    "[youtube=http://e.org/?v=1]",
    "words ",
    "\n",
    "{{",
]


@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_putting_the_cuts_back_gives_the_text(parts: list[str]) -> None:
    found = clean("".join(parts), "text/markdown", frozenset({"white-space"}))
    assert restore(found.text, found.cuts) == "".join(parts)
