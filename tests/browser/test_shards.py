"""An index in shards finds, counts and ranks as one index of the whole archive does."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]
WORDS = "herring quay lamp gate ferry ledger storm bell rope keeper café tide chart winter letter".split()
SMALL = (
    "import generator.site.shards as s; import generator.search.packs as p; "
    "s.LEAST, s.PART, p.RANGE = {least}, {least} // 2, 500; from generator.cli import main; main()"
)
"""`fonds` with shards of so many entries, in two parts or more: the real ones hold thousands."""

ASK = """async ({ base, query, only }) => {
  const { Shards } = await import(base + 'assets/shards.js')
  const index = new Shards(new URL(base))
  await index.start()
  const hits = await index.find(query, index.shards.filter(s => !only || s.name.startsWith(only)))
  hits.sort((a, b) => b.score - a.score || a.page - b.page)
  await index.facets(index.shards)
  const texts = await Promise.all(hits.map(hit => index.text(hit)))
  const names = ({ shard, page }, kind) => shard[kind][page - shard.begin].map(number => shard.names[number])
  const row = (hit, i) => [texts[i].url, hit.score, index.date[hit.page], names(hit, 'source'), names(hit, 'person')]
  return hits.map(row)
}"""


def entry(number: int, chance: random.Random) -> str:
    date = f"{1990 + number % 12}-{1 + number % 7:02}-{1 + number % 28:02}" if number % 9 else ""
    text = " ".join(chance.choices(WORDS, weights=range(1, len(WORDS) + 1), k=chance.randint(20, 160)))
    lamp = " The harbour\u2019s lamplighter climbed." if number == 7 else ""
    who = f'people: ["Keeper {number % 4}"]\n' if number % 2 else ""
    title = " ".join(chance.sample(WORDS, 3))
    return f'---\ntitle: "{title} {number}"\ndate: "{date}"\nsource: "Post {number % 3}"\n{who}---\n\n{text}.{lamp}\n'


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of the same archive with its index whole and in shards of at most five entries."""
    found = {}
    for name, least in (("whole", 2000), ("shards", 10)):
        folder = tmp_path_factory.mktemp(name)
        chance = random.Random(4)
        (folder / "content/entries").mkdir(parents=True)
        (folder / "site.yaml").write_text("title: T\n")
        for number in range(60):
            (folder / f"content/entries/e{number}.md").write_text(entry(number, chance), "utf-8")
        command = [sys.executable, "-c", SMALL.format(least=least), "build", "-q", "-j", "1"]
        subprocess.run(command, cwd=folder, check=True, env={"PYTHONPATH": str(TOP)}, capture_output=True)
        found[name] = folder / "public"
    return found


@pytest.fixture
def find(archives: dict[str, Path], serve: Callable[..., str], visit: Any) -> Callable[..., list[Any]]:
    def asked(name: str, query: str, only: str = "") -> list[Any]:
        base = serve(archives[name])
        visit.page.goto(f"{base}search/")
        found: list[Any] = visit.page.evaluate(ASK, {"base": base, "query": query, "only": only})
        assert visit.errors == []
        return found

    return asked


@pytest.mark.parametrize(
    "query",
    ["herring", "herring quay", "letter winter chart", "cafe", "café lamp", "lamplight", "Keeper 3", "herr",
     '"letter winter"', '"letter winter" herring', "herring -quay", "lamplighter climbed"],
)  # fmt: skip
def test_shards_rank_as_the_whole_does(find: Callable[..., list[Any]], query: str) -> None:
    whole, shards = find("whole", query), find("shards", query)
    assert whole
    assert sorted(row[0] for row in shards) == sorted(row[0] for row in whole)
    scores = {row[0]: row[1] for row in shards}
    assert [scores[row[0]] for row in whole] == pytest.approx([row[1] for row in whole], rel=0.02)


@pytest.mark.parametrize(
    "query", ["lampooned", "herringbones", "herring lampooned", "zzz", "quay zzz", '"quay zzz"', "-quay"]
)
def test_no_page_is_found_that_lacks_a_word(find: Callable[..., list[Any]], query: str) -> None:
    assert find("whole", query) == []
    assert find("shards", query) == []


def test_only_the_shards_that_are_asked_are_loaded(find: Callable[..., list[Any]], visit: Any) -> None:
    loaded: list[str] = []
    visit.page.on("request", lambda asked: loaded.append(asked.url))
    found = find("shards", "letter", only="1994")
    assert {row[2][:4] for row in found} == {"1994", "1995"}
    assert {url.split("/pagefind/")[1].split("/")[0] for url in loaded if ".pf_index" in url} == {"1994"}


def test_a_result_knows_its_entry(find: Callable[..., list[Any]]) -> None:
    (found,) = find("shards", "lamplighter climbed")
    assert found[0].endswith("/e7/")
    assert found[2:] == ["1997-01-08", ["Post 1"], ["Keeper 3"]]
