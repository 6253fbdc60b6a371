"""The finished pages -> what is wrong with them: broken links, double ids, loads from elsewhere, too much weight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from generator.types import Problem

_LINK = re.compile(r"<a href=(?:\"([^\"]*+)\"|([^\s\"'<>]++))>")
"""Most tags that are looked at: found at once, without a look at each."""
_TAG = re.compile(
    r"<(?!a href=(?:\"[^\"]*+\"|[^\s\"'<>]++)>)([a-zA-Z][a-zA-Z0-9]*+)\s((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
)
"""The others."""
_ANY = re.compile(r"<[a-zA-Z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_TELLING = re.compile(r"(?:id|href|src|action|(?:^|\s)[oO][nN][a-zA-Z]+)\s*=")
"""Most tags have no attribute that is looked at."""
_ATTRIBUTE = re.compile(r"(?<![a-zA-Z0-9:_-])([a-zA-Z:-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>][^\s>]*+))")
_PLAIN = re.compile(r"(?!//)([\w/.~-]*+)(?:#([\w.:-]*+))?", re.ASCII)
"""A link inside the site of which nothing is encoded, and that has no query."""
_SCRIPT = re.compile(r"(?:javascript|vbscript|data:(?!image/)):?", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")
_POLICY = re.compile(r'<meta http-equiv="?Content-Security-Policy"? ')
_ELSEWHERE = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)
_LOADS = frozenset(("script", "img", "iframe", "source", "video", "audio", "embed", "track", "object"))
_LINK_LOADS = frozenset(("stylesheet", "icon", "preload", "modulepreload", "manifest"))
_BETWEEN = "\n"
_LEADING = ("href", "src", "action")
_WITHIN = "a script within the page"
SITE_LIMIT = 1_000_000_000
"""Bytes: the size to which GitHub Pages softly limits a site."""
FILE_LIMIT = 100_000_000


class Link(Struct, frozen=True, array_like=True):
    """A link of a rendered page into the site."""

    href: str
    path: str
    """The file of the site that it leads to."""
    anchor: str


class Scan(Struct, frozen=True, array_like=True):
    """What the check reads in one page."""

    path: str
    size: int
    ids: tuple[str, ...]
    links: tuple[Link, ...]
    outside: tuple[tuple[str, str], ...] = ()
    """Element and address of what the browser would load from elsewhere."""
    problems: tuple[Problem, ...] = ()
    live: tuple[str, ...] = ()
    """What runs, or would let run, what no script of the theme is."""


class _Told(NamedTuple):
    """What a tag says that is looked at."""

    hrefs: tuple[str, ...]
    id: str | None
    outside: tuple[tuple[str, str], ...]
    live: tuple[str, ...]


def scan(path: str, html: bytes, base_path: str) -> Scan:
    """What is to be checked of a page: its ids, where its links lead, what it would load from elsewhere.

    `base_path`: where the site will be published, with slashes at both ends.
    """
    text = html.decode()
    ids: list[str] = []
    hrefs = dict.fromkeys(unescape(one or bare) for one, bare in _LINK.findall(text))
    outside: list[tuple[str, str]] = []
    live: dict[str, None] = {} if _POLICY.search(text) else {"no content security policy": None}
    if b"<script>" in html.lower():
        live[_WITHIN] = None
    live |= dict.fromkeys(one for href in hrefs if ":" in href for one in _runs("a", {"href": href}))
    for tag, attributes in _TAG.findall(text):
        if told := _told(tag, attributes):
            if told.id is not None:
                ids.append(told.id)
            hrefs |= dict.fromkeys(told.hrefs)
            outside += told.outside
            live |= dict.fromkeys(told.live)
    targets = ((href, _target(href, path, base_path)) for href in hrefs)
    links = tuple(Link(href, *target) for href, target in targets if target)
    return Scan(path, len(html), tuple(ids), links, tuple(outside), live=tuple(live))


@lru_cache(4096)
def _told(tag: str, attributes: str) -> _Told | None:
    """What is looked at of a tag, or nothing. Remembered: the same menu stands on every page."""
    tag = tag.lower()
    if not _TELLING.search(attributes) and tag != "script":
        return None
    found = {name: unescape(one or two or bare) for name, one, two, bare in _ATTRIBUTE.findall(attributes)}
    hrefs = tuple(found[name] for name in _LEADING if name in found)
    return _Told(hrefs, found.get("id"), tuple(_loads(tag, found)), tuple(_runs(tag, found)))


def line(html: bytes, href: str) -> int:
    """The line of a page on which a link stands first."""
    text = html.decode()
    for match in _ANY.finditer(text):
        if any(unescape("".join(value)) == href for _, *value in _ATTRIBUTE.findall(match[0])):
            return text.count("\n", 0, match.start()) + 1
    return 1


def _runs(tag: str, found: Mapping[str, str]) -> list[str]:
    if tag == "script" and "src" not in found and not found.get("type", "").endswith("json"):
        return [_WITHIN]
    addresses = (found[name] for name in _LEADING if name in found)
    scripts = [
        f"the address {text[:60]!r}" for text in addresses if ":" in text and _SCRIPT.match(_BLANKS.sub("", text))
    ]
    return [*scripts, *(f"the handler {name}" for name in found if name.lower().startswith("on"))]


def _loads(tag: str, found: Mapping[str, str]) -> list[tuple[str, str]]:
    href = found.get("src", "") if tag in _LOADS else ""
    if tag == "link" and not _LINK_LOADS.isdisjoint(found.get("rel", "").lower().split()):
        href = found.get("href", "")
    return [(tag, href)] if _ELSEWHERE.match(href) else []


def check(
    scans: Iterable[Scan], paths: Iterable[str], html: Callable[[str], bytes], pictures: bool = False
) -> list[Problem]:
    """What is wrong with the pages of a finished site; of each page little more than its ids is kept in memory.

    `paths`: of all files of the site. `html` gives a page by its path: it is asked for where a link is wrong.
    `pictures`: whether the site wants those elsewhere loaded from there.
    """
    known = frozenset(paths)
    ids: dict[str, str] = {}
    anchored: list[tuple[str, Link]] = []
    problems: list[Problem] = []
    for page in scans:
        ids[page.path] = _BETWEEN.join(page.ids)
        problems += page.problems
        problems += _double_ids(page)
        problems += (_outside(page, address) for tag, address in page.outside if not (pictures and tag == "img"))
        problems += (_runs_there(page, what) for what in page.live)
        problems += (_nowhere(page.path, link, html) for link in page.links if link.path not in known)
        anchored += ((page.path, link) for link in page.links if link.anchor)
    problems += (
        _misses(path, link, html)
        for path, link in anchored
        if link.path in ids and link.anchor not in ids[link.path].split(_BETWEEN)
    )
    return problems


def weigh(size: int) -> list[Problem]:
    """A warning before the limit of GitHub Pages; `size`: bytes of all files of the site."""
    if size <= SITE_LIMIT * 9 // 10:
        return []
    hint = "GitHub Pages takes up to about 1 GB: split the archive, or publish it elsewhere."
    return [Problem("warning", "public", f"the site has {size:,} bytes", hint)]


def _double_ids(page: Scan) -> list[Problem]:
    twice = [name for name, count in Counter(page.ids).items() if count > 1]
    return [Problem("error", page.path, f"the id {name!r} stands twice", "Ids must be unique.") for name in twice]


def _outside(page: Scan, address: str) -> Problem:
    return Problem("error", page.path, f"loads {address} from elsewhere", "A visit must tell nobody: keep a copy here.")


def _runs_there(page: Scan, what: str) -> Problem:
    return Problem("error", page.path, f"has {what}", "Scripts are files in assets/; base.html has the policy.")


def _nowhere(page: str, link: Link, html: Callable[[str], bytes]) -> Problem:
    hint = "Mend the link, or the address that it leads to."
    return Problem("error", f"{page}:{line(html(page), link.href)}", f"the link {link.href!r} leads nowhere", hint)


def _misses(page: str, link: Link, html: Callable[[str], bytes]) -> Problem:
    hint = f"There is no element with the id {link.anchor!r} on that page."
    return Problem("warning", f"{page}:{line(html(page), link.href)}", f"the link {link.href!r} misses its place", hint)


def _target(href: str, page: str, base_path: str) -> tuple[str, str] | None:
    """The file and anchor that a link leads to; None if it leads out of the site."""
    return _whole(href, base_path) if href.startswith("/") else _led(href, page, base_path)


@lru_cache(4096)
def _whole(href: str, base_path: str) -> tuple[str, str] | None:
    """The same of a link from the root, whatever its page. Remembered: the same menu stands on every page."""
    return _led(href, "", base_path)


def _led(href: str, page: str, base_path: str) -> tuple[str, str] | None:
    plain = _PLAIN.fullmatch(href)
    inner = (plain[1], plain[2] or "") if plain else _inner(href)
    if inner is None:
        return None
    path, anchor = inner
    if not path:
        return page, anchor
    if path.startswith("/"):
        if not path.startswith(base_path):
            return f"(outside {base_path}) {path}", ""
        path = path[len(base_path) :]
    else:
        path = _joined(page, path)
    if not path or path.endswith("/"):
        path += "index.html"
    return path, anchor


def _inner(href: str) -> tuple[str, str] | None:
    """Path and anchor of a link without scheme and host."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else (unquote(parts.path), unquote(parts.fragment))


def _joined(page: str, path: str) -> str:
    steps = page.split("/")[:-1]
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)
