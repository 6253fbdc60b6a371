"""Colours, fonts and a logo of site.yaml -> a style sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site.style import LEAST, READ_ON, contrast, own, pale, sheet
from generator.types import SiteInfo

THEMES = Path(__file__).parents[3] / "themes"
THEME = (THEMES / "default" / "assets" / "style.css").read_text("utf-8")


def test_nothing_set_is_no_style_sheet() -> None:
    assert sheet(SiteInfo("x"), THEME, ()) == ("", ())


def test_colours_of_both_tones() -> None:
    info = SiteInfo("x", colours={"accent": "#7a1f1f #f0a0a0", "cover": "#401010"})
    text, problems = sheet(info, THEME, ())
    assert text == ":root{--link:light-dark(#7a1f1f,#f0a0a0);--bar:light-dark(#7a1f1f,#f0a0a0);--cloth:#401010}\n"
    assert problems == ()


def test_a_pale_colour_is_told_with_its_contrast_and_tone() -> None:
    (problem,) = sheet(SiteInfo("x", colours={"accent": "#9c9c9c #f0a0a0"}), THEME, ())[1]
    assert "(link on paper, light) has a contrast of 2.6" in problem.message and problem.level == "warning"


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000", "#fff", 21), ("#777", "#ffffff", 4.48), ("#abc", "#abc", 1)]
)
def test_contrast(one: str, other: str, ratio: float) -> None:
    """Figures of WCAG's own examples."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("path", sorted(THEMES.glob("*/assets/style.css")), ids=lambda path: path.parts[-3])
def test_the_themes_own_colours_can_be_read(path: Path) -> None:
    colours = own(path.read_text("utf-8"))
    assert {name for pair in READ_ON for name in pair} <= colours.keys()
    assert list(pale(colours, frozenset(colours))) == [] and LEAST == 4.5


def test_fonts_by_kind_by_file_and_by_name() -> None:
    info = SiteInfo("x", fonts={"text": "old style", "labels": "fonts/a.woff2", "code": "Menlo, Fira Code"})
    text, problems = sheet(info, THEME, ("fonts/a.woff2",))
    assert problems == ()
    assert '@font-face{font-family:own-labels;src:url("fonts/a.woff2");font-display:swap}' in text
    assert "--sans:own-labels,sans-serif" in text and '--mono:"Menlo","Fira Code",monospace' in text
    assert '--serif:"Iowan Old Style"' in text


@pytest.mark.parametrize(
    "info",
    [
        SiteInfo("x", colours={"accent": "red;}body{display:none"}),
        SiteInfo("x", colours={"accent": "url(https://x.example/)"}),
        SiteInfo("x", colours={"link": "#123456"}),
        SiteInfo("x", fonts={"text": 'x";}@import "https://x.example/a.css'}),
        SiteInfo("x", fonts={"text": "fonts/none.woff2"}),
        SiteInfo("x", fonts={"head": "serif"}),
        SiteInfo("x", logo="none.svg"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(info: SiteInfo) -> None:
    text, problems = sheet(info, THEME, ("a.svg",))
    assert text == "" and len(problems) == 1 and problems[0].hint


def test_a_logo_has_a_height() -> None:
    assert ".name img" in sheet(SiteInfo("x", logo="a.svg"), THEME, ("a.svg",))[0]
