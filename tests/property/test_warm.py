"""A build that remembers equals a build that does not, byte for byte, after any sequence of edits."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.edge.work import Work
from generator.pipeline.withdraw import Wish, undo, withdraw
from generator.pipeline.withheld import withdrawals_of

NAMES = ("2021/03/one.md", "2021/04/two.md", "three.md", "undated/four.md")
TITLES = ("Harbour", "The long strike", "Harbour", "A & <b>")
DATES = ("2021-03-14", "2021", "1999-12", "")
BODIES = (
    "One paragraph about herring and the quay.\n\n## A heading\n\nMore of it.",
    "A [link](/2021/) and *marks*.",
    "Keepers kept the lighthouse and its log books for forty years.",
    "As [one](/2021/03/one/) and [two](../two/) say: Ida Fenn of the *Petrel*, lighthouse, Gannet, Dunlin.",
)
SHIPS = ("Heron", "Petrel", "Gannet", "Plover", "Dunlin", "Curlew", "Avocet")
COPIED = " ".join(f"On day {n} the “{ship}” came in, and the keeper’s lamp was lit." for n, ship in enumerate(SHIPS))
DAMAGED = COPIED.replace("“", "").replace("”", "").replace("’", "")
HEAP = (*BODIES, COPIED, DAMAGED, DAMAGED.replace("Petrel", "petrel"))


def entry(title: str, date: str, body: str, tag: str, draft: bool) -> str:
    return f'---\ntitle: "{title}"\ndate: "{date}"\ntags: [{tag}]\ndraft: {str(draft).lower()}\n---\n\n{body}\n'


ENTRY = st.builds(
    entry, st.sampled_from(TITLES), st.sampled_from(DATES), st.sampled_from(BODIES), st.sampled_from("ab"),
    st.sampled_from((False, False, False, True)),
)  # fmt: skip
NAME = st.sampled_from(NAMES)
EDIT = st.one_of(
    st.tuples(st.just("write"), NAME, ENTRY),
    st.tuples(st.just("write"), NAME, ENTRY),
    st.tuples(st.just("delete"), NAME),
    st.tuples(st.just("rename"), NAME, NAME),
    st.tuples(st.just("raw"), st.sampled_from(("a.txt", "b.txt")), st.sampled_from(HEAP)),
    st.tuples(st.just("copy"), st.sampled_from(("", "A remark.\n"))),
    st.tuples(st.just("no raw"), st.sampled_from(("a.txt", "b.txt"))),
    st.tuples(st.just("theme"), st.sampled_from(("/* one */", "/* two */"))),
    st.tuples(st.just("template"), st.sampled_from(("one", "two", ""))),
    st.tuples(st.just("static"), st.sampled_from(("example.org", "example.com"))),
    st.tuples(st.just("note"), st.sampled_from(BODIES)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)
STEPS = st.lists(st.lists(EDIT, min_size=1, max_size=3), min_size=2, max_size=3)
START = (
    ("write", NAMES[0], entry(TITLES[0], DATES[0], BODIES[0], "a", False)),
    ("write", NAMES[2], entry(TITLES[1], DATES[2], BODIES[2], "b", False)),
    ("raw", "a.txt", COPIED),
    ("raw", "b.txt", DAMAGED),
)
FILES = {
    "write": "content/entries/{}",
    "raw": "content/raw/{}",
    "theme": "assets/own.css",
    "template": "templates/extra.html",
    "static": "content/static/CNAME",
    "note": "content/pages/about.md",
}


def withdrawals(archive: Any, kind: str, number: int) -> None:
    """Withdraw one of the entries that are there, or lift one of the withdrawals."""
    paths, gone = sorted(archive.entries()), withdrawals_of(archive.place)
    with Work(archive.cache, "code", executor="inline") as work:
        if kind == "withdraw" and paths:
            wish = Wish(names=(paths[number % len(paths)],), reason="Asked for", date="2026-11-22")
            withdraw(wish, archive.place, work)
        elif kind == "undo" and gone:
            undo([gone[number % len(gone)].id], archive.place)


def carry_out(archive: Any, step: tuple[Any, ...]) -> None:
    kind, *rest = step
    top = archive.place.entries
    if kind in FILES:
        archive.write(FILES[kind].format(rest[0]), rest[-1] if kind != "note" else f"---\ntitle: N\n---\n{rest[0]}\n")
    elif kind in ("withdraw", "undo"):
        withdrawals(archive, kind, int(rest[0]))
    elif kind == "delete":
        (top / rest[0]).unlink(missing_ok=True)
    elif kind == "copy":
        for file in archive.place.copies.glob("*.md"):
            file.write_text(file.read_text("utf-8") + rest[0], "utf-8") if rest[0] else file.unlink()
    elif kind == "no raw":
        (archive.place.raw / rest[0]).unlink(missing_ok=True)
    elif (top / rest[0]).exists() and not (top / rest[1]).exists():
        (top / rest[1]).parent.mkdir(parents=True, exist_ok=True)
        (top / rest[0]).rename(top / rest[1])


def same_after(archive_at: Any, steps: list[list[tuple[Any, ...]]], search: bool) -> bool:
    """Whether a site that was built after each step is in the end the one that is built from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        warm, cold = (archive_at(Path(folder, name), search) for name in ("warm", "cold"))
        for edits in (START, *steps):
            for step in edits:
                carry_out(warm, step)
            warm.ingest()
            problems = warm.build().problems
        for name in ("content", "assets", "templates"):
            if (warm.place.root / name).exists():
                shutil.copytree(warm.place.root / name, cold.place.root / name, dirs_exist_ok=True)
        same = cold.build().problems == problems and warm.public() == cold.public()
        warm.cache.close()
        cold.cache.close()
    return bool(same)


@pytest.mark.parametrize(("kind", "count"), [("without search", 400), ("with the search index", 100)])
def test_a_warm_build_equals_a_cold_one(archive_at: Any, figure: Any, kind: str, count: int) -> None:
    """Sequences of adding, changing, deleting, renaming, withdrawing, and changes of the theme."""
    seen: list[bool] = []

    @settings(max_examples=count, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink])
    @given(STEPS)
    def check(steps: list[list[tuple[Any, ...]]]) -> None:
        seen.append(same_after(archive_at, steps, search=kind == "with the search index"))
        assert seen[-1]

    failed = ""
    try:
        check()
    except AssertionError as error:
        failed = "\n".join([str(error), *getattr(error, "__notes__", ())])
    print(failed)
    figure(f"random edit sequences, {kind}: warm equals cold", f"{count} of {count}", f"{sum(seen)} of {len(seen)}")


def test_each_kind_of_edit_shows_in_the_published_site(archive_at: Any, tmp_path: Path) -> None:
    """The test above can only fail if edits change pages: they do, and each alone equals a cold build."""
    archive = archive_at(tmp_path / "site")
    for step in START:
        carry_out(archive, step)
    archive.ingest()
    archive.build()
    assert [path for path in archive.public() if "/copies/1/" in path]
    templates = Path(__file__).parents[2] / "themes/default/templates"
    frame = templates / "base.html"
    changed = frame.read_text("utf-8").replace("</body>", "<!-- own mark --></body>")
    texts = [entry(*parts) for parts in (
        ("Retitled", DATES[0], BODIES[0], "a", False), ("Retitled", "2001-01-01", BODIES[0], "a", False),
        ("Retitled", "2001-01-01", BODIES[1], "a", False), ("Retitled", "2001-01-01", BODIES[1], "b", False),
        ("Retitled", "2001-01-01", BODIES[1], "b", True))]  # fmt: skip
    edits = [("write", NAMES[0], text) for text in texts]
    edits += [
        ("rename", NAMES[2], NAMES[3]),
        ("theme", "/* own */"),
        ("static", "example.org"),
        ("note", BODIES[0]),
        ("copy", "A remark.\n"),
        ("copy", ""),
    ]
    for edit in (*edits, None):
        before = archive.public()
        if edit:
            carry_out(archive, edit)
        else:
            archive.write(f"templates/{frame.name}", changed)
        archive.build()
        after = archive.public()
        assert after != before, edit
        archive.forget()
        archive.build()
        assert archive.public() == after, edit
    archive.cache.close()


def test_nothing_edited_nothing_written(archive_at: Any, tmp_path: Path) -> None:
    archive = archive_at(tmp_path / "site")
    for step in START:
        carry_out(archive, step)
    assert archive.build().written > 0
    assert archive.build().written == 0
    archive.cache.close()
