"""Documents of a shard -> the table that narrows, counts and sorts in the browser."""

from __future__ import annotations

import json

import msgspec
from generator.render.facets import Row, facets, manifest

from generator.types import Document

POST = Document(
    "a/", "A", "", "en", "2021-03-14", how="from the URL", source="The Post", people=("Ann", "Bo"), tags=("harbour",),
    language="en",
)  # fmt: skip
BARE = Document("b/", "B", "", "en")


def test_a_row_for_each_document_with_each_name_once() -> None:
    table = json.loads(facets([POST, BARE], {"a/": "en_1", "b/": "en_2"}))
    names = table.pop("names")
    assert sorted(names) == ["Ann", "Bo", "The Post", "en", "harbour"]
    spelled = {
        kind: [[names[n] for n in row] for row in table[kind]] for kind in ("source", "person", "tag", "language")
    }
    assert spelled == {
        "source": [["The Post"], []], "person": [["Ann", "Bo"], []], "tag": [["harbour"], []], "language": [["en"], []],
    }  # fmt: skip
    assert (table["id"], table["date"], table["how"]) == (["en_1", "en_2"], ["2021-03-14", ""], ["from the URL", ""])


def test_the_words_of_a_date_stand_beside_its_sort_key() -> None:
    table = json.loads(
        facets([Document("a/", "A", "", "en", "1923", date_text="c. 1923"), BARE], {"a/": "1", "b/": "2"})
    )
    assert (table["date"], table["written"]) == (["1923", ""], ["c. 1923", ""])


def test_a_document_that_the_index_does_not_hold_has_no_row() -> None:
    assert json.loads(facets([POST, BARE], {"b/": "en_2"}))["id"] == ["en_2"]


def test_the_manifest_names_each_shard() -> None:
    row = Row("1998", "1998", "2003-01-02", 3, 400, "en_abc", "en", "0123")
    said = json.loads(manifest("en", [row]))
    assert said["language"] == "en"
    assert said["shards"] == [msgspec.to_builtins(row)]
    assert sorted(said["shards"][0]) == ["count", "first", "hash", "last", "name", "tag", "wasm", "words"]
