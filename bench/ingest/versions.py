"""Planted versions, copies and traps -> how many pairs are told apart rightly.

    python bench/ingest/versions.py FOLDER [--count 300] [--seed 1] [--show 5]

The texts of FOLDER (.txt and .md, their paragraphs of prose) get corrections (another number or name, a "not", a note),
updates (paragraphs added, one rewritten, under the old or a new address) and damaged copies. Traps are no versions: the
week's column, a form with other numbers, a digest, a home page, a ticker. A quarter of the texts is only drawn from.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.ingest.copies import cut_off, framed, garbled, lost_paragraphs, lost_quotes
from generator.ingest.group import group
from generator.ingest.versions import told_apart
from generator.sketch import digest_of_letters, letters, sketch_of_letters
from generator.types import Draft, Evidence, Meta, RawRef

Dice = random.Random
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_NUMBER = re.compile(r"(?<=[a-z] )[1-9]\d{0,3}(?= [a-z])")
_VERB = re.compile(r"\b(?:is|was|are|were|will|can|has|had)\b(?= [a-z])")
NOTE = (
    "Correction: an earlier version of this article had a wrong figure in the second paragraph. It has been put right."
)


def other_number(text: str, dice: Dice, rest: Sequence[str]) -> str:
    return _one(_NUMBER, text, dice, lambda old: str(int(old) + dice.randint(1, 9)))


def other_name(text: str, dice: Dice, rest: Sequence[str]) -> str:
    return _one(_NAME, text, dice, lambda old: dice.choice(("Winterbourne", "Okonkwo", "Przemysl", "Vaduz")))


def negated(text: str, dice: Dice, rest: Sequence[str]) -> str:
    return _one(_VERB, text, dice, lambda old: f"{old} not")


def noted(text: str, dice: Dice, rest: Sequence[str]) -> str:
    return f"{NOTE}\n\n{text}" if dice.random() < 0.4 else f"{text}\n\n{NOTE}"


def added(text: str, dice: Dice, rest: Sequence[str]) -> str:
    more = dice.choice(rest).split("\n\n")[: dice.randint(1, 3)]
    return "\n\n".join([text, *more])


def rewritten(text: str, dice: Dice, rest: Sequence[str]) -> str:
    parts = text.split("\n\n")
    parts[dice.randrange(1, len(parts))] = dice.choice(rest).split("\n\n")[0]
    return "\n\n".join(parts)


def _one(pattern: re.Pattern[str], text: str, dice: Dice, change: Callable[[str], str]) -> str:
    places = [
        found for found in pattern.finditer(text) if "\n" not in text[max(0, found.start() - 60) : found.end() + 60]
    ]
    if not places:
        return ""
    found = dice.choice(places)
    return text[: found.start()] + change(found[0]) + text[found.end() :]


CHANGES = (other_number, other_name, negated, noted, added, rewritten)
DAMAGES = (lost_quotes, lost_paragraphs, cut_off, garbled, framed)


Fields = dict[str, str]


class Planted(NamedTuple):
    """A text, and what it is: versions and copies have one story."""

    story: str
    kind: str
    """"whole", "copy ...", "version ...", "trap ..."."""
    draft: Draft


def draft(text: str, origin: str, **fields: str) -> Draft:
    evidence = {name: Evidence("certain", "header line") for name in ("date", "title") if fields.get(name)}
    bare = letters(text)
    meta = Meta(raw=RawRef(origin, origin), evidence=evidence, **fields)  # type: ignore[arg-type]
    return Draft(meta, text, digest_of_letters(bare), sketch_of_letters(bare), len(bare))


def planted(texts: Sequence[str], rest: Sequence[str], dice: Dice) -> Iterator[Planted]:
    """About one text in three with a version, one in four with a damaged copy, one in five with a trap."""
    for number, text in enumerate(texts):
        day = f"20{dice.randint(10, 24)}-{dice.randint(1, 12):02}-{dice.randint(1, 20):02}"
        url = f"https://paper.example/{number}"
        base = {"url": url, "title": f"{text[:40]} {number}", "date": day, "source": "paper"}
        chance = dice.random()
        if chance < 0.8:
            yield Planted(str(number), "whole", draft(text, f"{number}-whole", **base))
        if chance < 0.35:
            yield from version(number, text, rest, base, dice)
        elif chance < 0.6:
            damage = dice.choice(DAMAGES)
            fields = base if dice.random() < 0.5 else {}
            new = draft(damage(text, dice, text.split()), f"{number}-copy", **fields)
            yield Planted(str(number), f"copy {damage.__name__}", new)
        elif chance >= 0.8:
            trap = dice.choice(TRAPS)
            for k, (body, fields) in enumerate(trap(text, rest, base, dice)):
                yield Planted(f"{number} {k}", f"trap {trap.__name__}", draft(body, f"{number}-{k}", **(base | fields)))


def version(number: int, text: str, rest: Sequence[str], base: Fields, dice: Dice) -> Iterator[Planted]:
    """A version of the same day or one of the next, under the old address or a new one."""
    change = dice.choice(CHANGES)
    day = base["date"]
    fields = base | {"date": f"{day[:8]}{int(day[8:]) + dice.randint(0, 3):02}"}
    if dice.random() < 0.4:
        fields |= {"url": f"{base['url']}-update", "title": f"{base['title']} updated"}
    if new := change(text, dice, rest):
        yield Planted(str(number), f"version {change.__name__}", draft(new, f"{number}-{change.__name__}", **fields))


def column(text: str, rest: Sequence[str], base: Fields, dice: Dice) -> Iterator[tuple[str, Fields]]:
    """The same title and the same first paragraph, a week later."""
    head, *_ = text.split("\n\n")
    for k, other in enumerate(dice.sample(rest, 3)):
        date = f"{base['date'][:8]}{1 + 7 * k:02}"
        yield "\n\n".join([head, other]), {"url": "", "title": "Notes from the mole", "date": date}


def form(text: str, rest: Sequence[str], base: Fields, dice: Dice) -> Iterator[tuple[str, Fields]]:
    """The report of each day: the same sentences, other numbers."""
    for k in range(3):
        parts = [f"{part} The gauge read {dice.randint(100, 9999)}." for part in text.split("\n\n")]
        yield "\n\n".join(parts), {"url": "", "date": f"{base['date'][:8]}{10 + k}"}


def digest(text: str, rest: Sequence[str], base: Fields, dice: Dice) -> Iterator[tuple[str, Fields]]:
    """An article, and a digest of the week that holds it."""
    yield text, {}
    yield "\n\n".join([dice.choice(rest), text, dice.choice(rest)]), {"url": "", "title": "The week at a glance"}


def home(text: str, rest: Sequence[str], base: Fields, dice: Dice) -> Iterator[tuple[str, Fields]]:
    """A home page, saved on three days: it always begins alike."""
    head = "\n\n".join(text.split("\n\n")[:3])
    for k, other in enumerate(dice.sample(rest, 3)):
        fields = {
            "url": f"https://{base['url'][22:]}.example/",
            "title": "Home",
            "date": f"{base['date'][:8]}{5 + 9 * k:02}",
        }
        yield "\n\n".join([head, other]), fields


def ticker(text: str, rest: Sequence[str], base: Fields, dice: Dice) -> Iterator[tuple[str, Fields]]:
    """A live ticker, a page a day."""
    for k, other in enumerate(dice.sample(rest, 3)):
        fields = {"url": f"{base['url']}/{k}", "title": "Live: the regatta", "date": f"{base['date'][:8]}{10 + k}"}
        yield "\n\n".join([text.split("\n\n")[0], other]), fields


TRAPS = (column, form, digest, home, ticker)


def texts_of(folder: Path, count: int) -> list[str]:
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md")):
        body = _FRONT.sub("", path.read_text("utf-8", "replace"))
        parts = [" ".join(part.split()) for part in body.split("\n\n")]
        prose = [
            part for part in parts if len(part) > 150 and part[:1].isalpha() and "](" not in part and "<" not in part
        ]
        if len(prose) >= 5:
            found.append("\n\n".join(prose[:30]))
    return list(dict.fromkeys(found))[:count]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    texts = texts_of(options.folder, options.count)
    made = list(planted(texts[len(texts) // 4 :], texts[: len(texts) // 4], dice))
    dice.shuffle(made)
    drafts = [one.draft for one in made]
    told = told_apart(drafts, group(drafts), lambda a, b: False)
    home = {one: found.keep for found in told.groups for one in (found.keep, *found.others)}
    story = {one: number for number, members in enumerate(told.stories) for one in members}
    right: Counter[str] = Counter()
    wrong: list[tuple[str, int, int]] = []
    for a, b in combinations(range(len(made)), 2):
        truth = wanted(made[a], made[b])
        linked = home[a] in story and story.get(home[a]) == story.get(home[b])
        said = "copies" if home[a] == home[b] else "versions" if linked else "apart"
        right[f"{truth} as {said}"] += 1
        if truth != said:
            wrong.append((f"{truth} as {said}", a, b))
    print(f"{len(made)} texts: {dict(sorted(right.items()))}")
    kinds = Counter((what, " / ".join(sorted((made[a][1], made[b][1])))) for what, a, b in wrong)
    for (what, kind), count in sorted(kinds.items()):
        print(f"  {count:4} {what}: {kind}")
    for what, a, b in wrong[: options.show]:
        print(what, made[a][:2], made[b][:2])


def wanted(a: Planted, b: Planted) -> str:
    if a.story != b.story:
        return "apart"
    return "versions" if "version" in a.kind + b.kind else "copies"


if __name__ == "__main__":
    main()
