"""Prints how often title, date, url and authors are right on pages with known truth, beside htmldate and trafilatura.

Run: python bench/ingest/fields.py [DATA] [--peers] [--wrong FIELD]. DATA is the folder that holds html-dates, postlight
and wikinews (default: ../shared/data beside the project). All readers get the same bytes and no address.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from generator.ingest.evidence.authors import names_in  # noqa: E402
from generator.ingest.evidence.titles import fold  # noqa: E402
from generator.ingest.infer import Decision, decide, signals_from_html, signals_from_url  # noqa: E402
from generator.ingest.markup import parse  # noqa: E402
from generator.types import Signal  # noqa: E402

FIELDS = ("title", "date", "url", "authors")


class Answer(NamedTuple):
    """What one reader says of one page."""

    title: str = ""
    date: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    certain: frozenset[str] = frozenset()
    note: str = ""
    warned: bool = False
    seconds: float = 0.0


def ours(page: bytes, today: str) -> Answer:
    """Our answer from the page's own signals; the body is its visible text."""
    text = page.decode("utf-8", "replace")
    tree = parse(text)
    start = time.process_time()
    signals = signals_from_html(tree, text, today)
    body = " ".join(" ".join(p.itertext()) for p in tree.iter("p"))[:20_000]
    decision = decide(signals, body, "page", today)
    return _answer(decision, time.process_time() - start)


def _answer(decision: Decision, seconds: float = 0.0) -> Answer:
    certain = frozenset(name for name, evidence in decision.evidence.items() if evidence.sure == "certain")
    notes = decision.evidence.get("date")
    return Answer(
        decision.title, decision.date, decision.url, decision.authors, certain,
        notes.how if notes else "", bool(decision.problems), seconds,
    )  # fmt: skip


def peer(page: bytes) -> Answer:
    """htmldate's date (original_date=True), trafilatura's other fields."""
    from htmldate import find_date
    from trafilatura import extract_metadata

    start = time.process_time()
    try:
        found = find_date(page, original_date=True) or ""
    except Exception:
        found = ""
    took = time.process_time() - start
    meta = extract_metadata(page)
    authors = names_in(meta.author or "") if meta else ()
    return Answer(meta.title or "", found, meta.url or "", authors, seconds=took) if meta else Answer(date=found)


def pages(folder: Path) -> Iterator[tuple[str, dict[str, Any], bytes]]:
    """Name, truth and bytes of each page, sorted by name."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    for name in sorted(truth):
        path = folder / "html" / f"{name}.gz"
        if path.exists():
            with gzip.open(path) as file:
                yield name, truth[name], file.read()


def right(field: str, answer: Answer, truth: dict[str, Any]) -> bool | None:
    """Whether a field is right; None if the truth does not say."""
    if field == "title":
        return fold(answer.title) == fold(truth["title"]) if truth.get("title") else None
    if field == "date":
        return answer.date == _day(truth) if _day(truth) else None
    if field == "url":
        return _bare(answer.url) == _bare(truth["url"]) if truth.get("url") else None
    stated = truth.get("author") or ""
    names = names_in("; ".join(stated) if isinstance(stated, list) else stated)
    return {fold(n) for n in answer.authors} == {fold(n) for n in names} if names else None


def _day(truth: dict[str, Any]) -> str:
    """The true day; where html-dates has two opinions, htmldate's own benchmark is the later revised one."""
    return str(truth.get("date_htmldate") or truth.get("date") or truth.get("date_published") or "")[:10]


def _bare(url: str) -> str:
    return url.split("://", 1)[-1].removeprefix("www.").split("?")[0].split("#")[0].rstrip("/").lower()


def _ratio(values: list[bool]) -> str:
    return f"{sum(values) / len(values):.3f} of {len(values)}" if values else "none"


def report(label: str, rows: list[tuple[str, dict[str, Any], Answer]]) -> None:
    """One line a reader and field."""
    for field in FIELDS:
        judged = [(right(field, answer, truth), answer) for _, truth, answer in rows]
        known = [(ok, answer) for ok, answer in judged if ok is not None]
        line = f"  {label:12} {field:8} right {_ratio([ok for ok, _ in known])}"
        sure = [ok for ok, answer in known if field in answer.certain]
        if sure:
            line += f"; called certain {len(sure) / len(known):.3f}, of these right {sum(sure) / len(sure):.4f}"
        print(line)
    near = [_near(a.date, _day(t)) for _, t, a in rows if _day(t)]
    wrong = [a.warned for _, t, a in rows if right("date", a, t) is False]
    print(f"  {label:12} date     within a day {_ratio(near)}; wrong ones with a warning {_ratio(wrong)}")
    print(f"  {label:12} ms a page {1000 * sum(a.seconds for *_, a in rows) / max(1, len(rows)):.1f}")


def _near(found: str, day: str) -> bool:
    return len(found) == 10 and abs((date.fromisoformat(found) - date.fromisoformat(day)).days) <= 1


def wikinews(folder: Path) -> None:
    """The seeds' header form: the reader's signals are imitated from the header line."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    rows = []
    for name in sorted(truth):
        head, _, body = (folder / "seedstyle" / f"{name}.txt").read_text("utf-8").partition("\n\n")
        _, day, url = head.split()
        signals = [Signal("date", day, "header line", 0.98), Signal("url", url, "header line", 0.98)]
        rows.append((name, truth[name], _answer(decide([*signals, *signals_from_url(url)], body, name))))
    print(f"wikinews, header form: {len(rows)} texts")
    report("ours", rows)


def measure(folder: Path, peers: bool, today: str, wrong: str) -> None:
    """Both halves (even and odd places in the order of names) of one data set."""
    both = list(pages(folder))
    print(f"{folder.name}: {len(both)} pages")
    for half in (0, 1):
        part = both[half::2]
        print(f" {'even' if half == 0 else 'odd'} half: {len(part)} pages")
        mine = [(name, truth, ours(page, today)) for name, truth, page in part]
        report("ours", mine)
        if peers:
            report("peers", [(name, truth, peer(page)) for name, truth, page in part])
        for name, truth, answer in mine if wrong and half == 0 else ():
            if right(wrong, answer, truth) is False:
                print(f"    {name}: {_shown(wrong, answer, truth)}")


def _shown(field: str, answer: Answer, truth: dict[str, Any]) -> str:
    expected = _day(truth) if field == "date" else truth.get(field.removesuffix("s"))
    sure = "certain" if field in answer.certain else "worked out"
    return f"{getattr(answer, field)!r}, not {expected!r}; {sure}" + (f"; {answer.note}" if field == "date" else "")


def main() -> int:
    """Exit status 0 also where the data are absent: a benchmark is no test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--no-peers", action="store_true", help="only our own figures")
    parser.add_argument("--today", default="", help="newest day of the data, as 2021-03-14")
    parser.add_argument("--wrong", default="", choices=("", *FIELDS), help="list wrong values of the even half")
    options = parser.parse_args()
    for name in ("html-dates", "postlight", "wikinews"):
        folder = options.data / name
        if not (folder / "truth.json").exists():
            print(f"{name}: absent from {options.data}, not measured")
        elif name == "wikinews":
            wikinews(folder)
        else:
            measure(folder, not options.no_peers, options.today, options.wrong)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
