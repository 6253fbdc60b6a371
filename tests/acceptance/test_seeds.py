"""The two seed files, one article twice, through the whole of `fonds`: what a reader gets of them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml


@pytest.fixture(scope="module")
def built(shared: Path, site_at: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("../shared/seeds is absent")
    made = site_at(tmp_path_factory.mktemp("seeds"))
    made.run("init", ".")
    for seed in seeds:
        made.write({f"content/raw/{seed.name}": seed.read_bytes()})
    return made.build()


@pytest.fixture(scope="module")
def entry(built: Any) -> tuple[dict[str, Any], str]:
    """Front matter and body of the one entry."""
    texts = list(built.entries().values())
    assert len(texts) == 1
    _, head, body = texts[0].split("---\n", 2)
    return yaml.load(head, yaml.BaseLoader), body


def test_one_entry_with_its_date_and_address(entry: tuple[dict[str, Any], str]) -> None:
    head, _ = entry
    assert head["date"] == "2021-03-14"
    assert head["url"].startswith("https://thehill.com/homenews/administration/543171-")
    assert head["title"]


def test_no_text_of_the_hover_cards(entry: tuple[dict[str, Any], str]) -> None:
    _, body = entry
    for word in ("MORE", "delisting Cuba", "Sunday shows preview", "midterm push", "Antony BlinkenAntony"):
        assert word not in body
    assert "Antony Blinken" in body


def test_people_of_the_hover_cards_are_kept(entry: tuple[dict[str, Any], str]) -> None:
    head, _ = entry
    assert sorted(head["people"]) == ["Antony Blinken", "Donald Trump", "Joe Biden", "Lloyd Austin"]


def test_quotes_of_the_better_copy_are_kept(entry: tuple[dict[str, Any], str]) -> None:
    _, body = entry
    assert "“force multipliers”" in body
    assert "“We’re able to achieve" in body
    assert "Were able" not in body


def test_other_copy_is_recorded(entry: tuple[dict[str, Any], str], shared: Path) -> None:
    head, _ = entry
    origins = {head["raw"]["origin"], *(copy["origin"] for copy in head["copies"])}
    assert len(head["copies"]) == 1
    assert origins == {path.name for path in (shared / "seeds").glob("*.txt")}


def test_page_shows_the_cards_as_cuts_only(built: Any) -> None:
    pages = {name: data.decode() for name, data in built.pages().items() if name.endswith(".html")}
    found = [name for name, text in pages.items() if "“force multipliers”" in text]
    assert any(name.endswith("/index.html") for name in found)
    for name, text in pages.items():
        assert "Sunday shows preview" not in re.sub(r"<del\b.*?</del>", "", text, flags=re.DOTALL), name


def test_search_knows_the_text_and_not_the_cards(built: Any) -> None:
    index = [gzip.decompress(data) for name, data in built.pages().items() if name.endswith(".pf_index")]
    words = {word for pack in index for word in pack[16 : 16 + int.from_bytes(pack[:4], "little")].split(b"\n")}
    assert {b"forc", b"multipli"} <= words
    (page,) = [data.decode() for name, data in built.pages().items() if b"<div class=record>" in data]
    shown = re.findall(r"<h1.*?</h1>|<div class=text.*?(?=<div class=record>)", page, re.DOTALL)
    uncut = re.sub(r"<del class=cut.*?</del>|<a class=caret.*?</a>", "", " ".join(shown), flags=re.DOTALL)
    (packed,) = [data for name, data in built.pages().items() if name.endswith("table.pf_meta")]
    ((part,),) = [shard["parts"] for shard in json.loads(gzip.decompress(packed))["shards"]]
    assert part["lengths"] == [len(re.sub(r"<[^>]*>", "", re.sub(r"(?=<(?:p|h1|div)\b)", " ", uncut)).split())]
    assert part["dates"] == [2021 << 9 | 3 << 5 | 14]
