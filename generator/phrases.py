"""English words of the pages and a language's strings -> the words, dates and numbers as that language has them.

The English text is the key: where a language has no words for it, it stands for itself. Forms of number are parted
by "|" in the order of CLDR's plural categories: "{n} entry|{n} entries". What stands after " @" tells two meanings of
one English word apart: "Copy @button".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from generator import yamltext
from generator.types import Problem

Words = Mapping[str, str]
"""English text -> text in the language of the site; "@month" and the like -> how it writes dates and numbers."""

ENGLISH: Words = MappingProxyType(
    {
        "@months": "January February March April May June July August September October November December",
        "@weekdays": "Mon Tue Wed Thu Fri Sat Sun",
        "@day": "{day} {month} {year}",
        "@month": "{month} {year}",
        "@thousands": ",",
    }
)
MANNERS = ("months", "weekdays", "day", "month", "thousands")
"""What a file of strings says besides words."""
LISTS: Mapping[str, int] = MappingProxyType({"months": 12, "weekdays": 7})
LANGUAGE = "@language"
CONTEXT = " @"
PART = re.compile(r"\{(\w{1,20})\}")


def say(words: Words, text: str, n: int | None = None, /, **parts: object) -> str:
    """The text in the site's language, its {parts} filled in; `n` chooses the form of number and fills {n}.

    A part that is not given stays as it is written.
    """
    found = pattern(words, text, n)
    if n is None and not parts:
        return found
    given = parts if n is None else {"n": number(words, n), **parts}
    return PART.sub(lambda part: str(given.get(part[1], part[0])), found)


def pattern(words: Words, text: str, n: int | None = None) -> str:
    """The same before its parts are filled in."""
    found = words.get(text) or text.partition(CONTEXT)[0]
    if n is None:
        return found
    forms = found.split("|")
    code = words.get(LANGUAGE, "en") if text in words else "en"
    return forms[min(_PLURALS.get(code, _two)(n), len(forms) - 1)]


def number(words: Words, value: int) -> str:
    """A number with its thousands parted, as the language does."""
    return f"{value:,}".replace(",", words.get("@thousands", ","))


def date(words: Words, value: str) -> str:
    """A date as far as it is known: "14 March 2021", "March 2021", "2021", ""."""
    year, _, rest = value.partition("-")
    if not rest:
        return value
    name = "@day" if len(rest) > 2 else "@month"
    parts = {"year": year, "month": month(words, value), "day": rest[3:].lstrip("0")}
    return PART.sub(lambda part: parts.get(part[1], part[0]), words.get(name, ENGLISH[name]))


def month(words: Words, value: str) -> str:
    """ "2021-03" -> "March"."""
    return words.get("@months", ENGLISH["@months"]).split()[int(value[5:7]) - 1]


def weekdays(words: Words) -> list[str]:
    """Short names of the days of the week, Monday first."""
    return words.get("@weekdays", ENGLISH["@weekdays"]).split()


def chosen(files: Mapping[str, Sequence[str]], language: str) -> tuple[Words, tuple[Problem, ...]]:
    """The words of a language from the files of strings ("de.yaml" -> the texts of its layers, the site's own last).

    "de-AT" takes de-AT.yaml over de.yaml. Only what differs from the English key is kept. A string that has no words
    stays English; so many as there are make one note, and what cannot be read is a Problem with path:line.
    """
    base = language.partition("-")[0].lower()
    names = dict.fromkeys(name for name in ("en", base, language) if f"{name}.yaml" in files)
    known: dict[str, str] = {}
    english: set[str] = set()
    own: set[str] = set()
    problems: list[Problem] = []
    for name in names:
        for text in files[f"{name}.yaml"]:
            read, wrong = parse(text, f"strings/{name}.yaml")
            known |= read
            problems += wrong
            (english if name == "en" else own).update(read)
    missing = sorted(key for key in english - own if not key.startswith("@")) if base != "en" else []
    if missing:
        problems.append(_lacking(base, missing, f"{base}.yaml" in files))
    return {LANGUAGE: base} | {key: text for key, text in known.items() if text != pattern({}, key)}, tuple(problems)


def parse(text: str, where: str) -> tuple[dict[str, str], list[Problem]]:
    """One file of strings: `words` leads from English to the language; MANNERS say how it writes dates and numbers."""
    loaded = yamltext.load(text, where)
    value = loaded.value
    if not isinstance(value, dict):
        return {}, [*loaded.problems]
    found: dict[str, str] = {}
    problems = [*loaded.problems]
    words = value.get("words")
    for key, said in {**{f"@{k}": v for k, v in value.items() if k != "words"}, **_mapping(words)}.items():
        wrong = _wrong(key, said)
        if wrong:
            line = loaded.lines.get(f"words.{key}", loaded.lines.get(key.removeprefix("@"), 1))
            problems.append(Problem("warning", f"{where}:{line}", wrong, "Its English stands in its place."))
        elif isinstance(said, str) and said:
            found[key] = said
    return found, problems


def _mapping(value: object) -> dict[str, yamltext.Value]:
    return value if isinstance(value, dict) else {}


def _wrong(key: str, said: object) -> str:
    name = key.removeprefix("@")
    if not isinstance(said, str):
        return f"`{name}` is no text"
    if key.startswith("@"):
        if name not in MANNERS:
            return f"`{name}` is none of {', '.join(MANNERS)} and words"
        count = LISTS.get(name, 0)
        return f"`{name}` needs {count} names" if count and len(said.split()) != count else ""
    strange = set(PART.findall(said)) - set(PART.findall(key))
    return f"`{{{min(strange)}}}` is no part of {key!r}" if strange else ""


def _lacking(language: str, missing: Sequence[str], there: bool) -> Problem:
    what = f"{len(missing)} texts of the pages are shown in English, such as {missing[0]!r}"
    hint = f"Write them into strings/{language}.yaml beside site.yaml; docs/themes.md says how."
    return Problem("note", f"strings/{language}.yaml" if there else "site.yaml", what, hint)


def _one(n: int) -> int:
    return 0


def _two(n: int) -> int:
    return int(n != 1)


def _french(n: int) -> int:
    return int(n > 1)


def _czech(n: int) -> int:
    return 0 if n == 1 else 1 if 2 <= n <= 4 else 2


def _few(n: int) -> bool:
    return 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14


def _polish(n: int) -> int:
    return 0 if n == 1 else 1 if _few(n) else 2


def _russian(n: int) -> int:
    return 0 if n % 10 == 1 and n % 100 != 11 else 1 if _few(n) else 2


def _arabic(n: int) -> int:
    return n if n < 3 else 3 if 3 <= n % 100 <= 10 else 4 if n % 100 > 10 else 5


_PLURALS: Mapping[str, Callable[[int], int]] = MappingProxyType(
    {
        **dict.fromkeys(("ja", "zh", "ko", "vi", "th", "id", "ms"), _one),
        **dict.fromkeys(("fr", "pt"), _french),
        **dict.fromkeys(("cs", "sk"), _czech),
        **dict.fromkeys(("ru", "uk", "be", "sr", "hr", "bs"), _russian),
        "pl": _polish,
        "ar": _arabic,
    }
)
"""Which form a whole number takes (Unicode CLDR, plural rules); all others have two, as English."""
