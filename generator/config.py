"""site.yaml -> Config: the options, one sentence each, and a Problem with path:line for each mistake."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from generator import yamltext
from generator.types import Problem
from generator.yamltext import Value

Kind = Literal[
    "text", "address", "folder", "places", "language", "yes or no", "links", "lines", "texts", "names", "rules"
]


class Option(Struct, frozen=True):
    """One key of site.yaml."""

    name: str
    kind: Kind
    default: str
    does: str
    also: tuple[str, ...] = ()
    """Names by which other generators call it."""
    among: tuple[str, ...] = ()
    """The only names that it takes, if not any."""


OPTIONS = (
    Option("title", "text", "An archive", "The name of the archive, on its cover and on every page."),
    Option("description", "text", "", "What the archive holds, in half a sentence.", ("subtitle",)),
    Option(
        "base_url",
        "address",
        "",
        "Where the site will be published, with its path.",
        ("baseURL", "SITEURL", "site_url", "url"),
    ),
    Option(
        "language",
        "language",
        "en",
        "The language of the pages' own words (BCP 47).",
        ("lang", "languageCode", "locale"),
    ),
    Option("keeper", "text", "", "Who keeps the archive; shown at the foot of each page.", ("author", "publisher")),
    Option("theme", "text", "default", "The theme: a name in themes/ or one that comes with fonds."),
    Option(
        "raw",
        "places",
        "content/raw",
        "The folder of raw files, which is only ever read; or a list of it and of addresses of files and folders that "
        "workers read: s3://, gs://, https://, file:///.",
    ),
    Option("content", "folder", "content", "The folder that holds entries/, copies/, pages/ and the ledger."),
    Option(
        "output",
        "folder",
        "public",
        "The folder that the finished site replaces.",
        ("output_dir", "publishDir", "outputPath"),
    ),
    Option("menu", "links", "", "More links for the main menu, each with label and url."),
    Option(
        "colours",
        "texts",
        "",
        "Colours of your own, one for both tones or one for light and one for dark: accent, paper, wash, ink, soft, "
        "cover, on-cover, highlight.",
        ("colors",),
    ),
    Option(
        "fonts",
        "texts",
        "",
        "Fonts for text, labels and code: a kind (serif, old style, slab, sans, humanist, geometric, grotesque, mono), "
        "a file in assets/ or families that systems have.",
    ),
    Option("logo", "text", "", "A picture in assets/, shown before the name of the archive."),
    Option("footer", "lines", "", "More for the foot of each page: texts, or links with label and url."),
    Option("search", "yes or no", "true", "Whether the search index is built."),
    Option(
        "data",
        "names",
        "jsonl, csv, bibtex, ris, csl",
        "The data files below data/: jsonl (with the texts), csv, bibtex, ris, csl, sqlite; none if empty.",
        among=("jsonl", "csv", "bibtex", "ris", "csl", "sqlite"),
    ),
    Option("twins", "yes or no", "false", "Whether each entry has a Markdown file, index.md, beside its page."),
    Option(
        "images",
        "text",
        "drop",
        "Pictures of the texts: drop shows a link or words, local those that the raw files hold, keep loads the others "
        "from where they are, which tells those places of each visit.",
        among=("drop", "local", "keep"),
    ),
    Option(
        "licence",
        "text",
        "",
        "The terms on which texts and data may be used: a name such as CC-BY-4.0, an address or a sentence.",
        ("license",),
    ),
    Option("raw_files", "yes or no", "false", "Whether the raw files are published, and each entry leads to its own."),
    Option(
        "mask",
        "names",
        "",
        "What pages, search and data files show as dots: emails, phones, accounts (IBAN); content files keep it.",
        among=("emails", "phones", "accounts"),
    ),
    Option(
        "rules",
        "rules",
        "",
        "Cleaning rules that are not applied: names, or a mapping that says of each off, or for which sources and raw "
        "files, as patterns.",
        ("rules_off", "disable_rules"),
        (
            "mojibake",
            "white-space",
            "hover-card",
            "page-furniture",
            "shortcode",
            "repeated-title",
            "byline",
            "dateline",
        ),
    ),
    Option("sources", "texts", "", "Names for sources: the host or name that ingest found, and what to call it."),
    Option("ignore", "names", "", "Raw files that are not read: patterns such as *.tmp or drafts/*."),
    Option("params", "texts", "", "Texts that a theme of your own may ask for."),
)
_BY_NAME = {option.name: option for option in OPTIONS} | {also: option for option in OPTIONS for also in option.also}
EVERYWHERE = "*"
"""The pattern of all records, in `rules`."""
_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off", "0"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Config(Struct, frozen=True):
    """site.yaml, read and checked; every field is an option of OPTIONS."""

    title: str = "An archive"
    description: str = ""
    base_url: str = ""
    language: str = "en"
    keeper: str = ""
    theme: str = "default"
    raw: tuple[str, ...] = ("content/raw",)
    content: str = "content"
    output: str = "public"
    menu: tuple[tuple[str, str], ...] = ()
    colours: Mapping[str, str] = {}
    fonts: Mapping[str, str] = {}
    logo: str = ""
    footer: tuple[tuple[str, str], ...] = ()
    search: bool = True
    data: tuple[str, ...] = ("jsonl", "csv", "bibtex", "ris", "csl")
    twins: bool = False
    images: str = "drop"
    licence: str = ""
    raw_files: bool = False
    mask: tuple[str, ...] = ()
    rules: Mapping[str, tuple[str, ...]] = {}
    """Rule -> patterns of the sources and raw files for which it is off; "*": for all."""
    sources: Mapping[str, str] = {}
    ignore: tuple[str, ...] = ()
    params: Mapping[str, str] = {}

    @property
    def heap(self) -> str:
        """The folder of raw files."""
        return next((place for place in self.raw if "://" not in place), "content/raw")

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The addresses of raw files that are not in the folder."""
        return tuple(place for place in self.raw if "://" in place)

    @property
    def rules_off(self) -> tuple[str, ...]:
        """The rules that are off for all records."""
        return tuple(rule for rule, patterns in self.rules.items() if EVERYWHERE in patterns)

    @property
    def rules_by(self) -> Mapping[str, tuple[str, ...]]:
        """The rules that are off for some records."""
        return {rule: patterns for rule, patterns in self.rules.items() if EVERYWHERE not in patterns}


def parse(text: str, where: str) -> tuple[Config, tuple[Problem, ...]]:
    """Read site.yaml; a mistake leaves the option at its default and is reported with path:line and a hint."""
    loaded = yamltext.load(text, where)
    if not isinstance(loaded.value, dict):
        hint = "Write one key: value a line, such as title: My archive."
        return Config(), loaded.problems or (Problem("error", f"{where}:1", "site.yaml is not a mapping", hint),)
    found: dict[str, object] = {}
    problems: list[Problem] = list(loaded.problems)
    for key, value in loaded.value.items():
        spot = f"{where}:{loaded.lines.get(key, 1)}"
        option = _BY_NAME.get(key)
        if option is None:
            problems.append(_unknown(key, spot))
            continue
        if option.name in found:
            problems.append(Problem("error", spot, f"`{option.name}` is set twice, here as `{key}`", "Keep one."))
            continue
        read = _among(option, _READERS[option.kind](value))
        if isinstance(read, _Wrong):
            problems.append(Problem("error", spot, f"`{key}`: {read.message}", f"{option.name}: {option.does}"))
        else:
            found[option.name] = read
    return Config(**found), tuple(problems)  # type: ignore[arg-type]


class _Wrong(Struct, frozen=True):
    message: str


def _among(option: Option, read: object) -> object:
    names = read if isinstance(read, tuple | dict) else (read,) if isinstance(read, str) else ()
    strange = [name for name in names if name not in option.among] if option.among else []
    return _Wrong(f"{strange[0]!r} is none of {', '.join(option.among)}") if strange else read


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


def _unknown(key: str, spot: str) -> Problem:
    near = difflib.get_close_matches(key, [*_BY_NAME], n=1, cutoff=0.6)
    known = ", ".join(option.name for option in OPTIONS)
    hint = f"Did you mean `{near[0]}`?" if near else f"Known are: {known}. Texts for a theme go under params."
    return Problem("warning", spot, f"unknown option `{key}`", hint)


def _text(value: Value) -> object:
    return value.strip() if isinstance(value, str) else _Wrong("expected a text")


def _address(value: Value) -> object:
    text = _text(value)
    wrong = check_address(text) if isinstance(text, str) and text else ""
    return _Wrong(wrong) if wrong else text


def _folder(value: Value) -> object:
    text = _text(value)
    if not isinstance(text, str) or not text:
        return _Wrong("expected the name of a folder")
    parts = text.replace("\\", "/").split("/")
    if text.startswith("~") or "\0" in text:
        return _Wrong(f"{text!r} is not a folder's name")
    return "/".join(part for part in parts if part != ".") or "."


def _places(value: Value) -> object:
    """One folder, and addresses."""
    places = [value] if isinstance(value, str) else value
    if not isinstance(places, list) or not places:
        return _Wrong("expected the name of a folder, or a list of one and of addresses")
    found: list[str] = []
    for place in places:
        read = place.strip() if isinstance(place, str) and "://" in place else _folder(place)
        if not isinstance(read, str):
            return read
        found.append(read)
    if sum("://" not in place for place in found) > 1:
        return _Wrong("there is one folder; write others as addresses: file:///data/more")
    return tuple(found)


def _language(value: Value) -> object:
    text = _text(value)
    if isinstance(text, str) and _LANGUAGE.fullmatch(text):
        return text
    return _Wrong(f"{value!r} is not a language such as en, de or pt-BR")


def _flag(value: Value) -> object:
    text = value.lower() if isinstance(value, str) else ""
    if text in _YES:
        return True
    return False if text in _NO else _Wrong("expected true or false")


def _links(value: Value) -> object:
    if value == "":
        return ()
    if not isinstance(value, list):
        return _Wrong("expected a list of label and url")
    links = []
    for item in value:
        if not isinstance(item, dict) or not {"label", "url"} >= set(item) or len(item) != 2:
            return _Wrong("each link needs label and url, and nothing else")
        links.append((str(item["label"]), str(item["url"])))
    return tuple(links)


def _lines(value: Value) -> object:
    if isinstance(value, str):
        return ((value, ""),) if value else ()
    if not isinstance(value, list):
        return _Wrong("expected a list of texts and links")
    lines: list[tuple[str, str]] = []
    for item in value:
        read = ((item, ""),) if isinstance(item, str) else _links([item])
        if isinstance(read, _Wrong):
            return _Wrong("each line is a text, or has label and url")
        lines += read  # type: ignore[arg-type]
    return tuple(lines)


def _texts(value: Value) -> object:
    if value == "":
        return {}
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        return _Wrong("expected key: text, one a line")
    return value


def _names(value: Value) -> object:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return _Wrong("expected a list of names")
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
            return _Wrong(f"`{rule}`: expected off, on, or a list of sources and raw files")
        if patterns:
            found[rule] = patterns
    return found


_READERS: Mapping[str, Callable[[Value], object]] = {
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
