"""Hover cards in flat texts -> how many were cut, what is left of them, how many good words were touched.

    python bench/ingest/cards.py FOLDER [--half odd|even|all] [--show 0]

FOLDER holds .txt files. No truth is given there, so both figures are judged by signs: a card is left where MORE, glued
or alone, still stands behind a name that is said twice, or where a name is said twice with glue behind it. A cut is
doubtful if it is longer or shorter than any card seen, holds the end of a paragraph, or holds a sentence with a verb of
saying after a closing quote, as the prose around cards does and headlines do not; all its words count as touched.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.ingest.clean import clean
from generator.types import Cut

LEFT = re.compile(r"(?<![A-Z] )(?<=[\w'\"?!.’)] )MORE(?= [a-z(]|[,.;:’']|s\b)|[a-z]MORE\b")
GLUED = re.compile(r"\b([A-Z][a-z]+) ?(?:[A-Z][\w.()]* ){1,4}\1(?=[A-Z][a-z])")
PROSE = re.compile(r"[,.?!]” (?:he|she|they|the [a-z]+|[A-Z][a-z]+) (?:said|told|wrote|added|asked)\b|\n")


def doubtful(cut: Cut) -> bool:
    return not 8 <= len(cut.text) <= 700 or PROSE.search(cut.text) is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--half", choices=("odd", "even", "all"), default="all")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    steps = {"even": slice(0, None, 2), "odd": slice(1, None, 2), "all": slice(None)}
    paths = sorted(Path(options.folder).rglob("*.txt"))[steps[options.half]]
    cards, doubts, left, words = 0, [], [], 0
    for path in paths:
        cleaned = clean(path.read_text("utf-8", "replace"), "text/plain")
        cut = [one for one in cleaned.cuts if one.rule == "hover-card"]
        cards += len(cut)
        words += len(cleaned.text.split())
        doubts += [one for one in cut if doubtful(one)]
        left += [
            cleaned.text[max(0, match.start() - 60) : match.end() + 20]
            for form in (LEFT, GLUED)
            for match in form.finditer(cleaned.text)
        ]
    touched = sum(len(one.text.split()) for one in doubts)
    print(f"{len(paths)} texts, {words} words kept, {cards} cards cut, {len(left)} left")
    print(f"removed {cards / max(1, cards + len(left)):.4f}, good words touched {touched / max(1, words):.6f}")
    for text in left[: options.show] + [one.text for one in doubts][: options.show]:
        print("   ", repr(text))


if __name__ == "__main__":
    main()
