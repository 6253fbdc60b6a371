"""A second kind of damage and of traps for copies.py: by other rules than the first, so that no rule fits one alone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Dice = random.Random
Words = Sequence[str]

SITES = 6
GLYPHS = {
    "rn": "m", "cl": "d", "li": "h", "vv": "w", "ri": "n", "e": "o", "g": "q", "b": "h", "c": "e", "y": "v", "t": "l",
    "f": "r", "5": "S", "1": "l", "0": "O", "D": "O", "B": "8", "I": "l",
}  # fmt: skip


def prose(dice: Dice, words: Words, count: int) -> str:
    """About `count` words in sentences."""
    picked = dice.choices(words[: len(words) // 2], k=count)
    parts = [picked[at : at + 12] for at in range(0, count, 12)]
    return " ".join(" ".join(part).capitalize() + "." for part in parts)


def scanned(text: str, dice: Dice, words: Words) -> str:
    """Read by a machine: letters mistaken in pairs and alone, words parted at line ends, joined, or with a blank."""
    rate = dice.uniform(0.005, 0.04)
    out: list[str] = []
    at = 0
    while at < len(text):
        pair = text[at : at + 2]
        if dice.random() < rate:
            taken = pair if pair in GLYPHS else pair[:1]
            out.append(GLYPHS.get(taken, taken))
            out.append(dice.choice(("", "", "", " ", "-\n")) if taken.isalpha() else "")
            at += len(taken)
            continue
        out.append("" if pair[0] == " " and dice.random() < rate / 4 else pair[0])
        at += 1
    return "".join(out)


def moved(text: str, dice: Dice, words: Words) -> str:
    """One paragraph stands elsewhere."""
    paragraphs = text.split("\n\n")
    taken = paragraphs.pop(dice.randrange(len(paragraphs)))
    paragraphs.insert(dice.randrange(len(paragraphs) + 1), taken)
    return "\n\n".join(paragraphs)


def swapped(text: str, dice: Dice, words: Words) -> str:
    """Two paragraphs stand in each other's place."""
    paragraphs = text.split("\n\n")
    one, other = dice.sample(range(len(paragraphs)), k=2)
    paragraphs[one], paragraphs[other] = paragraphs[other], paragraphs[one]
    return "\n\n".join(paragraphs)


def dropped(text: str, dice: Dice, words: Words) -> str:
    """Two paragraphs in a row are gone, if eight or more are there; else one."""
    paragraphs = text.split("\n\n")
    count = 2 if len(paragraphs) >= 8 else 1
    start = dice.randrange(len(paragraphs) - count)
    return "\n\n".join(paragraphs[:start] + paragraphs[start + count :])


def thinned(text: str, dice: Dice, words: Words) -> str:
    """Some sentences are gone, wherever they stood."""
    parts = re.split(r"(?<=[.”])(\s+)", text)
    return "".join(part for part in parts if part.isspace() or dice.random() > 0.07)


def translated(text: str, dice: Dice, words: Words) -> str:
    """Behind each second quotation stands a translation of it."""

    def both(found: re.Match[str]) -> str:
        if dice.random() < 0.5:
            return found[0]
        return f"{found[0]} [{' '.join(word[::-1] for word in found[0].strip('“”').split())}]"

    return re.sub("“[^”]*”", both, text)


def on_a_site(text: str, dice: Dice, words: Words) -> str:
    """With what one of a few sites puts above and below all of its texts: 10 to 50 words and 15 to 120."""
    site = Dice(f"site {dice.randrange(SITES)}")
    above = prose(site, words, site.randint(10, 50))
    return f"{above}\n\n{text}\n\n{prose(site, words, site.randint(15, 120))}"


def truncated(text: str, dice: Dice, words: Words) -> str:
    return text[: int(len(text) * dice.uniform(0.65, 0.95))] + "…\n\nRead on"


DAMAGES: tuple[Callable[[str, Dice, Words], str], ...] = (
    scanned, moved, swapped, dropped, thinned, translated, on_a_site, truncated,
)  # fmt: skip


# --- traps ----------------------------------------------------------------------------------------------------


def column(text: str, dice: Dice, words: Words) -> str:
    """The next part of a series: the first and the last third stay, what is between is new."""
    paragraphs = text.split("\n\n")
    third = len(paragraphs) // 3
    between = [prose(dice, words, dice.randint(40, 70)) for _ in range(len(paragraphs) - 2 * third)]
    return "\n\n".join([*paragraphs[:third], *between, *paragraphs[len(paragraphs) - third :]])


def filled(text: str, dice: Dice, words: Words) -> str:
    """A form filled in for one case: in each second sentence a name and a number of its own."""

    blanks = Dice(len(text))

    def another(found: re.Match[str]) -> str:
        if blanks.random() < 0.5:
            return found[0]
        return f" for {dice.choice(words).title()} {dice.choice(words).title()} at {dice.randint(2, 900)}."

    return re.sub(r"\.(?=\s|$)", another, text)


def updated(text: str, dice: Dice, words: Words) -> str:
    """A later version: three sentences say something else, and a paragraph is added."""
    sentences = re.split(r"(?<=[.”])(?=\s)", text)
    for at in dice.sample(range(len(sentences)), k=min(3, len(sentences))):
        sentences[at] = (re.match(r"\s*", sentences[at]) or [""])[0] + prose(dice, words, 12)
    return "".join(sentences) + "\n\n" + prose(dice, words, 40)


def quoting(text: str, dice: Dice, words: Words) -> str:
    """Another text that takes over a third of this one."""
    paragraphs = text.split("\n\n")
    taken = paragraphs[: max(1, len(paragraphs) // 3)]
    return "\n\n".join([prose(dice, words, 120), *taken, prose(dice, words, 200)])


def brief(text: str, dice: Dice, words: Words) -> str:
    """A short text of its own on a site that puts more around it than it says."""
    return on_a_site(prose(dice, words, dice.randint(30, 90)), dice, words)


TRAPS: tuple[Callable[[str, Dice, Words], str], ...] = (column, updated, quoting, brief)
