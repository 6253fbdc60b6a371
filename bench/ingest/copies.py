"""Planted copies and traps -> recall, precision and CPU seconds of the search for copies.

    python bench/ingest/copies.py [--count 2000] [--damage first] [--seed 1] [--texts FOLDER] [--show 5]

Invented texts (or the .txt files of FOLDER, cut to 6,000 characters) get damaged copies: quotes and apostrophes lost,
paragraphs lost, letters garbled as by a bad scan, a page's header and footer added, cards left in. Traps look like
copies and are none: digests that hold articles, the same form with other numbers, later versions of a text. With
`--damage second` copies and traps are made by other rules (wear.py). Recall and precision are over pairs.

Where rensa is installed (pip install rensa), its MinHash with its LSH index is run on the same texts: 128 permutations
over the 5-grams of the letters, the pairs that its index names checked by its estimate, joined where they meet.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import wear

from generator.ingest.group import group
from generator.sketch import GRAM, VALUES, digest_of_letters, letters, sketch, sketch_of_letters
from generator.types import Draft, Meta, RawRef

Dice = random.Random
LIKE, BANDS = 0.7, 16
"""For rensa: least estimated similarity of a copy, and bands of its index."""
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu shan tor mel brin dor fen gal hast".split()
COMMON = "the of and to in a is that for it was on with as by at from his her not be this are or had have".split()


def vocabulary(dice: Dice, count: int = 12_000) -> list[str]:
    return COMMON * 3 + ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(count)]


def sentence(dice: Dice, words: Sequence[str]) -> str:
    count = dice.randint(8, 24)
    picked = [words[min(int(dice.paretovariate(0.6)), len(words)) - 1] for _ in range(count)]
    if dice.random() < 0.25:
        picked[dice.randrange(count)] = str(dice.randint(2, 2999))
    if dice.random() < 0.2:
        picked[dice.randrange(count)] += "’s"
    text = " ".join(picked).capitalize() + "."
    return f"“{text[:-1]},” said {dice.choice(words).title()}." if dice.random() < 0.2 else text


def article(dice: Dice, words: Sequence[str]) -> str:
    return "\n\n".join(
        " ".join(sentence(dice, words) for _ in range(dice.randint(2, 4))) for _ in range(dice.randint(6, 16))
    )


# --- damage ---------------------------------------------------------------------------------------------------


def lost_quotes(text: str, dice: Dice, words: Sequence[str]) -> str:
    return re.sub("[“”‘’\"'—]", "", text)


def lost_paragraphs(text: str, dice: Dice, words: Sequence[str]) -> str:
    paragraphs = text.split("\n\n")
    for _ in range(max(1, len(paragraphs) // 6)):
        if len(paragraphs) > 3:
            del paragraphs[dice.randrange(len(paragraphs))]
    return "\n\n".join(paragraphs)


def cut_off(text: str, dice: Dice, words: Sequence[str]) -> str:
    return text[: int(len(text) * dice.uniform(0.75, 0.95))]


def garbled(text: str, dice: Dice, words: Sequence[str]) -> str:
    mistakes = {"e": "c", "l": "1", "o": "0", "m": "rn", "i": "l", "h": "b", "u": "n", "t": "f", "a": "o", "s": "5"}
    rate = dice.uniform(0.005, 0.025)
    return "".join(mistakes.get(char, char) if dice.random() < rate else char for char in text)


def framed(text: str, dice: Dice, words: Sequence[str]) -> str:
    header = "\n\n".join(" ".join(dice.choices(words, k=5)) for _ in range(4))
    return f"{header}\n\n{text}\n\n{sentence(dice, words)} {dice.randint(2000, 2024)} {sentence(dice, words)}"


def carded(text: str, dice: Dice, words: Sequence[str]) -> str:
    parts = re.split(r"(?<= )", text)
    for _ in range(3):
        card = " ".join(dice.choices(words, k=24)).title() + "MORE "
        parts.insert(dice.randrange(len(parts)), card)
    return "".join(parts)


DAMAGES: tuple[Callable[[str, Dice, Sequence[str]], str], ...] = (
    lost_quotes, lost_paragraphs, cut_off, garbled, framed, carded,
)  # fmt: skip


# --- traps ----------------------------------------------------------------------------------------------------


def other_numbers(text: str, dice: Dice, words: Sequence[str]) -> str:
    paragraphs = text.split("\n\n")
    reading = [f"{p} It measured {dice.randint(1, 99)} at {dice.randint(1, 24)} hours." for p in paragraphs]
    return "\n\n".join(reading)


def later_version(text: str, dice: Dice, words: Sequence[str]) -> str:
    paragraphs = text.split("\n\n")
    for place in dice.sample(range(1, len(paragraphs)), k=min(2, len(paragraphs) - 1)):
        paragraphs[place] = " ".join(sentence(dice, words) for _ in range(3))
    return "\n\n".join(paragraphs)


def planted(count: int, dice: Dice, texts: Iterator[str], damage: str = "first") -> Iterator[tuple[str, str, str]]:
    """(document, what was done, text) until about `count` are there."""
    return worn(count, dice, texts) if damage == "second" else torn(count, dice, texts)


def worn(count: int, dice: Dice, texts: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    """Three in ten texts have copies with one or two damages of wear.py, one in eight has one or several traps."""
    words = vocabulary(dice)
    made = 0
    while made < count:
        text, name = next(texts), str(made)
        if dice.random() < 0.03:
            batch = [(f"{name} {k}", "filled", wear.filled(text, dice, words)) for k in range(dice.randint(2, 6))]
            made += len(batch)
            yield from batch
            continue
        batch = [(name, "whole", text)]
        if dice.random() < 0.3:
            for _ in range(dice.choice((1, 1, 1, 2, 4))):
                kinds = dice.sample(wear.DAMAGES, k=dice.choice((1, 1, 1, 2)))
                batch.append((name, "+".join(kind.__name__ for kind in kinds), damaged(text, kinds, dice, words)))
        if dice.random() < 0.125:
            trap = dice.choice(wear.TRAPS)
            for k in range(dice.randint(1, 3)):
                batch.append((f"{name} {k}", trap.__name__, trap(text, dice, words)))
        made += len(batch)
        yield from batch


def torn(count: int, dice: Dice, texts: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    words = vocabulary(dice)
    recent: list[str] = []
    made = 0
    while made < count:
        text, name = next(texts), str(made)
        if dice.random() < 0.05:
            forms = [(f"{name} form {k}", "form", other_numbers(text, dice, words)) for k in range(dice.randint(2, 5))]
            made += len(forms)
            yield from forms
            continue
        batch = [(name, "whole", text)]
        if dice.random() < 0.3:
            for _ in range(dice.choice((1, 1, 1, 2, 3))):
                kinds = dice.sample(DAMAGES, k=dice.choice((1, 1, 2)))
                batch.append((name, "+".join(kind.__name__ for kind in kinds), damaged(text, kinds, dice, words)))
        if dice.random() < 0.05:
            batch.append((f"{name} version", "version", later_version(text, dice, words)))
        if dice.random() < 0.02 and len(recent) > 5:
            several = dice.sample(recent[-50:], k=dice.randint(2, 5))
            batch.append((f"{name} digest", "digest", "\n\n".join([*several, text])))
        recent.append(text)
        made += len(batch)
        yield from batch


def damaged(text: str, kinds: Sequence[Callable[..., str]], dice: Dice, words: Sequence[str]) -> str:
    for kind in kinds:
        text = kind(text, dice, words)
    return text


def source(folder: str, dice: Dice) -> Iterator[str]:
    """The files of a folder once each, else invented texts without end."""
    if folder:
        for path in sorted(Path(folder).rglob("*.txt")):
            text = path.read_text("utf-8", "replace")[:6000]
            if len(letters(text)) > 600:
                yield text
        return
    words = vocabulary(dice)
    while True:
        yield article(dice, words)


def draft(text: str, origin: str) -> Draft:
    bare = letters(text)
    return Draft(Meta(raw=RawRef(origin, "")), text, digest_of_letters(bare), sketch_of_letters(bare), len(bare))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--damage", choices=("first", "second"), default="first")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", default="")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    made: list[tuple[str, str, str]] = []
    try:
        made.extend(planted(options.count, dice, source(options.texts, dice), options.damage))
    except RuntimeError:
        made = partly(options, dice)
    dice.shuffle(made)
    report(made, options.show)


def partly(options: argparse.Namespace, dice: Dice) -> list[tuple[str, str, str]]:
    """All that the folder's texts give (they ran out before the count was reached)."""
    made: list[tuple[str, str, str]] = []
    stream = planted(options.count, random.Random(options.seed), source(options.texts, dice), options.damage)
    while True:
        try:
            made.append(next(stream))
        except (RuntimeError, StopIteration):
            return made


def report(made: Sequence[tuple[str, str, str]], show: int) -> None:
    letters("warm"), sketch("warm " * 100)
    start = time.process_time()
    drafts = [draft(text, str(place)) for place, (_, _, text) in enumerate(made)]
    drafted = time.process_time()
    groups = group(drafts)
    grouped = time.process_time()
    truth = pairs_of(groups_of([name for name, _, _ in made]))
    found = pairs_of([[one.keep, *one.others] for one in groups])
    right = len(truth & found)
    size = sum(len(text) for _, _, text in made)
    print(f"{len(made)} texts, {size / len(made):.0f} characters on average, {len(truth)} pairs of copies planted")
    print(f"recall {right / len(truth):.4f}  precision {right / max(1, len(found)):.4f}")
    print(f"CPU seconds: letters and sketches {drafted - start:.1f}, groups {grouped - drafted:.1f}")
    peer([text for _, _, text in made], truth)
    for title, pairs in (("missed", truth - found), ("false", found - truth)):
        kinds = Counter(" / ".join(sorted((made[a][1], made[b][1]))) for a, b in pairs)
        print(f"{title}: {dict(kinds.most_common(12))}")
        for a, b in sorted(pairs)[:show]:
            print("   ", made[a][:2], made[b][:2], len(made[a][2]), len(made[b][2]))


def peer(texts: Sequence[str], truth: set[tuple[int, int]]) -> None:
    """A line about rensa on the same texts."""
    try:
        import rensa
    except ImportError:
        return
    start = time.process_time()
    index, sketches, parents = rensa.RMinHashLSH(LIKE, VALUES, BANDS), [], list(range(len(texts)))
    for place, text in enumerate(texts):
        bare = letters(text)
        made = rensa.RMinHash(VALUES, 1)
        made.update(list({bare[at : at + GRAM] for at in range(len(bare) - GRAM + 1)}))
        for other in index.query(made):
            if made.jaccard(sketches[other]) >= LIKE:
                parents[root(parents, place)] = root(parents, other)
        index.insert(place, made)
        sketches.append(made)
    took = time.process_time() - start
    found = pairs_of(groups_of([str(root(parents, place)) for place in parents]))
    right = len(truth & found)
    print(f"rensa: recall {right / len(truth):.4f}  precision {right / max(1, len(found)):.4f}  CPU seconds {took:.1f}")


def root(parents: Sequence[int], place: int) -> int:
    while parents[place] != place:
        place = parents[place]
    return place


def groups_of(names: Sequence[str]) -> list[list[int]]:
    members: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        members.setdefault(name, []).append(index)
    return list(members.values())


def pairs_of(groups: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    return {pair for members in groups for pair in combinations(sorted(members), 2)}


if __name__ == "__main__":
    main()
