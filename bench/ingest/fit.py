"""Saved pages with known bodies -> generator/ingest/extract/trees.py: the decision trees that weigh the evidence.

    python bench/ingest/fit.py [DATA]           fits on all pages and writes the module, and folds.txt beside this file
    python bench/ingest/fit.py [DATA] --check   fits again and compares; 1 if what is written is not what comes out

Needs LightGBM (4.7 was used), which nothing else in the project does: install it by hand into an environment that has
the project's own libraries. One thread and a fixed seed: the same evidence gives the same trees, byte for byte. The
evidence is part of the code: whoever changes what extract/features.py, blocks.py, prune.py or the reader view say of a
page fits again. DATA as in bodies.py.

folds.txt holds the trees of a cross validation: for each of five parts of the pages, all of a site in the same part,
those that were fitted on the other four. With them bodies.py tells what is kept of pages of sites that were not fitted
on. Twice as many trees at half the rate, larger leaves, other shares of columns and pages were compared by these
figures: they differ by no more than two seeds do.

Each block of a page is labelled by the known body: for `aeb` by the words that an alignment with it finds again, for
`readability` by the lines of the cleaned article, for `html-dates` by the snippets; blocks of which the body says
nothing have no label.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import lightgbm
import numpy as np
from bodies import FOLDS, PARTS, Case, cases, part, shingles, words

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.ingest.extract.article import evidence
from generator.ingest.extract.blocks import Block, blocks
from generator.ingest.extract.model import DEPTH, LEAVES, SCALE
from generator.ingest.extract.votes import squeeze
from generator.ingest.markup import parse

TARGET = Path(__file__).resolve().parents[2] / "generator" / "ingest" / "extract" / "trees.py"
ROUNDS = 100
WEIGHT = {"html-dates": 1.0, "aeb": 6.0, "readability": 1.0}
"""Of a page; chosen by cross validation. A page of the last two has hundreds of labels: each counts by their root."""
PARAMETERS = {
    "objective": "binary",
    "max_depth": DEPTH,
    "num_leaves": LEAVES,
    "learning_rate": 0.16,
    "min_child_samples": 20,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    "extra_trees": True,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
ENOUGH, LITTLE = 0.6, 0.4
"""A block of whose words this share is in the body is part of it; one with less than the second is not."""


class Sample(NamedTuple):
    """A page as the trees see it."""

    case: Case
    rows: np.ndarray
    labels: np.ndarray
    """1, 0, or -1 where nothing is known."""


# --- labels ---------------------------------------------------------------------------------------------------


def labels(case: Case, found: Sequence[Block]) -> list[int]:
    """What the known body says of each block."""
    by = {"aeb": by_words, "html-dates": by_snippets, "readability": by_lines}
    return by[case.set](case, found)


def by_words(case: Case, found: Sequence[Block]) -> list[int]:
    """Align the words of the page with those of the body."""
    true = words(case.body.casefold())
    made = [(word, i) for i, block in enumerate(found) for word in words(block.text.casefold())]
    total, hit = Counter(i for _, i in made), Counter[int]()
    for match in SequenceMatcher(None, true, [word for word, _ in made], autojunk=False).get_matching_blocks():
        hit.update(i for _, i in made[match.b : match.b + match.size])
    body = squeeze(case.body)
    out: list[int] = []
    for i, block in enumerate(found):
        share = hit[i] / total[i] if total[i] else 0.5
        by_chance = total[i] < 3 and len(true) > 400 and not (hit[i - 1] and hit[i + 1])
        again = share < LITTLE and len(block.key) > 24 and block.key in body
        out.append(-1 if again or (share >= ENOUGH and by_chance) else judged(share))
    return out


def judged(share: float) -> int:
    return 1 if share >= ENOUGH else 0 if share < LITTLE else -1


def by_lines(case: Case, found: Sequence[Block]) -> list[int]:
    """Look for each block among the blocks of the cleaned article."""
    true = [block.text for block in blocks(parse(case.expected))]
    lines, text = {squeeze(line) for line in true}, squeeze(" ".join(true))
    grams = shingles(" ".join(true).casefold())
    out: list[int] = []
    for block in found:
        if not block.key:
            out.append(-1)
        elif block.key in lines or (len(block.key) > 24 and block.key in text):
            out.append(1)
        else:
            mine = shingles(block.text.casefold()) if len(block.text) > 60 else Counter()
            out.append(judged(sum(gram in grams for gram in mine) / max(1, len(mine))))
    return out


def by_snippets(case: Case, found: Sequence[Block]) -> list[int]:
    """Look for the snippets; of several blocks that hold one, the paragraph counts and the others say nothing."""
    must, must_not = ([key for each in some if (key := squeeze(each))] for some in (case.must, case.must_not))
    out = [by_snippet(block.key, must, must_not) for block in found]
    for snippet in must:
        hits = [i for i, block in enumerate(found) if snippet in block.key]
        best = max(hits, key=lambda i: (is_prose(found[i]), min(len(found[i].key), 4 * len(snippet))), default=-1)
        for i in hits:
            if i != best and not any(other != snippet and other in found[i].key for other in must):
                out[i] = -1
    return out


def by_snippet(key: str, must: Sequence[str], must_not: Sequence[str]) -> int:
    if any(each in key or (len(key) > 15 and key in each) for each in must):
        return 1
    known = any((each in key and len(each) > 0.3 * len(key)) or (len(key) > 15 and key in each) for each in must_not)
    return 0 if known else -1


def is_prose(block: Block) -> bool:
    return block.owner.tag not in ("h1", "h2", "h3", "a")


# --- trees ----------------------------------------------------------------------------------------------------


def samples(data: Path) -> Iterator[tuple[Sample, tuple[str, ...]]]:
    """All pages, with the names of the columns."""
    for _, case in cases(data, ""):
        seen = evidence(parse(case.page), case.url)
        if seen.columns:
            rows = np.array(list(seen.columns.values())).T
            yield Sample(case, rows, np.array(labels(case, seen.found))), tuple(seen.columns)


def fitted(pages: Sequence[Sample], names: Sequence[str]) -> lightgbm.Booster:
    """The trees for these pages."""
    weights = []
    for page in pages:
        known = max(1, int((page.labels >= 0).sum()))
        weight = WEIGHT[page.case.set] / (1.0 if page.case.set == "html-dates" else known**0.5)
        weights.append(np.full(len(page.labels), weight))
    rows, marks = np.vstack([page.rows for page in pages]), np.concatenate([page.labels for page in pages])
    known = marks >= 0
    data = lightgbm.Dataset(
        rows[known], marks[known], weight=np.concatenate(weights)[known], feature_name=list(map(str, range(len(names))))
    )
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def folds(pages: Sequence[Sample], names: Sequence[str]) -> str:
    """For each part the trees that were fitted on the others: a line with their columns, then a line for each tree."""
    out: list[str] = []
    for number in range(PARTS):
        used, lines = table(fitted([page for page in pages if part(page.case) != number], names))
        out.append("\n".join([" ".join(names[i] for i in used), *lines]))
    return "\n\n".join(out) + "\n"


def table(model: lightgbm.Booster) -> tuple[list[int], list[str]]:
    """The columns that the trees use, and a line for each tree, filled up to full depth."""
    trees = [tree["tree_structure"] for tree in model.dump_model()["tree_info"]]
    used = sorted({node["split_feature"] for tree in trees for node in inner(tree)})
    return used, [line(tree, used) for tree in trees]


def inner(node: dict) -> Iterator[dict]:
    if "split_feature" in node:
        yield node
        yield from inner(node["left_child"])
        yield from inner(node["right_child"])


def line(tree: dict, used: Sequence[int]) -> str:
    level, out = [tree], []
    for _ in range(DEPTH):
        out += [
            f"{used.index(node['split_feature'])}:{node['threshold']:.3g}" if "split_feature" in node else "0:0"
            for node in level
        ]
        level = [node.get(side, node) for node in level for side in ("left_child", "right_child")]
    return " ".join([*out, *(f"{node['leaf_value'] * SCALE:.0f}" for node in level)])


def written(names: Iterable[str], lines: Sequence[str]) -> str:
    """The module."""
    quoted, rows = ['    "'], "\n".join(lines)
    for name in names:
        if len(quoted[-1]) + len(name) > 106:
            quoted.append('    "')
        quoted[-1] += name + " "
    shown = "\n".join(each + '"' for each in quoted)
    return f'''"""The trees of model.py, made by bench/ingest/fit.py: to be made anew, not edited.

Fitted on three public sets of saved pages: 100 news pages with bodies made by hand, 500 with snippets that must and
must not be there, 60 with cleaned articles. How they do on pages that they were not fitted on is told by
bench/ingest/bodies.py.
"""

from __future__ import annotations

from typing import Final

NAMES: Final = tuple(
{shown}.split()
)
"""The columns of the evidence by number (see features.py)."""

TREES: Final = """
{rows}
"""
"""A line for each tree: `column:threshold` for each split, level by level, then the leaves in thousandths."""
'''


def made(data: Path) -> dict[Path, str]:
    """Both files by their path."""
    found = list(samples(data))
    pages, names = [page for page, _ in found], found[0][1]
    used, lines = table(fitted(pages, names))
    return {TARGET: written([names[i] for i in used], lines), FOLDS: folds(pages, names)}


def main() -> int:
    """Fit and write, or fit and compare."""
    options = argparse.ArgumentParser(description="Fit the trees that choose the blocks of an article.")
    options.add_argument("data", nargs="?", type=Path, default=Path(__file__).resolve().parents[3] / "shared" / "data")
    options.add_argument(
        "--check", action="store_true", help="write nothing, tell whether the trees are what comes out"
    )
    chosen = options.parse_args()
    warnings.simplefilter("ignore")
    files = made(chosen.data)
    if chosen.check:
        other = [path.name for path, text in files.items() if path.read_text("utf-8") != text]
        print(f"not what comes out: {', '.join(other)}" if other else "the trees are what comes out")
        return bool(other)
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
