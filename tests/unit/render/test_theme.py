"""Filters, and rules that every template of the default theme keeps."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError, UndefinedError

from generator.render.assets import lean_script, lean_style
from generator.render.theme import environment, per_cent, repeats, safe_url, spelled
from generator.types import Theme

THEME = Path(__file__).parents[3] / "themes" / "default"
TEMPLATES = sorted(path for path in (THEME / "templates").rglob("*") if path.is_file())


def shown(template: str, **values: object) -> str:
    site = {"base": "/repo/", "language": "en"}
    return environment(Theme({"t": template}, {})).get_template("t").render(**{"site": site, **values})


def in_german(template: str, words: dict[str, str], **values: object) -> str:
    return environment(Theme({"t": template}, {}, words=words)).get_template("t").render(site={}, **values)


def test_a_link_gets_the_base_path_and_is_encoded() -> None:
    assert shown("{{ a|url }}", a="früher/x y/#m3") == "/repo/fr%C3%BCher/x%20y/#m3"
    assert shown("{{ ''|url }}") == "/repo/"


@pytest.mark.parametrize(
    ("here", "address", "link"),
    [
        ("a/", "a/b c/", "b%20c/"), ("a/", "a/#x", "#x"), ("a/", "a/?q=1", "?q=1"), ("a/", "a/", "/repo/a/"),
        ("a/", "ab/", "/repo/ab/"), ("", "a/", "/repo/a/"), ("a/", "a/b:c/", "b%3Ac/"), ("a/", "a//b", "/repo/a//b"),
    ],
)  # fmt: skip
def test_a_page_below_is_linked_from_here(here: str, address: str, link: str) -> None:
    assert shown("{{ a|url }}", a=address, head={"address": here}) == link


@pytest.mark.parametrize(
    "scheme",
    [
        "javascript:",
        "data:text/html,",
        "vbscript:",
        "java\nscript:",
        " javascript:",
        "JAVASCRIPT:",
        "file:///",
        "//",
        "",
    ],
)
def test_other_schemes_are_dropped(scheme: str) -> None:
    assert safe_url(f"{scheme}x") == ""


def test_outside_addresses_keep_their_meaning() -> None:
    assert safe_url("https://x.example/a?b=1&c=%20#d") == "https://x.example/a?b=1&c=%20#d"
    assert safe_url('https://x.example/"><b>') == "https://x.example/%22%3E%3Cb%3E"
    assert safe_url("http://[") == ""


@given(st.text())
def test_an_outside_address_never_leaves_its_attribute(text: str) -> None:
    assert not re.search(r"[\s<>\"]", safe_url("https://x.example/" + text))


def test_numbers() -> None:
    assert [spelled({}, n) for n in (1, 19, 20, 41, 99, 100, 2412)] == [
        "One",
        "Nineteen",
        "Twenty",
        "Forty-one",
        "Ninety-nine",
        "100",
        "2,412",
    ]
    assert [per_cent(n) for n in (0, 3.5, 20.0, 3.4567)] == ["0%", "3.5%", "20%", "3.457%"]
    german = {"@language": "de", "@thousands": "."}
    assert spelled(german, 41) == "41"
    assert in_german("{{ 2412|number }} {{ 1500|bytes }}", german) == "2.412 1,5\u00a0kB"


def test_a_text_that_begins_with_the_summary_repeats_it() -> None:
    body = '<p><del class="cut" id="cut-1">Menu</del><em>The boats</em> came&nbsp;in, “before dark”.</p><p>More.</p>'
    assert repeats(body, "The boats came in before dark")
    assert not repeats(body, "A storm is told of")


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda some: st.lists(some) | st.dictionaries(st.text(), some))
)
def test_json_says_the_same_and_cannot_end_a_block_of_a_page(value: object) -> None:
    text = shown("{{ v|json }}", v=value)
    assert json.loads(text) == value and "<" not in text


@given(st.text())
def test_a_line_is_one_line_without_a_mark_of_markdown(value: str) -> None:
    text = shown("{{ v|line }}", v=value)
    assert len(text.splitlines()) <= 1
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]<>*_`]", text)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (38_738, "39 kB"),
        (9_949_999, "9.9 MB"),
        (2 * 10**9, "2.0 GB"),
    ],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert shown("{{ n|bytes }}", n=size) == words.replace(" ", "\u00a0")


def test_everything_is_escaped_and_unknown_names_are_errors() -> None:
    assert shown("{{ x }}", x="<b>&'\"") == "&lt;b&gt;&amp;&#39;&#34;"
    with pytest.raises(UndefinedError):
        shown("{{ nothing }}")


def test_a_phrase_is_said_in_the_sites_language_and_escaped() -> None:
    words = {
        "@language": "de",
        "[{n} source] of {who}|[{n} sources] of {who}": "[{n} Quelle] von {who}|[{n} Quellen] von {who}",
    }
    template = "{{ t('[{n} source] of {who}|[{n} sources] of {who}', n=n, who='<i>', link='a?b&c') }}"
    assert in_german(template, words, n=1) == '<a href="a?b&amp;c">1 Quelle</a> von &lt;i&gt;'
    assert in_german(template, words, n=2) == '<a href="a?b&amp;c">2 Quellen</a> von &lt;i&gt;'
    assert in_german(template, {}, n=2) == '<a href="a?b&amp;c">2 sources</a> of &lt;i&gt;'
    assert in_german("{{ t('a & {b}') }}", {"a & {b}": "<x>"}) == "&lt;x&gt;"


def test_scripts_get_only_what_is_translated() -> None:
    assert in_german("{{ translated(['Copy', 'Copied'])|json }}", {"Copy": "Kopieren"}) == '{"Copy":"Kopieren"}'


def test_equal_themes_share_an_environment() -> None:
    assert environment(Theme({"a": "1"}, {})) is environment(Theme({"a": "1"}, {"x.css": "0"}))
    assert environment(Theme({"a": "2"}, {})) is not environment(Theme({"a": "1"}, {}))


ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ x.__class__.__base__.__subclasses__() }}",
    "{{ t.func.__globals__ }}",
    "{{ url.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self._TemplateReference__context }}",
    "{{ '%s' | format(x.__class__.__init__.__globals__) }}",
    "{{ '{0.__class__.__mro__}'.format(x) }}",
    "{{ '{a.__class__}'.format_map({'a': x}) }}",
    "{{ x|attr('__class__') }}",
    "{{ x.append(1) }}",
    "{{ site.update({'base': 'x'}) }}",
    "{{ range(10**9)|list }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.system('id') }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'] }}",
]


@pytest.mark.parametrize("template", ESCAPES)
def test_a_template_of_others_reaches_neither_python_nor_the_machine(template: str) -> None:
    with pytest.raises((TemplateError, OverflowError)):
        print(shown(template, x=[1]))


def faults(text: str) -> list[str]:
    """What a template may not hold."""
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    bare = re.sub(r'<script type="application/(ld\+)?json"( id="words")?>\{\{ \w+\|json \}\}</script>', "", bare)
    markup = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "x", bare, flags=re.DOTALL)
    tags = re.findall(r"<[a-zA-Z][^<>]*>", re.sub(r'="[^"]*"', '="x"', markup))
    return [
        *re.findall(r"\|\s*safe\b|Markup|autoescape|\|\s*tojson", bare),
        *re.findall(r"<style\b|<script(?![^>]* src=)|\bstyle=|\bon[a-z]+=", markup),
        *(tag for tag in tags if re.search(r"=(?!\")", tag)),
        *re.findall(
            r'(?:href|src|action)="\{\{(?![^}]*(?:\|url|\|safe_url|canonical|\bn\b|\.url|_url|\burl\b))[^}]*\}\}', bare
        ),
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_keep_the_rules(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "bad",
    [
        "{{ x|safe }}",
        "<p style='a'>",
        '<a href="{{ address }}">',
        "<a class={{ x }}>",
        '<b onclick="x">',
        "<script>x</script>",
        "<script>{{ x|json }}</script>",
        '<script type="application/ld+json">{{ x }}</script>',
        "<style>",
        '<i data-x="{{ v | tojson }}">',
    ],
)
def test_the_rules_see_a_breach(bad: str) -> None:
    assert faults(bad)


def test_the_theme_keeps_its_budgets() -> None:
    style, script = ((THEME / "assets" / name).read_text("utf-8") for name in ("style.css", "script.js"))
    assert len(lean_style(style).encode()) < 20_000 and len(lean_script(script).encode()) < 4_200


def test_scripts_put_no_text_in_as_markup() -> None:
    for path in (THEME / "assets").glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", path.read_text("utf-8")
        )
