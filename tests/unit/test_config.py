"""site.yaml -> Config."""

from __future__ import annotations

import pytest
from msgspec.structs import asdict

from generator import config
from generator.config import OPTIONS, Config, parse
from generator.kinds import check_address, split_address

MISTAKES = {
    "title: [a]": "expected a text",
    "base_url: example.org": "is not an address",
    "base_url: ftp://example.org/": "is not an address",
    "base_url: 'https://'": "is not an address",
    "base_url: 'http://[::1'": "is not an address",
    "base_url: https://example.org/?q=1": "? or #",
    "base_url: https://example.org/#top": "? or #",
    "language: english please": "is not a language",
    "language: x": "is not a language",
    "language: [en]": "is not a language",
    "raw: ''": "expected the name of a folder",
    "raw: ~": "expected the name of a folder",
    "output: ~/site": "not a folder",
    "search: maybe": "expected true or false",
    "search: [true]": "expected true or false",
    "menu: Home": "expected a list",
    "menu: [{label: A}]": "label and url",
    "menu: [{label: A, url: /a, icon: b}]": "label and url",
    "menu: [a]": "label and url",
    "params: x": "key: text",
    "params: {a: [b]}": "key: text",
    "ignore: {a: b}": "list of names",
    "rules_off: [[a]]": "list of names",
    "rules: hover-cards": "'hover-cards' is none of mojibake",
    "rules: {hover-card: {a: b}}": "expected off, on, or a list",
    "rules: {hover-crad: off}": "'hover-crad' is none of",
    "data: csv, parquet": "'parquet' is none of jsonl",
    "twins: perhaps": "expected true or false",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_leaves_the_default(line: str) -> None:
    read, problems = parse(f"# a comment\n{line}\nkeeper: K\n", "site.yaml")
    assert read == Config(keeper="K")
    (problem,) = problems
    assert (problem.level, problem.where) == ("error", "site.yaml:2")
    assert MISTAKES[line] in problem.message
    assert problem.hint


def test_every_option_is_a_field_and_its_default_reads_as_the_fields_default() -> None:
    assert [option.name for option in OPTIONS] == list(asdict(Config()))
    text = "".join(f"{option.name}: {option.default}\n" for option in OPTIONS)
    assert parse(text, "site.yaml") == (Config(), ())


def test_all_options_are_read() -> None:
    text = """
title: Harbour papers
description: "Letters, 1900 to 1920"
base_url: https://example.org/papers/
language: pt-BR
keeper: The harbour museum
theme: mine
raw: ./heap/raw
content: content
output: out
menu:
  - {label: Museum, url: https://example.org/}
search: no
rules_off: hover-card, page-furniture
ignore: ["*.tmp", drafts/*]
params: {accent: "#123456"}
"""
    read, problems = parse(text, "site.yaml")
    assert problems == ()
    assert read == Config(
        title="Harbour papers",
        description="Letters, 1900 to 1920",
        base_url="https://example.org/papers/",
        language="pt-BR",
        keeper="The harbour museum",
        theme="mine",
        raw=("heap/raw",),
        output="out",
        menu=(("Museum", "https://example.org/"),),
        search=False,
        rules={"hover-card": ("*",), "page-furniture": ("*",)},
        ignore=("*.tmp", "drafts/*"),
        params={"accent": "#123456"},
    )


@pytest.mark.parametrize("name", ["baseURL", "SITEURL", "site_url", "url"])
def test_the_names_of_other_generators_are_understood(name: str) -> None:
    assert parse(f"{name}: https://example.org", "s")[0].base_url == "https://example.org"


@pytest.mark.parametrize(
    ("typed", "meant"), [("tite", "title"), ("languge", "language"), ("ouput", "output"), ("base-url", "base_url")]
)
def test_an_unknown_option_asks_what_was_meant(typed: str, meant: str) -> None:
    (problem,) = parse(f"{typed}: x\n", "site.yaml")[1]
    assert (problem.level, problem.where) == ("warning", "site.yaml:1")
    assert problem.hint == f"Did you mean `{meant}`?"


def test_an_option_unlike_any_gets_the_list_of_all() -> None:
    (problem,) = parse("zzzzzz: x\n", "site.yaml")[1]
    assert all(option.name in problem.hint for option in OPTIONS)


def test_an_option_under_two_names_is_refused_once() -> None:
    read, (problem,) = parse("base_url: https://a.example\nurl: https://b.example\n", "site.yaml")
    assert read.base_url == "https://a.example"
    assert (problem.level, problem.where) == ("error", "site.yaml:2")


@pytest.mark.parametrize("text", ["- a", "words", "a: b: c", "title: x\ntitle: y"])
def test_a_file_that_is_no_mapping_is_one_error(text: str) -> None:
    read, problems = parse(text, "site.yaml")
    assert read == Config()
    assert [problem.level for problem in problems] == ["error"]


def test_an_empty_file_is_all_defaults() -> None:
    assert parse("", "site.yaml") == (Config(), ())


@pytest.mark.parametrize(
    ("address", "whole", "path"),
    [
        ("https://example.org", "https://example.org", "/"),
        ("https://example.org/", "https://example.org", "/"),
        ("https://name.github.io/repo", "https://name.github.io/repo", "/repo/"),
        ("https://name.github.io/a/b/", "https://name.github.io/a/b", "/a/b/"),
    ],
)
def test_an_address_is_split_into_whole_and_path(address: str, whole: str, path: str) -> None:
    assert check_address(address) == ""
    assert split_address(address) == (whole, path)


def test_near_names_are_only_offered_from_known_ones() -> None:
    assert {also for option in OPTIONS for also in option.also}.isdisjoint(option.name for option in OPTIONS)
    assert config.OPTIONS is OPTIONS


def test_rules_are_off_everywhere_or_for_sources_and_raw_files() -> None:
    text = "rules:\n  hover-card: off\n  byline: on\n  dateline: [paper.example, drafts/*]\n  shortcode: notes/*\n"
    read, problems = parse(text, "site.yaml")
    assert problems == ()
    assert read.rules_off == ("hover-card",)
    assert read.rules_by == {"dateline": ("paper.example", "drafts/*"), "shortcode": ("notes/*",)}
