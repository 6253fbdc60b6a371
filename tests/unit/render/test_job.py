"""One page and all that it depends on -> its bytes."""

from __future__ import annotations

import gzip

import msgspec
import pytest

from generator.render.job import Job, render_page
from generator.types import Page, Stop, Theme

PLACES = (
    '<a href="/a/">a</a> <img src="/b.png"> <a href="//e.org/">e</a> <a href="#x">x</a> <a href="https://e.org/">e</a>'
)


def rendered(template: str, view: dict[str, object] | None = None, html: str = "", base: str = "/") -> str:
    theme = msgspec.msgpack.encode(Theme({"page.html": template}, {}))
    page = Page("a/index.html", "page.html", msgspec.msgpack.encode(view or {}))
    return render_page(Job(page, "", base), html.encode(), b"", theme).decode()


def test_the_body_is_placed_unescaped_and_the_view_escaped() -> None:
    assert rendered("{{ title }}|{{ body }}", {"title": "<b>"}, "<i>x</i>") == "&lt;b&gt;|<i>x</i>\n"


def test_links_of_the_body_from_the_root_stand_under_the_base_path() -> None:
    bare = PLACES.replace('"', "") + "\n"
    assert rendered("{{ body }}", html=PLACES) == bare
    moved = bare.replace("=/a/", "=/repo/a/").replace("=/b.png", "=/repo/b.png")
    assert rendered("{{ body }}", html=PLACES, base="/repo/") == moved


def test_an_angle_bracket_in_an_attribute_hides_no_link() -> None:
    html = '<a title="a > b" href="/a/">a</a>'
    assert 'href="/repo/a/"' in rendered("{{ body }}", html=html, base="/repo/")


@pytest.mark.parametrize(
    ("template", "line"),
    [("one\n{{ missing }}", 2), ("{% if %}", 1), ("a\nb\n{{ 1 | nofilter }}", 3), ("{% include 'none.html' %}", 1),
     ("\n{% for x in y %}", 2), ("\n{{ 1 / 0 }}", 2), ("{{ ''.nothing() }}", 1)],
)  # fmt: skip
def test_a_template_that_is_wrong_is_named_with_its_line(template: str, line: int) -> None:
    with pytest.raises(Stop) as stopped:
        rendered(template)
    where = stopped.value.args[0].where
    assert where.startswith("templates/")
    if "none.html" not in template:
        assert where == f"templates/page.html:{line}"


def test_a_stop_travels_out_of_a_worker() -> None:
    import pickle

    with pytest.raises(Stop) as stopped:
        rendered("{{ missing }}")
    assert pickle.loads(pickle.dumps(stopped.value)).args == stopped.value.args


def test_a_file_whose_name_says_so_is_compressed() -> None:
    theme = msgspec.msgpack.encode(Theme({"page.html": "{{ title }}"}, {}))
    page = Page("sitemap-1.xml.gz", "page.html", msgspec.msgpack.encode({"title": "x"}))
    assert gzip.decompress(render_page(Job(page, "", "/"), b"", b"", theme)) == b"x\n"
