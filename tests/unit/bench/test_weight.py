"""A published archive -> its bytes by kind."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[3] / "bench"
PAGE = "<h1>Ebb</h1><div class=text dir=auto>{}</div><div class=record><del dir=auto>{}</del></div>"
AROUND = len(PAGE.format("", "").replace(" dir=auto></div>", ""))


@pytest.fixture
def weight(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.syspath_prepend(str(BENCH / "build"))
    import weight

    return weight


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("2021/03/14/ebb/index.html", "entries"), ("2021/03/ebb/index.html", "entries"), ("ebb/index.html", "entries"),
        ("undated/ebb/index.html", "entries"), ("2021/03/14/index.html", "days"), ("2021/03/index.html", "months"),
        ("2021/03/14/parts/2/index.html", "days"), ("2021/index.html", "years, on this day, all"),
        ("on-this-day/03/14/index.html", "years, on this day, all"), ("people/ida-fenn/feed.xml", "feeds"),
        ("all/part-2/index.html", "years, on this day, all"), ("people/ida-fenn/part-2/index.html", "people"),
        ("pagefind/2021/7.pf_index", "words of the search index"), ("pagefind/table.pf_meta", "the rest of search"),
        ("data/entries-2.jsonl.gz", "data with the texts"), ("data/entries.csv.gz", "other data"),
        ("manifest-sha256.txt", "manifest and sitemap"), ("assets/style.css", "theme and the rest"),
    ],
)  # fmt: skip
def test_each_file_is_of_a_kind(weight: ModuleType, path: str, kind: str) -> None:
    assert weight.kind_of(path) == kind


def test_the_text_and_what_was_cut_are_not_around_it(weight: ModuleType, tmp_path: Path) -> None:
    for name, words in (("a", "One"), ("b", "Two <i>and</i> three")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(PAGE.format(words, words))
    (tmp_path / "about").mkdir()
    (tmp_path / "about/index.html").write_text("<h1>About</h1>")
    found = weight.weight(tmp_path)
    assert found.files == {"entries": 2, "theme and the rest": 1}
    assert found.around == [AROUND, AROUND]
    assert sum(found.size.values()) == sum(path.stat().st_size for path in tmp_path.rglob("*.html"))
    assert "| entries | 2 |" in weight.told(tmp_path)
