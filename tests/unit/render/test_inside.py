"""Links of a body that lead inside the archive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.render.inside import inside

LABEL = "Original: {host}"
LEADS = [["//e.org/a?x=1&y=2", "2021/03/14/wall/"], ["//e.org/b", "ö/"]]


def test_a_known_link_leads_inside_and_its_original_stands_beside_it() -> None:
    body = '<p>See <a href="https://www.e.org/a?x=1&amp;y=2#z" title="a > b">the <em>wall</em></a>, <a href="http://e.org/c">c</a>.</p>'
    assert inside(body, LEADS, "/repo/", LABEL) == (
        '<p>See <a href="/repo/2021/03/14/wall/" title="a > b">the <em>wall</em></a>'
        '<a class="out" href="https://www.e.org/a?x=1&amp;y=2#z" rel="noreferrer" aria-label="Original: e.org">↗</a>, '
        '<a href="http://e.org/c">c</a>.</p>'
    )


def test_our_own_links_and_all_other_words_stay() -> None:
    body = '<a class="image" href="http://e.org/b">i</a> <a class="caret" href="#cut-1">1</a> <a href="/b">e.org/b</a>'
    assert inside(body, LEADS, "/", LABEL) == body
    assert inside(body, [], "/", LABEL) == body


def test_a_title_may_stand_before_the_address() -> None:
    assert 'title="t" href="/%C3%B6/"' in inside('<a title="t" href="http://e.org/b">x</a>', LEADS, "/", LABEL)


def test_addresses_and_labels_are_escaped() -> None:
    found = inside('<a href="http://e.org/b">x</a>', LEADS, "/", '"<b>{host}')
    assert 'href="/%C3%B6/"' in found and 'aria-label="&#34;&lt;b&gt;e.org"' in found


@given(st.text(max_size=200))
def test_without_a_link_nothing_changes(body: str) -> None:
    assert inside(body, LEADS, "/", LABEL) == body
