"""One raw record -> its draft: the body as clean Markdown, and each field with the evidence for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import msgspec
from msgspec import Struct

from generator.ingest import balance, infer, markup, opening, plain, rules
from generator.ingest.clean import Cleaned, clean, restore
from generator.ingest.to_markdown import to_markdown
from generator.sketch import digest_of_letters, letters, sketch_of_letters
from generator.types import Cut, Digest, Draft, Meta, Problem, Raw, RawRef, Signal

_FIELDS = frozenset(field.name for field in msgspec.structs.fields(Meta))

_TICKS = re.compile("`+")
_LONGEST = 16_000_000
"""Characters of a text that is read closely: more of them is no text that a person wrote."""

_PASSED_OVER = b" \t\n\r\f\v\\"


class Reading(Struct, frozen=True):
    """All that a draft depends on."""

    raw: Raw
    rules_off: tuple[str, ...] = ()
    """Rules that cut nothing from this record, and single cuts that are put back (rules.cut_name)."""
    latest: str = ""
    """No document is dated later: "2027-12-31"; "" is no bound."""
    rules: Mapping[str, tuple[str, ...]] = {}
    """Rules that cut nothing from records of some raw files and sources, with patterns of these."""


class _Body(Struct, frozen=True):
    text: str
    seen: str = ""
    """What a reader of the record sees, for the count of words that went astray; "" where nothing can."""
    signals: tuple[Signal, ...] = ()
    cuts: tuple[Cut, ...] = ()
    people: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def draft(reading: Reading) -> bytes:
    """The encoded Draft of a record. Pure; trouble is in its problems.

    What a library cannot stand is taken in as it is: one odd record must not stop the others.
    """
    raw = reading.raw
    if len(raw.text) > _LONGEST:
        return as_it_is(reading, f"is longer than {_LONGEST:,} characters")
    try:
        body = _body(raw, reading)
        off = _off(reading, body.signals)
        return _encode(reading, body, clean(body.text, raw.media, off), off)
    except (RecursionError, MemoryError):
        raise
    except Exception as error:
        return as_it_is(reading, f"could not be read ({type(error).__name__}: {str(error)[:100]})")


def signals(reading: Reading) -> bytes:
    """The encoded Signals that `draft` weighs for a record: not stored, `fonds explain` finds them again."""
    raw = reading.raw
    try:
        body = _body(raw, reading)
        found = _signals(raw, body, clean(body.text, raw.media, _off(reading, body.signals)))
        return msgspec.msgpack.encode(infer.weighed(found))
    except (RecursionError, MemoryError):
        raise
    except Exception:  # as in `draft`
        return signals_of_container(reading)


def signals_of_container(reading: Reading, why: str = "") -> bytes:
    """The encoded Signals of a record whose text could not be read, whyever."""
    return msgspec.msgpack.encode(_signals(reading.raw, _Body(""), None))


def as_it_is(reading: Reading, why: str) -> bytes:
    """The draft of a record that could not be read as others are: its text in full, nothing inferred from it.

    `why` says what happened and stands in its Problem.
    """
    raw = reading.raw
    problem = Problem("warning", raw.origin, f"{why}; taken in as it is", "Look at its text.")
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(raw.text)), default=0))
    return _encode(reading, _Body(f"{fence}\n{raw.text}\n{fence}", problems=(problem,)), None)


def _compared(text: str) -> tuple[Digest, bytes, int]:
    """By what a text is known among its copies: digest of its letters, sketch, number. A long one only by its bytes."""
    if len(text) > _LONGEST:
        return sha256(text.encode()).hexdigest(), b"", len(text)
    bare = letters(text)
    return digest_of_letters(bare), sketch_of_letters(bare), len(bare)


def _body(raw: Raw, reading: Reading) -> _Body:
    """The text of a record as Markdown; a page of which nothing may be cut is taken whole."""
    if raw.media == "text/html":
        tree = markup.parse(raw.text)
        held = markup.held(tree)
        seen = markup.plain_text(tree)
        if raw.article:
            return _Body(to_markdown(tree, _url(raw.signals)), seen)
        from generator.ingest.extract import extract  # loads trafilatura: only for pages

        signals = infer.signals_from_html(tree, raw.text, reading.latest)
        if "page-furniture" in _off(reading, signals):
            return _Body(to_markdown(tree, _url(raw.signals)), seen, tuple(signals))
        found = extract(tree, _url(raw.signals))
        del held
        return _Body(found.body, seen, tuple(signals), found.cuts, found.people, found.problems)
    if raw.media == "text/markdown":
        return _Body(raw.text, raw.text)
    return _Body(plain.to_markdown(raw.text), raw.text)


def _off(reading: Reading, signals: Sequence[Signal]) -> frozenset[str]:
    """What is switched off for the record, whose page gave these signals."""
    off = frozenset(reading.rules_off)
    if not reading.rules:
        return off
    return off | rules.off(reading.rules, reading.raw.origin, infer.sources_of((*reading.raw.signals, *signals)))


def _encode(reading: Reading, body: _Body, cleaned: Cleaned | None, off: frozenset[str] = frozenset()) -> bytes:
    raw = reading.raw
    whole = cleaned.text if cleaned else body.text
    text = whole.strip("\n")
    decided = infer.decide(_signals(raw, body, cleaned), text, raw.origin, reading.latest)
    rest, heads = opening.split(text, decided.title, decided.authors, decided.date_text or decided.date, off)
    gone = len(whole) - len(whole.lstrip("\n")) + len(text) - len(rest)
    headers = (msgspec.structs.replace(cut, at=-1) for cut in raw.cuts)
    cuts = (*headers, *body.cuts, *heads, *opening.shifted(cleaned.cuts if cleaned else (), gone))
    if wanted := frozenset(filter(rules.is_one_cut, off)):
        rest, cuts = rules.put_back(rest, cuts, wanted)
    known, sketched, size = _compared(rest)
    meta = Meta(
        title=decided.title,
        date=decided.date,
        date_text=decided.date_text,
        url=decided.url,
        source=decided.source,
        authors=decided.authors,
        language=decided.language,
        people=decided.people,
        tags=decided.tags,
        summary=decided.summary,
        lastmod=decided.lastmod,
        draft=raw.extra.get("draft") == "true",
        raw=RawRef(raw.origin, raw.digest),
        evidence=decided.evidence,
        cuts=cuts,
        extra=_extra(raw.extra),
    )
    told = (*raw.problems, *_dated(raw), *body.problems, *(cleaned.problems if cleaned else ()), *decided.problems)
    made = cuts[len(raw.cuts) :]
    lost = _astray(body, rest, made, cleaned) if cleaned and not _whole(raw, rest, made) else ()
    problems = (*told, *lost)
    return msgspec.msgpack.encode(
        Draft(
            meta=meta,
            body=rest,
            letters=known,
            sketch=sketched,
            size=size,
            problems=tuple(_placed(problems, raw.origin)),
        )
    )


def _signals(raw: Raw, body: _Body, cleaned: Cleaned | None) -> list[Signal]:
    people = dict.fromkeys((*body.people, *(cleaned.people if cleaned else ())))
    named = (Signal("person", name, "hover card", 0.9) for name in people)
    return [*raw.signals, *body.signals, *_inferred(raw, cleaned.text.strip("\n") if cleaned else ""), *named]


def _astray(body: _Body, rest: str, cuts: Sequence[Cut], cleaned: Cleaned | None) -> tuple[Problem, ...]:
    """Where garbled letters were put right, words changed: there the body before that is looked at."""
    if cleaned and cleaned.repairs:
        return balance.doubt(body.seen, body.text, body.cuts)
    return balance.doubt(body.seen, rest, cuts)


def _whole(raw: Raw, rest: str, cuts: Sequence[Cut]) -> bool:
    """Whether all of a text without a page around it is in the body or a cut, and in its place.

    Letters are compared only if need be, for most bodies are their text but for blanks.
    """
    if raw.media == "text/html":
        return False
    text = restore(rest, cuts)
    return text.strip() == raw.text.strip() or _solid(text) == _solid(raw.text) or letters(text) == letters(raw.text)


def _solid(text: str) -> bytes:
    """The text without blanks and the backslashes by which Markdown escapes."""
    data = text.encode("utf-8", "surrogatepass").translate(None, _PASSED_OVER)
    return data if data.isascii() else data.replace(b"\xc2\xa0", b"")  # a blank that does not break


def _dated(raw: Raw) -> tuple[Problem, ...]:
    """A warning if the container has a date that is none: it is kept as it is written, and nothing is made of it."""
    said = raw.extra.get("date", "")
    hint = "Write what is known as `date` in the front matter of the entry: 2021, 2021-03, 2021-03-14 or c. 1923."
    return (Problem("warning", raw.origin, f"no such date: {said[:60]!r}", hint),) if said else ()


def _extra(found: Mapping[str, str]) -> Mapping[str, str]:
    """Fields without meaning to us; one with the name of a field of ours, that could not be read as it, is renamed."""
    rest = {key: value for key, value in found.items() if key != "draft" or value not in ("true", "false")}
    return {f"{key}_as_written" if key in _FIELDS else key: value for key, value in rest.items()}


def _inferred(raw: Raw, text: str) -> Iterable[Signal]:
    url = _url(raw.signals)
    return (
        *(infer.signals_from_url(url) if url else ()),
        *infer.signals_from_name(raw.origin.partition("#")[0]),
        *infer.signals_from_text(text),
    )


def _url(signals: Iterable[Signal]) -> str:
    return next((signal.value for signal in signals if signal.field == "url"), "")


def _placed(problems: Sequence[Problem], origin: str) -> Iterable[Problem]:
    """Rules do not know the record: it is named here."""
    named = tuple(problem.where.startswith(origin.partition("#")[0]) for problem in problems)
    moved = (msgspec.structs.replace(problem, where=origin) for problem in problems)
    return (problem if fits else other for problem, other, fits in zip(problems, moved, named, strict=True))
