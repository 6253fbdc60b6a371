"""An entry, its raw record and its signals -> the story of the entry: the lines that `fonds explain` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec import Struct

from generator.ingest import clean, opening
from generator.ingest.rules import cut_name
from generator.types import Copy, Cut, Evidence, Meta, Problem, Signal

_LONGEST = 100
"""Characters of a value or a cut that are shown."""
_DECIDED = ("title", "date", "url", "source", "authors", "language", "people", "tags", "summary", "lastmod")
_RULES: Mapping[str, str] = MappingProxyType(
    {
        **{name: rule.did for name, rule in clean.RULES.items()},
        **opening.RULES,
        "header-line": "The lines at the head that say address and date, which stand beside the text, were taken off.",
    }
)


class Decided(Struct, frozen=True):
    """A field as the content file has it, and how it is known."""

    field: str
    value: str
    sure: str = ""
    how: str = ""


class Gone(Struct, frozen=True):
    """One cut: the rule, what the rule does, and the beginning of the text that went."""

    rule: str
    does: str
    text: str
    words: int
    name: str = ""
    """By which it is put back in overrides.yaml; "" if it has no place in the text."""


class Record(Struct, frozen=True):
    """The raw record of an entry."""

    origin: str
    sha256: str
    state: str
    """"as it was read", "changed since ingest read it", "gone" or "not yet ingested"."""
    size: int = -1
    """Bytes of the raw file; -1 if it is gone."""
    media: str = ""
    signals: tuple[Signal, ...] = ()


class Version(Struct, frozen=True):
    """Another entry of the same story, or this one."""

    id: str
    address: str
    """"" if no entry has the id any more."""
    here: bool


class Story(Struct, frozen=True):
    """All that is known of how an entry came to be."""

    id: str = ""
    address: str = ""
    file: str = ""
    file_state: str = ""
    """"as ingest wrote it", "edited by hand", "deleted by hand", "refused by hand", "written by hand"."""
    record: Record | None = None
    decided: tuple[Decided, ...] = ()
    by_hand: tuple[str, ...] = ()
    """What overrides.yaml settles, by name."""
    cuts: tuple[Gone, ...] = ()
    rules_off: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    versions: tuple[Version, ...] = ()
    """In order of date."""
    problems: tuple[Problem, ...] = ()


def decided(meta: Meta) -> tuple[Decided, ...]:
    """The fields of a content file that say something, or were settled, with their evidence."""
    found = []
    for name in _DECIDED:
        value, known = getattr(meta, name), meta.evidence.get(name)
        if value or known:
            shown = value if isinstance(value, str) else ", ".join(value)
            if name == "date" and meta.date_text:
                shown = f"{meta.date_text}, sorted as {value}"
            known = known or Evidence("unknown", "")
            found.append(Decided(name, shown, known.sure if name in meta.evidence else "", known.how))
    return tuple(found)


def gone(cuts: Iterable[Cut]) -> tuple[Gone, ...]:
    """The cuts with what their rules do, each text in one line and shortened."""
    return tuple(
        Gone(
            cut.rule,
            _RULES.get(cut.rule, ""),
            _short(cut.text),
            cut.words or len(cut.text.split()),
            cut_name(cut) if cut.at >= 0 and not cut.words else "",
        )
        for cut in cuts
    )


def lines(story: Story) -> Iterator[str]:
    """The story for a terminal, without control characters, which would do things to it."""
    return map(_harmless, _lines(story))


def _lines(story: Story) -> Iterator[str]:
    yield f"{story.id or 'no id'}  {story.address or 'not an entry'}"
    if story.file:
        yield f"  file: {story.file} ({story.file_state})"
    if story.record:
        yield from _record(story.record)
    if story.by_hand:
        yield f"  settled in overrides.yaml: {', '.join(story.by_hand)}"
    yield from _part("decided", [_decided(one) for one in story.decided])
    yield from _part("cuts", _cuts(story.cuts))
    yield from _part("rules switched off", list(story.rules_off))
    yield from _part("copies", [_copy(one) for one in story.copies])
    yield from _part("versions, the first one first", [_version(one) for one in story.versions])
    yield from _part("problems", [f"{one.where}: {one.level}: {one.message}" for one in story.problems])


def json(stories: Sequence[Story]) -> str:
    """The stories for programs: a list, whole."""
    return msgspec.json.format(msgspec.json.encode(stories)).decode()


def _part(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"  {title}:"
        yield from (f"    {item}" for item in items)


def _record(record: Record) -> Iterator[str]:
    size = f", {record.size:,} bytes" if record.size >= 0 else ""
    yield f"  raw: {record.origin} ({record.state}{size}{f', {record.media}' if record.media else ''})"
    if record.sha256:
        yield f"    sha256 {record.sha256}"
    ranked = sorted(record.signals, key=lambda signal: (signal.field, -signal.weight))
    yield from _part("signals", [f"{s.field} {s.weight:.2f}  {_short(s.value)}  [{s.how}]" for s in ranked])


def _decided(one: Decided) -> str:
    known = ", ".join(filter(None, (one.sure, one.how)))
    return f"{one.field}: {_short(one.value) or 'nothing'}" + (f"  [{known}]" if known else "")


def _cuts(cuts: Sequence[Gone]) -> list[str]:
    """Each rule once with what it does, and below it what it took."""
    found: list[str] = []
    for rule in dict.fromkeys(cut.rule for cut in cuts):
        taken = [cut for cut in cuts if cut.rule == rule]
        found.append(f"{rule}: {taken[0].does}".rstrip(": "))
        found += [_cut(cut) for cut in taken]
    return found


def _cut(cut: Gone) -> str:
    name = f"  [{cut.name}]" if cut.name else ""
    return f"  {cut.words} word{'s' if cut.words != 1 else ''}: {cut.text}{name}"


def _copy(copy: Copy) -> str:
    gave = f"; gave {', '.join(copy.gave)}" if copy.gave else ""
    other = "".join(f"; {name} {value}" for name, value in (("date", copy.date), ("address", copy.url)) if value)
    return f"{copy.origin}  {100 * copy.alike:.1f}% alike{gave}{other}  sha256 {copy.sha256[:12]}"


def _version(one: Version) -> str:
    return f"{one.id}  {one.address or 'no entry any more'}" + ("  (this one)" if one.here else "")


def _short(text: str) -> str:
    line = _harmless(" ".join(text[: 4 * _LONGEST].split()))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _harmless(line: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
