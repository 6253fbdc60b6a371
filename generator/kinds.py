"""A value of site.yaml and the kind of its option -> the value that the option has, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from generator.yamltext import Value

Kind = Literal[
    "text", "address", "folder", "places", "language", "yes or no", "links", "lines", "texts", "names", "rules"
]


EVERYWHERE = "*"
"""The pattern of all records, in `rules`."""
_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off", "0"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Wrong(Struct, frozen=True):
    """What is wrong, in words."""

    message: str


def check_address(address: str) -> str:
    """What is wrong with a base URL, or ""."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"{address!r} is not an address"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return f"{address!r} is not an address such as https://name.github.io/repo/"
    if parts.query or parts.fragment:
        return f"{address!r} has a ? or # in it"
    return ""


def split_address(address: str) -> tuple[str, str]:
    """A base URL -> (scheme and host and path without the last slash, path with a slash at both ends)."""
    whole = address.rstrip("/")
    path = urlsplit(whole).path
    return whole, f"{path}/" if path else "/"


def _text(value: Value) -> object:
    return value.strip() if isinstance(value, str) else Wrong("expected a text")


def _address(value: Value) -> object:
    text = _text(value)
    wrong = check_address(text) if isinstance(text, str) and text else ""
    return Wrong(wrong) if wrong else text


def _folder(value: Value) -> object:
    text = _text(value)
    if not isinstance(text, str) or not text:
        return Wrong("expected the name of a folder")
    parts = text.replace("\\", "/").split("/")
    if text.startswith("~") or "\0" in text:
        return Wrong(f"{text!r} is not a folder's name")
    return "/".join(part for part in parts if part != ".") or "."


def _places(value: Value) -> object:
    """One folder, and addresses."""
    places = [value] if isinstance(value, str) else value
    if not isinstance(places, list) or not places:
        return Wrong("expected the name of a folder, or a list of one and of addresses")
    found: list[str] = []
    for place in places:
        read = place.strip() if isinstance(place, str) and "://" in place else _folder(place)
        if not isinstance(read, str):
            return read
        found.append(read)
    if sum("://" not in place for place in found) > 1:
        return Wrong("there is one folder; write others as addresses: file:///data/more")
    return tuple(found)


def _language(value: Value) -> object:
    text = _text(value)
    if isinstance(text, str) and _LANGUAGE.fullmatch(text):
        return text
    return Wrong(f"{value!r} is not a language such as en, de or pt-BR")


def _flag(value: Value) -> object:
    text = value.lower() if isinstance(value, str) else ""
    if text in _YES:
        return True
    return False if text in _NO else Wrong("expected true or false")


def _links(value: Value) -> object:
    if value == "":
        return ()
    if not isinstance(value, list):
        return Wrong("expected a list of label and url")
    links = []
    for item in value:
        if not isinstance(item, dict) or not {"label", "url"} >= set(item) or len(item) != 2:
            return Wrong("each link needs label and url, and nothing else")
        links.append((str(item["label"]), str(item["url"])))
    return tuple(links)


def _lines(value: Value) -> object:
    if isinstance(value, str):
        return ((value, ""),) if value else ()
    if not isinstance(value, list):
        return Wrong("expected a list of texts and links")
    lines: list[tuple[str, str]] = []
    for item in value:
        read = ((item, ""),) if isinstance(item, str) else _links([item])
        if isinstance(read, Wrong):
            return Wrong("each line is a text, or has label and url")
        lines += read  # type: ignore[arg-type]
    return tuple(lines)


def _texts(value: Value) -> object:
    if value == "":
        return {}
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        return Wrong("expected key: text, one a line")
    return value


def _names(value: Value) -> object:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return Wrong("expected a list of names")
    return tuple(value)


def _rules(value: Value) -> object:
    """Rule -> patterns: of a list each rule is off everywhere."""
    if not isinstance(value, dict):
        names = _names(value)
        return dict.fromkeys(names, (EVERYWHERE,)) if isinstance(names, tuple) else names
    found: dict[str, tuple[str, ...]] = {}
    for rule, said in value.items():
        flag = said.lower() if isinstance(said, str) else ""
        patterns = (EVERYWHERE,) if flag in _NO else () if flag in _YES else _names(said)
        if not isinstance(patterns, tuple):
            return Wrong(f"`{rule}`: expected off, on, or a list of sources and raw files")
        if patterns:
            found[rule] = patterns
    return found


READERS: Mapping[str, Callable[[Value], object]] = {
    "text": _text,
    "address": _address,
    "folder": _folder,
    "places": _places,
    "language": _language,
    "yes or no": _flag,
    "links": _links,
    "lines": _lines,
    "texts": _texts,
    "names": _names,
    "rules": _rules,
}
