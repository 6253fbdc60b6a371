"""Documents of an index -> the tables by which the browser shows, orders, narrows and counts."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.packs import Chunk
from generator.search.table import ShardRow, facets, row, sort_key, table
from generator.types import Document

POST = Document(
    "a/", "A", "", "en", "2021-03-14", how="from the URL", source="The Post", people=("Ann", "Bo"), tags=("harbour",),
    language="en",
)  # fmt: skip
BARE = Document("b/", "B", "", "en")
OLD = Document("c/", "C", "", "en", "1923", date_text="c. 1923")


def said(data: bytes) -> Any:
    return json.loads(gzip.decompress(data))


def test_a_row_for_each_document_with_each_name_once() -> None:
    columns = said(facets([POST, BARE]))
    names = columns.pop("names")
    assert sorted(names) == ["Ann", "Bo", "The Post", "en", "harbour"]
    spelled = {kind: [[names[n] for n in row] for row in columns[kind]] for kind in columns}
    assert spelled == {
        "source": [["The Post"], []], "person": [["Ann", "Bo"], []], "tag": [["harbour"], []], "language": [["en"], []],
    }  # fmt: skip


def test_the_table_names_all_that_is_loaded_later() -> None:
    part = row("1998", "0123", [3, 4, 5], [OLD, POST, BARE])
    chunks = [Chunk("bell", "gate"), Chunk("lamp", "quay")]
    whole = said(
        table("en", "[x]", "wasm.en.pagefind", ["title"], chunks, ["", "gate"], [ShardRow("1998", "4567", (part,))])
    )
    assert (whole["chunks"], whole["ranges"]) == ([["bell", "gate"], ["lamp", "quay"]], ["", "gate"])
    assert (whole["language"], whole["wasm"]) == ("en", "wasm.en.pagefind")
    (shard,) = whole["shards"]
    assert (shard["name"], shard["tag"]) == ("1998", "4567")
    (only,) = shard["parts"]
    assert only["lengths"] == [3, 4, 5]
    assert (only["how"], only["written"]) == ({"1": "from the URL"}, {"0": "c. 1923"})
    assert only["dates"] == [1923 * 512, (2021 - 1923) * 512 + 3 * 32 + 14, -(2021 * 512 + 3 * 32 + 14)]


DATES = st.sampled_from(["", "1923", "1923-01", "1923-01-01", "1923-12-31", "1924", "0007", "9999-12-31"])


@given(DATES, DATES)
def test_sort_keys_are_in_the_order_of_the_dates(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (one < other)


@pytest.mark.parametrize(("date", "key"), [("", 0), ("2021-03-14", 1_034_862), ("2021", 1_034_752)])
def test_a_sort_key_is_one_that_the_theme_can_read(date: str, key: int) -> None:
    """shards.js: year << 9 | month << 5 | day."""
    assert sort_key(date) == key
