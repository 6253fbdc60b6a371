"""Colours, fonts and a logo of site.yaml -> a small style sheet laid over the theme's, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from generator.types import Problem, SiteInfo

PATH = "assets/site.css"
TOKENS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accent": ("link", "bar"),
        "paper": ("paper",),
        "wash": ("wash",),
        "ink": ("ink",),
        "soft": ("soft",),
        "cover": ("cloth",),
        "on-cover": ("on-cloth", "on-soft"),
        "highlight": ("gilt",),
    }
)
"""Names in site.yaml -> custom properties of the theme."""
READ_ON = (
    ("ink", "paper"),
    ("soft", "paper"),
    ("link", "paper"),
    ("ink", "wash"),
    ("on-cloth", "cloth"),
    ("on-soft", "cloth"),
    ("gilt", "cloth"),
)
"""What is read on what."""
LEAST = 4.5
"""Contrast of text (WCAG 2.2, 1.4.3)."""
PLACES: Mapping[str, str] = MappingProxyType({"text": "serif", "labels": "sans", "code": "mono"})
STACKS: Mapping[str, str] = MappingProxyType(
    {
        "serif": 'Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,"Noto Serif",serif',
        "old style": '"Iowan Old Style","Palatino Linotype","URW Palladio L",P052,serif',
        "transitional": 'Charter,"Bitstream Charter","Sitka Text",Cambria,serif',
        "slab": 'Rockwell,"Rockwell Nova","Roboto Slab","DejaVu Serif","Sitka Small",serif',
        "sans": 'system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif',
        "humanist": 'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans",sans-serif',
        "geometric": 'Avenir,Montserrat,Corbel,"URW Gothic",sans-serif',
        "grotesque": 'Inter,Roboto,"Helvetica Neue","Arial Nova","Nimbus Sans",Arial,sans-serif',
        "mono": 'ui-monospace,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace',
    }
)
"""Fonts that systems have, by the name of their kind."""
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_FAMILIES = re.compile(r"[\w \-]+(?:,[\w \-]+)*")
_FILE = re.compile(r"[\w./\-]+\.(?:woff2|woff|ttf|otf)")
_PROPERTY = re.compile(r"--([a-z-]+):(?:light-dark\((#[0-9a-fA-F]{3,6}),(#[0-9a-fA-F]{3,6})\)|(#[0-9a-fA-F]{3,6}))[;}]")
_LOGO = ".name img,.cover .logo{block-size:1.6em;inline-size:auto;vertical-align:-.4em;margin-inline-end:.5em}"

Pair = tuple[str, str]
"""A colour on light and on dark ground."""


def sheet(info: SiteInfo, theme: str, assets: Collection[str]) -> tuple[str, tuple[Problem, ...]]:
    """The style sheet, "" if nothing is set; `theme` is the theme's own, `assets` are the paths below assets/.

    A colour, font or logo that cannot be used is left out, with a Problem that says why.
    """
    problems: list[Problem] = []
    set_here: dict[str, Pair] = {}
    for name, said in info.colours.items():
        pair, wrong = colour(name, said)
        problems += wrong
        set_here |= dict.fromkeys(TOKENS[name], pair) if pair else {}
    rules = [
        f"--{name}:{one if one == other else f'light-dark({one},{other})'}" for name, (one, other) in set_here.items()
    ]
    problems += pale({**own(theme), **set_here}, frozenset(set_here)) if set_here else ()
    faces = []
    for place, said in info.fonts.items():
        family, face, wrong = font(place, said, assets)
        problems += wrong
        rules += [f"--{PLACES[place]}:{family}"] if family else []
        faces += [face] if face else []
    if info.logo and info.logo not in assets:
        problems.append(Problem("warning", "site.yaml", f"logo: there is no assets/{info.logo}", "Put the file there."))
    root = f":root{{{';'.join(rules)}}}\n" if rules else ""
    return "".join([*faces, root, f"{_LOGO}\n" if logo(info, assets) else ""]), tuple(problems)


def logo(info: SiteInfo, assets: Collection[str]) -> str:
    """Address of the logo, "" if there is none."""
    return f"assets/{info.logo}" if info.logo in assets and info.logo else ""


def colour(name: str, said: str) -> tuple[Pair | None, list[Problem]]:
    """A colour for both tones, or one for light and one for dark: "#7a1f1f", "#7a1f1f #f0a0a0"."""
    parts = said.split()
    if name not in TOKENS:
        hint = f"Known are: {', '.join(TOKENS)}."
        return None, [Problem("warning", "site.yaml", f"colours: there is no `{name}`", hint)]
    if len(parts) not in (1, 2) or not all(_HEX.fullmatch(part) for part in parts):
        hint = "Write it as #rrggbb, or two of them: on light and on dark ground."
        return None, [Problem("warning", "site.yaml", f"colours: `{name}` is no colour: {said[:60]!r}", hint)]
    return (parts[0], parts[-1]), []


def own(theme: str) -> dict[str, Pair]:
    """The colours that a theme's style sheet gives its custom properties; of several the first."""
    found: dict[str, Pair] = {}
    for name, light, dark, both in _PROPERTY.findall(theme):
        found.setdefault(name, (light or both, dark or both))
    return found


def pale(colours: Mapping[str, Pair], changed: frozenset[str]) -> Iterator[Problem]:
    """A warning for each pair of which site.yaml set one, and that is hard to read."""
    for text, ground in READ_ON:
        if {text, ground} & changed and text in colours and ground in colours:
            for tone, one, other in zip(("light", "dark"), colours[text], colours[ground], strict=True):
                ratio = contrast(one, other)
                if ratio < LEAST:
                    message = f"colours: {one} on {other} ({text} on {ground}, {tone}) has a contrast of {ratio:.1f}"
                    yield Problem("warning", "site.yaml", message, f"Text needs {LEAST}: make one of them darker.")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def font(place: str, said: str, assets: Collection[str]) -> tuple[str, str, list[Problem]]:
    """The families of a place, the rule that loads a file, and what is wrong.

    `said` names one of STACKS, a file below assets/, or families that readers' systems may have.
    """
    if place not in PLACES:
        hint = f"Known are: {', '.join(PLACES)}."
        return "", "", [Problem("warning", "site.yaml", f"fonts: there is no `{place}`", hint)]
    last = {"labels": "sans-serif", "code": "monospace"}.get(place, "serif")
    if said in STACKS:
        return STACKS[said], "", []
    if _FILE.fullmatch(said):
        if said not in assets:
            wrong = Problem("warning", "site.yaml", f"fonts: there is no assets/{said}", "Put the file there.")
            return "", "", [wrong]
        name = f"own-{place}"
        return f"{name},{last}", f'@font-face{{font-family:{name};src:url("{said}");font-display:swap}}\n', []
    if _FAMILIES.fullmatch(said):
        return ",".join(f'"{family.strip()}"' for family in said.split(",")) + f",{last}", "", []
    hint = f"Name a kind ({', '.join(STACKS)}), a file such as fonts/name.woff2 in assets/, or families."
    return "", "", [Problem("warning", "site.yaml", f"fonts: `{place}` is no font: {said[:60]!r}", hint)]
