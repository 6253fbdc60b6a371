"""The contenders of bench/build get the same articles, and an edit of one is an edit of all."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[3] / "bench"
PEERS = ("Hugo", "Zola", "Eleventy", "Pelican")


@pytest.fixture
def contenders(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.syspath_prepend(str(BENCH / "build"))
    import contenders

    monkeypatch.setattr(contenders.programs, "present", lambda name, folder: (f"/{name}", "1"))
    return contenders


def test_each_lays_out_each_article_at_its_address(contenders: ModuleType, tmp_path: Path) -> None:
    import corpus

    made = list(corpus.articles(5))
    everyone = [contenders.fonds("fonds"), *(contenders.peer(name, tmp_path) for name in PEERS)]
    for one in everyone:
        one.lay_out(made, tmp_path / one.name, one.text)
        for article in made:
            text = (tmp_path / one.name / one.articles / f"{contenders.address(article)}.md").read_text("utf-8")
            assert text.endswith(f"\n\n{article.text}\n")
            assert all(word in text for word in (article.title, article.url, article.source, *article.people))


def test_an_edit_changes_one_article_and_a_change_of_theme_the_foot(contenders: ModuleType, tmp_path: Path) -> None:
    import corpus

    for name in PEERS:
        one = contenders.peer(name, tmp_path)
        site = tmp_path / name
        one.lay_out(corpus.articles(5), site, one.text)
        before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
        one.edit(site)
        one.restyle(site, 7)
        changed = [path for path, data in before.items() if path.read_bytes() != data]
        assert sorted("One sentence more." in path.read_text("utf-8") for path in changed) == [False, True], name
        assert sum("Edit 7." in path.read_text("utf-8") for path in changed) == 1


def test_an_absent_peer_is_none(contenders: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contenders.programs, "present", lambda name, folder: None)
    assert contenders.peer("Hugo", tmp_path) is None
