"""Templates -> Python: shorter, and what comes out is the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from generator.render.compiled import escaped
from generator.render.theme import environment
from generator.types import Theme

GERMAN = {"Tags": "Schlagwörter & mehr", "{n} entry|{n} entries": "{n} Text|{n} Texte"}
TEMPLATES = (
    "{{ t('Tags') }}",
    "{{ t('Tags')|length }} {{ t('Tags') ~ '<' }}",
    "{{ t('{n} entry|{n} entries', n=count) }}, {{ t('{n} entry|{n} entries', 1) }}",
    "{{ t(text) }}{% for t in words %}<b>{{ t }}</b>{% endfor %}{{ t('Tags') }}",
    "{% macro t(text) %}({{ text }}){% endmacro %}{{ t('Tags') }}",
    "{% set t = texts.both %}{{ t(1) if false else 'Tags' }}",
    "{% macro m(a) %}{{ t('Tags') }}{{ a }}{{ caller() }}{% endmacro %}{% call m(text) %}{{ t('Tags') }}{% endcall %}",
    "{% for one in translated(['Tags', 'Years']) %}{{ one }}{% endfor %}",
    "{{ text }} {{ count }} {{ none }} {{ safe }} {{ words|join(', ') }}",
    "{% set kept %}{{ text }}{{ t('Tags') }}{% endset %}{{ kept }}{{ kept|upper }}",
    "{% autoescape false %}{{ text }}{{ t('Tags') }}{% endautoescape %}",
)


@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_says_what_it_says_as_jinja_compiles_it(
    monkeypatch: pytest.MonkeyPatch, template: str, ours: bool
) -> None:
    values: dict[str, Any] = {
        "text": "a < 'b' & \"c\"",
        "count": 2,
        "words": ["x&y", "z"],
        "safe": Markup("<i>"),
        "texts": {},
    }
    made = environment(Theme({"a": template}, {}, words=GERMAN, ours=ours))
    plain = environment(Theme({"a": template, "other": ""}, {}, words=GERMAN, ours=ours))
    monkeypatch.setattr(type(plain), "code_generator_class", CodeGenerator)
    expected = plain.get_template("a").render(**values)
    monkeypatch.undo()
    assert made.get_template("a").render(**values) == expected


def test_a_phrase_without_parts_stands_in_the_code() -> None:
    made = environment(Theme({"a": ""}, {}, words=GERMAN))
    code = made.compile("{{ t('Tags') }}{{ t(text) }}", raw=True)
    assert "Schlagwörter &amp; mehr" in code and "'Tags'" not in code and "context.call" not in code


@given(st.text() | st.integers() | st.booleans() | st.none() | st.text().map(Markup))
def test_values_are_escaped_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == escape(value)
