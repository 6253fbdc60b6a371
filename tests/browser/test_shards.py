"""An index in shards finds, counts and ranks as one index of the whole archive does."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]
WORDS = "herring quay lamp gate ferry ledger storm bell rope keeper café tide chart winter letter".split()
SMALL = (
    "import generator.site.shards as s; import generator.search.packs as p; "
    "s.LEAST, s.PART, p.RANGE = {least}, {least} // 2, 150; from generator.cli import main; main()"
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
  const row = (hit, i) => [
    texts[i].url.pathname, hit.score, index.date[hit.page], names(hit, 'source'), names(hit, 'person')]
  return hits.map(row)
}"""


def entry(number: int, chance: random.Random) -> str:
    date = f"{1990 + number % 12}-{1 + number % 7:02}-{1 + number % 28:02}" if number % 9 else ""
    text = " ".join(chance.choices(WORDS, weights=range(1, len(WORDS) + 1), k=chance.randint(20, 160)))
    lamp = {7: " The harbour\u2019s lamplighter climbed.", 11: " A signal\ufeffman rowed."}.get(number, "")
    who = f'people: ["Keeper {number % 4}"]\n' if number % 2 else ""
    facts = f'source: "Post {number % 3}"\ntags: {tags(number)}\nlanguage: {language(number)}\n{who}'
    title = " ".join(chance.sample(WORDS, 3))
    return f'---\ntitle: "{title} {number}"\ndate: "{date}"\n{facts}---\n\n{text}.{lamp}\n'


def tags(number: int) -> list[str]:
    return [f"mark {factor}" for factor in (2, 3, 5) if number % factor == 0]


def language(number: int) -> str:
    return "de" if number % 4 == 0 else "en"


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of the same archive with its index whole and in shards of at most ten entries."""
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


LOOK = """async ({ base, query }) => {
  const { Shards } = await import(base + 'assets/shards.js')
  const index = new Shards(new URL(base))
  await index.start()
  return Promise.all((await index.find(query, index.shards)).map(hit => index.text(hit)))
}"""


def test_the_text_of_a_result_is_that_of_its_page_with_the_places_of_the_words(
    archives: dict[str, Path], serve: Callable[..., str], visit: Any
) -> None:
    base = serve(archives["shards"])
    visit.page.goto(f"{base}search/")
    texts = visit.page.evaluate(LOOK, {"base": base, "query": "letter"})
    assert len(texts) > 20 and all("places" in text for text in texts if text["title"][-3:] != " 11")
    for text in texts:
        assert "".join(text["words"]).startswith(text["title"]) and text["skip"] == len(text["title"].split())
        if "places" in text:
            marked = {text["words"][place].strip(" .").lower() for place, _ in text["places"]}
            assert marked == {"letter"}, text["title"]
    (one,) = visit.page.evaluate(LOOK, {"base": base, "query": "lamplighter"})
    assert (one["title"][-2:], one["source"], one["people"]) == (" 7", "Post 1", "Keeper 3")


def test_where_words_cannot_be_counted_those_that_were_typed_are_marked(
    archives: dict[str, Path], serve: Callable[..., str], visit: Any
) -> None:
    base = serve(archives["shards"])
    visit.page.goto(f"{base}search/")
    (one,) = visit.page.evaluate(LOOK, {"base": base, "query": "rowed"})
    assert "places" not in one, "a browser takes U+FEFF for a blank, Pagefind does not"
    visit.page.goto(f"{base}search/?q=rowed")
    visit.page.locator("#found p mark").first.wait_for()
    assert visit.page.locator("#found p mark").all_text_contents() == ["rowed"]
    assert "man rowed." in visit.page.locator("#found li p").first.inner_text()


@pytest.fixture
def look(archives: dict[str, Path], serve: Callable[..., str], visit: Any) -> Callable[[str], tuple[Any, list[str]]]:
    """Opens the search page of the archive in shards; gives the browser's page and what it loads, in order."""
    loaded: list[str] = []
    visit.page.on("request", lambda asked: loaded.append(asked.url.partition("/pagefind/")[2].partition("?")[0]))

    def at(query: str) -> tuple[Any, list[str]]:
        visit.page.goto(f"{serve(archives['shards'])}search/{query}")
        visit.page.get_by_text("entries with letter").wait_for()
        visit.page.locator("[data-kind=source] label").first.wait_for()
        return visit.page, loaded

    return at


DATES = "all => all.map(time => time.dateTime)"


def shards_of(loaded: list[str]) -> set[str]:
    return {path.split("/")[0] for path in loaded if path.endswith(".pf_index")}


def test_a_range_of_years_loads_its_shards_and_the_rest_when_a_hand_comes_near(look: Callable[..., Any]) -> None:
    page, loaded = look("?q=letter&from=1995&to=1996")
    assert shards_of(loaded) == {"1994", "1996"}
    assert {date[:4] for date in page.locator("#found time").evaluate_all("all => all.map(t => t.dateTime)")} == {
        "1995",
        "1996",
    }
    page.locator("[data-range] select").first.focus()
    page.locator("[data-range] td", has_text="\u2026").first.wait_for(state="detached")
    assert len(shards_of(loaded)) > 2


def test_the_newest_are_shown_before_old_shards_are_asked(look: Callable[..., Any]) -> None:
    page, loaded = look("?q=letter&sort=newest")
    first = next(at for at, path in enumerate(loaded) if path.endswith(".pf_meta") and path != "table.pf_meta")
    early = shards_of(loaded[:first])
    assert "2000" in early and "1984" not in early
    assert "1984" in shards_of(loaded), "for the number of all"
    dates = page.locator("#found time").evaluate_all(DATES)
    assert dates == sorted(dates, reverse=True)


def counts_shown(page: Any) -> dict[str, int]:
    """Name -> number beside it, of all lists that narrow."""
    labels = page.locator(".facets label").all_text_contents()
    return {name: int(number) for name, _, number in (label.rpartition(" ") for label in labels)}


def test_counts_are_those_of_the_archive(look: Callable[..., Any]) -> None:
    chance = random.Random(4)
    texts = [entry(number, chance) for number in range(60)]
    having = [text for text in texts if "letter" in text]
    page, _ = look("?q=letter")
    assert page.locator(".count b").first.inner_text() == str(len(having))
    facts = [(f"Post {number % 3}", number) for number in range(60)]
    for number in range(60):
        facts += [(f"Keeper {number % 4}", number)] if number % 2 else []
        facts += [(tag, number) for tag in tags(number)]
        facts += [({"de": "German", "en": "English"}[language(number)], number)]
    counts = Counter(name for name, number in facts if texts[number] in having)
    assert counts_shown(page) == counts
    page.locator("label", has_text="mark 3").locator("input").check()
    page.locator(".chips", has_text="mark 3").wait_for()
    page.get_by_text(f"{counts['mark 3']} of {len(having)} entries").wait_for()
    threes = [number for number in range(0, 60, 3) if texts[number] in having]
    page.wait_for_function(
        "n => +document.querySelector('[data-kind=language] b').textContent < n", arg=counts["English"]
    )
    narrowed = Counter(name for name, number in facts if number in threes and not name.startswith("mark"))
    tags_of_all = {name: n for name, n in counts.items() if name.startswith("mark")}
    assert counts_shown(page) == narrowed | tags_of_all, "its own list shows what else could be chosen"
    page.locator(".chips button").click()
    page.get_by_text(f"{len(having)} entries with letter", exact=True).wait_for()
    years = page.locator("[data-range] td").all_text_contents()
    assert sum(map(int, years)) == sum('date: ""' not in text for text in having)
