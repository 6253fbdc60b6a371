"""Saved pages with known bodies -> a table: our extraction next to trafilatura and readability on the same files.

    python bench/ingest/bodies.py [DATA] [--half even|odd] [--set aeb|html-dates|readability] [--cases]

DATA is a folder with `aeb` (hand-made bodies), `html-dates` (snippets that must and must not be there) and
`readability` (cleaned articles); without it, ../shared/data beside the project. Measures: F1 is the mean precision and
recall of 4-gram shingles of words as in the article extraction benchmark; "exact" is the share of pages whose words are
all equal; "snippets" is F1 over the snippets; structure is the share of expected elements found again in the rendered
Markdown, by their words (pictures by file name). What is no such element is not expected: a list without items, a
table of layout, a link that leads to no page or to a wiki's editor, a heading that is the page's title, which a body
does not repeat. A table is told by its rows: Markdown has no captions, which stand before it.

The trees were fitted on all of these pages (see fit.py), so "in sample" tells how well they know them. "out of fold"
tells what is to be expected of others: each page is read with trees that were fitted on pages of other sites. Rules
were made by looking at pages, most of them of the even half (cases sorted by name).
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import sys
import tarfile
import time
import warnings
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import markdown
import trafilatura
from lxml import html
from trafilatura.readability_lxml import Document

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.ingest.extract import extract
from generator.ingest.extract.features import Columns
from generator.ingest.extract.model import Forest, read, scores, weighed
from generator.ingest.markup import parse, plain_text

FOLDS = Path(__file__).resolve().with_name("folds.txt")
PARTS = 5
"""Of the cross validation."""
EXTENSIONS = ["tables", "fenced_code", "footnotes", "def_list", "attr_list", "abbr"]
STRUCTURE = {
    "headings": "h1 h2 h3 h4 h5 h6",
    "links": "a",
    "images": "img",
    "tables": "table",
    "lists": "ul ol",
    "quotes": "blockquote",
    "code": "pre",
}


class Case(NamedTuple):
    """A saved page and what is known of its body."""

    set: str
    name: str
    page: str
    body: str = ""
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    expected: str = ""
    url: str = ""


def decoded(data: bytes) -> str:
    """The text of a saved page: UTF-8, else the charset it names, else Windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        named = re.search(rb"charset=[\"']?([\w-]+)", data[:4000])
    try:
        return data.decode(named[1].decode() if named else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def aeb(folder: Path) -> Iterator[Case]:
    """Pages with hand-made bodies: from `html/` and `truth.json`, or from the archive that holds them."""
    files: dict[str, bytes] = {}
    for archive in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(archive) as opened:
            for member in opened:
                if member.isfile():
                    files[Path(member.name).name] = opened.extractfile(member).read()  # type: ignore[union-attr]
    files |= {path.name: path.read_bytes() for path in folder.glob("html/*.html")}
    if (folder / "truth.json").exists():
        files["truth.json"] = (folder / "truth.json").read_bytes()
    truth = json.loads(files.get("truth.json", b"{}"))
    for name in sorted(truth):
        if f"{name}.html" in files:
            yield Case("aeb", name, decoded(files[f"{name}.html"]), truth[name]["articleBody"], url=truth[name]["url"])


def html_dates(folder: Path) -> Iterator[Case]:
    """Pages with snippets that the body must and must not hold."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    for name in sorted(truth):
        path, known = folder / "html" / f"{name}.gz", truth[name]
        if known.get("with") and path.exists():
            page = decoded(gzip.decompress(path.read_bytes()))
            yield Case(
                "html-dates", name, page, "", tuple(known["with"]), tuple(known.get("without") or ()), url=known["url"]
            )


def readability(folder: Path) -> Iterator[Case]:
    """Pages with cleaned articles that keep their structure."""
    for each in sorted(folder.iterdir()):
        if (each / "source.html").exists():
            page, clean = (decoded((each / name).read_bytes()) for name in ("source.html", "expected.html"))
            yield Case("readability", each.name, page, expected=clean, url="http://fakehost/test/page.html")


def cases(data: Path, only: str) -> Iterator[tuple[int, Case]]:
    """All cases with their number within their set."""
    for name, found in (("aeb", aeb), ("html-dates", html_dates), ("readability", readability)):
        if only in ("", name) and (data / name).exists():
            yield from enumerate(found(data / name))


# --- what is compared -----------------------------------------------------------------------------------------


class Result(NamedTuple):
    """What an extractor made of a page."""

    text: str
    html: str
    seconds: float


def part(case: Case) -> int:
    """Which part of the cross validation a page belongs to: all of a site to the same."""
    site = (urlsplit(case.url).hostname or "").removeprefix("www.")
    name = case.name.rstrip("0123456789-") if case.set == "readability" or not site else site
    return zlib.crc32(name.encode()) % PARTS


@lru_cache(maxsize=1)
def folds() -> list[tuple[tuple[str, ...], Forest]]:
    """For each part the trees that were fitted on the others, with their columns."""
    found = [text.partition("\n") for text in FOLDS.read_text("utf-8").split("\n\n")]
    return [(tuple(names.split()), read(lines)) for names, _, lines in found]


def out_of_fold(case: Case) -> Result:
    """Our Markdown, by trees that were fitted on pages of other sites."""
    names, forest = folds()[part(case)]
    return ours(case, lambda columns: weighed(columns, names, forest))


def ours(case: Case, score: Callable[[Columns], Sequence[float]] = scores) -> Result:
    """Our Markdown, rendered."""
    start = time.process_time()
    body = extract(parse(case.page), case.url, score).body
    spent = time.process_time() - start
    rendered = markdown.markdown(body, extensions=EXTENSIONS)
    return Result(plain_text(parse(rendered)), rendered, spent)


def by_trafilatura(case: Case) -> Result:
    """trafilatura with its default settings, without comments; its structure from its own HTML output."""
    start = time.process_time()
    text = trafilatura.extract(case.page, include_comments=False) or ""
    spent = time.process_time() - start
    if not case.expected:
        return Result(text, "", spent)
    options = {"include_links": True, "include_images": True, "include_formatting": True}
    rendered = trafilatura.extract(case.page, include_comments=False, output_format="html", **options) or ""
    return Result(text, rendered, spent)


def by_readability(case: Case) -> Result:
    """The copy of readability that comes with trafilatura."""
    start = time.process_time()
    try:
        rendered = (
            Document(html.fromstring(case.page.encode(), parser=html.HTMLParser(encoding="utf-8"))).summary() or ""
        )
    except Exception:
        rendered = ""
    return Result(plain_text(parse(rendered)), rendered, time.process_time() - start)


PEERS: dict[str, Callable[[Case], Result]] = {
    "out of fold": out_of_fold,
    "in sample": ours,
    "trafilatura": by_trafilatura,
    "readability": by_readability,
}


# --- measures -------------------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The 4-grams of the words; all the words as one where there are fewer."""
    found = words(text)
    return Counter(tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3)) if found)


def squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


class Tally:
    """Sums of one extractor over one half of the cases."""

    def __init__(self) -> None:
        self.precision: list[float] = []
        self.recall: list[float] = []
        self.exact: list[bool] = []
        self.snippets: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.wanted: Counter[str] = Counter()
        self.seconds = 0.0

    def add(self, case: Case, result: Result) -> str:
        """Count a page; returns a remark on it."""
        self.seconds += result.seconds
        if case.set == "aeb":
            return self._body(case, result)
        if case.set == "html-dates":
            return self._snippets(case, result)
        return self._structure(case, result)

    def _body(self, case: Case, result: Result) -> str:
        true, made = shingles(case.body), shingles(result.text)
        same = (true & made).total()
        if made:
            self.precision.append(same / made.total())
        self.recall.append(same / true.total() if true else 1.0)
        self.exact.append(words(case.body) == words(result.text))
        return f"precision {same / max(1, made.total()):.2f} recall {self.recall[-1]:.2f} exact {self.exact[-1]}"

    def _snippets(self, case: Case, result: Result) -> str:
        text = squeezed(result.text)
        missing = [each for each in case.must if squeezed(each) not in text]
        extra = [each for each in case.must_not if each.strip() and squeezed(each) in text]
        self.snippets.update(tp=len(case.must) - len(missing), fn=len(missing), fp=len(extra))
        return f"missing {missing} extra {extra}" if missing or extra else ""

    def _structure(self, case: Case, result: Result) -> str:
        wanted, made = elements(case.expected), elements(result.html)
        for title in titles(case.page):
            wanted["headings"].pop(title, None)
        remarks: list[str] = []
        for kind in STRUCTURE:
            self.wanted[kind] += wanted[kind].total()
            self.found[kind] += (wanted[kind] & made[kind]).total()
            lost = wanted[kind] - made[kind]
            remarks += [f"{kind} {lost.total()} of {wanted[kind].total()}: {list(lost)[:4]!r:.300}"] if lost else []
        return "; ".join(remarks)

    def row(self) -> dict[str, str]:
        """The measures by name."""
        out: dict[str, str] = {}
        if self.exact:
            p, r = mean(self.precision), mean(self.recall)
            out |= {"F1": f"{2 * p * r / (p + r):.3f}", "precision": f"{p:.3f}", "recall": f"{r:.3f}"}
            out["exact"] = f"{mean(self.exact):.2f}"
        if self.snippets:
            tp, fp, fn = (self.snippets[name] for name in ("tp", "fp", "fn"))
            out["snippets"] = f"{2 * tp / (2 * tp + fp + fn):.3f}"
        out |= {kind: f"{self.found[kind] / n:.3f}" for kind, n in self.wanted.items() if n}
        out["CPU s"] = f"{self.seconds:.1f}"
        return out


def mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def elements(text: str) -> dict[str, Counter[str]]:
    """The elements of a rendered article by kind: their words, or the file name of a picture."""
    tree = parse(text)
    for node in list(tree.iter("caption", "a")):
        if node.tag == "caption" or is_editor(node):
            without(node)
    out: dict[str, Counter[str]] = {}
    for kind, tags in STRUCTURE.items():
        found = [key(node) for node in tree.iter(*tags.split()) if is_real(node)]
        out[kind] = Counter(each for each in found if each)
    return out


def is_editor(node: html.HtmlElement) -> bool:
    """Whether a link leads to a wiki's editor, and not to a page that nobody wrote yet: "[edit]" beside a heading."""
    href = node.get("href") or ""
    return "action=edit" in href and "redlink=" not in href


def without(node: html.HtmlElement) -> None:
    """Take out an element and the brackets around it."""
    before, after = node.getprevious(), node.getnext()
    if before is not None and after is not None and (plain_text(before), plain_text(after)) == ("[", "]"):
        before.drop_tree()
        after.drop_tree()
    node.drop_tree()


def key(node: html.HtmlElement) -> str:
    if node.tag == "img":
        return unquote(urlsplit(node.get("src") or "").path.rsplit("/", 1)[-1])
    return " ".join(words(node.text or "" if node.tag == "title" else plain_text(node))).casefold()


def titles(page: str) -> set[str]:
    """What a page is called: its title, and its only heading of the first level."""
    tree = parse(page)
    heads = list(tree.iter("h1"))
    return {key(node) for node in (*tree.iter("title"), *(heads if len(heads) == 1 else []))}


def is_real(node: html.HtmlElement) -> bool:
    """Whether an element is what its tag says."""
    if node.tag == "table":
        return is_grid(node)
    if node.tag in ("ul", "ol"):
        return next(node.iterchildren("li"), None) is not None
    scheme = urlsplit(node.get("href") or "").scheme if node.tag == "a" else ""
    return node.tag != "a" or (bool(node.get("href")) and scheme in ("", "http", "https", "mailto", "tel", "ftp"))


def is_grid(node: html.HtmlElement) -> bool:
    """Whether a table has at least two rows and two columns and holds no other: else it is a means of layout."""
    rows = list(node.iter("tr"))
    return len(rows) > 1 and max(len(row) for row in rows) > 1 and next(node.iterdescendants("table"), None) is None


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Compare article extraction on saved pages with known bodies.")
    options.add_argument("data", nargs="?", type=Path, default=Path(__file__).resolve().parents[3] / "shared" / "data")
    options.add_argument("--half", choices=("even", "odd", "both"), default="both")
    options.add_argument("--set", choices=("aeb", "html-dates", "readability"), default="")
    options.add_argument("--peer", choices=tuple(PEERS), default="")
    options.add_argument("--cases", action="store_true", help="a line for each page that is not perfect")
    chosen = options.parse_args()
    if not chosen.data.exists():
        print(f"no data at {chosen.data.name}: nothing to measure")
        return 0
    warnings.simplefilter("ignore")
    print_table(measured(chosen))
    return 0


def measured(chosen: argparse.Namespace) -> dict[tuple[str, str, str], Tally]:
    """The tallies by set, half and extractor."""
    out: dict[tuple[str, str, str], Tally] = {}
    for number, case in cases(chosen.data, chosen.set):
        half = "odd" if number % 2 else "even"
        if chosen.half not in ("both", half):
            continue
        for name, run in PEERS.items():
            if chosen.peer not in ("", name):
                continue
            result = run(case)
            for those in (half, "both"):
                remark = out.setdefault((case.set, those, name), Tally()).add(case, result)
            if chosen.cases and remark and not remark.endswith("exact True"):
                print(f"{name} {case.set} {case.name[:40]} {remark}")
    return out


def print_table(tallies: dict[tuple[str, str, str], Tally]) -> None:
    """One block for each set, one line for each half and extractor."""
    out = io.StringIO()
    for name in dict.fromkeys(key[0] for key in tallies):
        rows = {key[1:]: tally.row() for key, tally in tallies.items() if key[0] == name}
        columns = list(dict.fromkeys(column for row in rows.values() for column in row))
        out.write(f"\n{name:12} {'half':5} " + " ".join(f"{column:>9}" for column in columns) + "\n")
        for (half, peer), row in sorted(rows.items()):
            out.write(f"{peer:12} {half:5} " + " ".join(f"{row.get(column, '-'):>9}" for column in columns) + "\n")
    print(out.getvalue())


if __name__ == "__main__":
    raise SystemExit(main())
