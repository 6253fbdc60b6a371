"""A number and a seed -> a corpus of invented news articles, the same on every machine.

    python bench/corpus.py N OUT [--form raw|jsonl|entries] [--seed 1]

`raw` writes text files that open with ` date YYYY-MM-DD URL`, `jsonl` a file for each thousand records, `entries`
Markdown with YAML front matter, which fonds reads as raw files too, and Hugo, Zola (after a change of fence) and
Jekyll as content. An article has about 520 words, drawn by Zipf's law (G. K. Zipf, 1949) from 30,000 pronounceable
ones, in sentences and paragraphs, some with headings, lists and quotes; dates over 20 years, 8 sources, 300 people,
60 tags.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

VOCABULARY, PEOPLE, TAGS, SOURCES = 30_000, 300, 60, 8
FIRST_DAY, DAYS = date(2004, 1, 1), 20 * 365
WORDS = 520
FOLDER = 1_000
"""Files in one folder, records in one .jsonl file."""
ONSETS = "b br c ch d dr f fl g gr h j k l m n p pl pr qu r s sh st t tr v w z".split()
VOWELS = "a e i o u ai ea ee ou oa".split()
CODAS = ["", "", "", "n", "r", "s", "t", "l", "nd", "st", "ck", "m"]


@dataclass(frozen=True)
class Article:
    """One invented article; `text` is Markdown."""

    url: str
    date: str
    title: str
    source: str
    people: list[str]
    tags: list[str]
    text: str


@dataclass(frozen=True)
class Lexicon:
    """What articles are drawn from; `weights` are cumulative, in the order of `words`."""

    words: list[str]
    weights: list[float]
    people: list[str]
    tags: list[str]
    sources: list[str]


def lexicon(chance: random.Random) -> Lexicon:
    """The words, and the names made of them: the commonest words are the shortest."""
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        made["".join(syllable(chance) for _ in range(chance.choice((1, 2, 2, 3, 3, 4))))] = None
    words = sorted(made, key=len)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
    names = [word.title() for word in chance.sample(words[2000:], 2 * PEOPLE)]
    people = [f"{first} {last}" for first, last in zip(names[:PEOPLE], names[PEOPLE:], strict=True)]
    sources = [f"{word.title()} Courier" for word in chance.sample(words[2000:], SOURCES)]
    return Lexicon(words, weights, people, chance.sample(words[500:5000], TAGS), sources)


def syllable(chance: random.Random) -> str:
    """One to five letters that can be spoken."""
    return chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS)


def articles(count: int, seed: int = 1) -> Iterator[Article]:
    """`count` articles; the first ones are the same whatever the count."""
    source = lexicon(random.Random(seed))
    for number in range(count):
        yield article(source, random.Random(f"{seed}/{number}"), number)


def article(lex: Lexicon, chance: random.Random, number: int) -> Article:
    """Article `number`; people and tags are named in the text as often as chance has it."""
    day = (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat()
    source = chance.choices(lex.sources, range(SOURCES, 0, -1))[0]
    people = chance.sample(lex.people, chance.choice((0, 1, 1, 2, 3, 4)))
    tags = chance.sample(lex.tags, chance.choice((1, 2, 2, 3)))
    title = " ".join(chance.choices(lex.words, cum_weights=lex.weights, k=chance.randint(5, 9))).capitalize()
    host = source.lower().replace(" ", "-")
    url = f"https://{host}.example/{day.replace('-', '/')}/{number}-{title.lower().replace(' ', '-')}"
    return Article(url, day, title, source, people, tags, body(lex, chance, people))


def body(lex: Lexicon, chance: random.Random, people: list[str]) -> str:
    """About 520 words of Markdown: paragraphs, now and then a heading, a list or a quote."""
    blocks: list[str] = []
    left = chance.randint(WORDS - 160, WORDS + 80)
    while left > 0:
        sentences = [sentence(lex, chance, people) for _ in range(chance.randint(2, 6))]
        left -= sum(line.count(" ") + 1 for line in sentences)
        blocks.append(shaped(sentences, chance.random()))
    return "\n\n".join(blocks)


def sentence(lex: Lexicon, chance: random.Random, people: list[str]) -> str:
    """6 to 24 words; one in eight names a person."""
    words = chance.choices(lex.words, cum_weights=lex.weights, k=chance.randint(6, 24))
    if people and chance.random() < 0.125:
        words[0] = chance.choice(people)
    words[len(words) // 2] += chance.choice((",", "", ""))
    line = " ".join(words)
    return f"{line[0].upper()}{line[1:]}{chance.choice('....?')}"


def shaped(sentences: list[str], dice: float) -> str:
    """A block of Markdown: a list, a quote, a heading with a paragraph, or (four in five) a paragraph."""
    if dice < 0.04:
        return "\n".join(f"- {line}" for line in sentences)
    if dice < 0.12:
        return "“" + " ".join(sentences) + "”"
    if dice < 0.2:
        return f"## {' '.join(sentences[0].split()[:4]).rstrip(',.?')}\n\n{' '.join(sentences)}"
    return " ".join(sentences)


def write(count: int, out: Path, form: str = "raw", seed: int = 1) -> int:
    """Write `count` articles under `out`; returns the bytes written."""
    made = articles(count, seed)
    return write_lines(made, out) if form == "jsonl" else write_files(made, out, form)


def write_lines(made: Iterator[Article], out: Path) -> int:
    """One .jsonl file for each thousand articles."""
    out.mkdir(parents=True, exist_ok=True)
    size = 0
    for part in itertools.count():
        lines = [json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in itertools.islice(made, FOLDER)]
        if not lines:
            return size
        size += (out / f"articles-{part:04}.jsonl").write_bytes("".join(lines).encode())
    return size


def write_files(made: Iterator[Article], out: Path, form: str) -> int:
    """One file an article, in folders of a thousand."""
    size = 0
    suffix, text = (".txt", as_raw) if form == "raw" else (".md", as_content)
    for number, one in enumerate(made):
        folder = out / f"{number // FOLDER:03}"
        if number % FOLDER == 0:
            folder.mkdir(parents=True, exist_ok=True)
        size += (folder / f"{number:06}{suffix}").write_bytes(text(one).encode())
    return size


def as_raw(one: Article) -> str:
    """A text file as crawlers leave them: a header line, a blank line, prose; the title is its first line."""
    return f" date {one.date} {one.url}\n\n{one.title}\n\n{one.text}\n"


def as_content(one: Article) -> str:
    """Markdown with front matter. The values are letters and spaces, so JSON's strings are YAML's."""
    fields = asdict(one)
    del fields["text"]
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in sorted(fields.items()))
    return f"---\n{head}---\n\n{one.text}\n"


def main() -> None:
    """Read the command line, write the corpus, say how much it is."""
    parser = argparse.ArgumentParser(description="Write a corpus of invented articles.")
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--form", choices=("raw", "jsonl", "entries"), default="raw")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    size = write(told.count, told.out, told.form, told.seed)
    print(f"{told.count} articles, {size / 1e6:.1f} MB, in {told.out}")


if __name__ == "__main__":
    main()
