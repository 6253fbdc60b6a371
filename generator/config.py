"""site.yaml -> Config: the options, one sentence each, and a Problem with path:line for each mistake."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from msgspec import Struct

from generator import yamltext
from generator.kinds import EVERYWHERE, READERS, Kind, Wrong
from generator.types import Problem


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
        "The data files below data/: jsonl (with the texts of up to 50,000 entries; of more if `texts` is named), csv, "
        "bibtex, ris, csl, sqlite; none if empty.",
        among=("jsonl", "csv", "bibtex", "ris", "csl", "sqlite", "texts"),
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
            "print-mark",
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
        read = _among(option, READERS[option.kind](value))
        if isinstance(read, Wrong):
            problems.append(Problem("error", spot, f"`{key}`: {read.message}", f"{option.name}: {option.does}"))
        else:
            found[option.name] = read
    return Config(**found), tuple(problems)  # type: ignore[arg-type]


def _among(option: Option, read: object) -> object:
    names = read if isinstance(read, tuple | dict) else (read,) if isinstance(read, str) else ()
    strange = [name for name in names if name not in option.among] if option.among else []
    return Wrong(f"{strange[0]!r} is none of {', '.join(option.among)}") if strange else read


def _unknown(key: str, spot: str) -> Problem:
    near = difflib.get_close_matches(key, [*_BY_NAME], n=1, cutoff=0.6)
    known = ", ".join(option.name for option in OPTIONS)
    hint = f"Did you mean `{near[0]}`?" if near else f"Known are: {known}. Texts for a theme go under params."
    return Problem("warning", spot, f"unknown option `{key}`", hint)
