"""The benchmark's corpus is the same every time, and of the size that it says."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from types import ModuleType

import pytest
import yaml

BENCH = Path(__file__).resolve().parents[3] / "bench"


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    import corpus

    return corpus


def test_same_seed_gives_the_same_articles_whatever_the_count(corpus: ModuleType) -> None:
    assert list(corpus.articles(3)) == list(corpus.articles(9))[:3]
    assert list(corpus.articles(3)) != list(corpus.articles(3, seed=2))


def test_articles_are_as_described(corpus: ModuleType) -> None:
    made = list(corpus.articles(300))
    assert 480 < statistics.mean(len(one.text.split()) for one in made) < 560
    assert len({one.url for one in made}) == len(made)
    assert {one.source for one in made} == set(corpus.lexicon(corpus.random.Random(1)).sources)
    assert all("2004-01-01" <= one.date < "2024-01-01" for one in made)
    assert any("\n## " in one.text for one in made)
    assert any("\n- " in one.text for one in made)
    assert any("“" in one.text for one in made)


def test_each_form_holds_the_same_articles(corpus: ModuleType, tmp_path: Path) -> None:
    first, *_ = made = list(corpus.articles(4))
    for form in ("raw", "jsonl", "entries"):
        size = corpus.write(4, tmp_path / form, form)
        files = sorted(path for path in (tmp_path / form).rglob("*") if path.is_file())
        assert size == sum(path.stat().st_size for path in files)
    raw = sorted((tmp_path / "raw").rglob("*.txt"))
    assert len(raw) == len(made)
    assert raw[0].read_text("utf-8") == f" date {first.date} {first.url}\n\n{first.title}\n\n{first.text}\n"
    lines = (tmp_path / "jsonl" / "articles-0000.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["url"] for line in lines] == [one.url for one in made]
    _, head, _ = sorted((tmp_path / "entries").rglob("*.md"))[0].read_text("utf-8").split("---\n", 2)
    assert yaml.load(head, yaml.BaseLoader)["people"] == first.people
