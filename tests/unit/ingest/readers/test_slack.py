"""Slack exports -> a record for each channel and day."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import slack
from generator.types import Problem, Raw

SHARED = Path(__file__).parents[5] / "shared"


def read(data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read("x.zip", io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


def export(**days: Any) -> bytes:
    users = [{"id": "U1", "name": "ada", "profile": {"real_name": "Ada Ray"}}, {"id": "U2", "name": "bo"}]
    files = {"users.json": users, "channels.json": [{"id": "C1", "name": "harbour"}], **days}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, value in files.items():
            archive.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return out.getvalue()


DAY = [
    {"user": "U1", "ts": "1588752000.000100", "text": "See <https://x.example/a|the plan> in <#C1|harbour>, <@U2>"},
    {"user": "U1", "ts": "1588752060.000100", "text": "joined", "subtype": "channel_join"},
    {"user": "U2", "ts": "1588755600.000100", "text": "Later: 1 &lt; 2\n# one"},
    {
        "user": "U2",
        "ts": "1588759200.000100",
        "thread_ts": "1588752000.000100",
        "text": "<!here> Good <https://y.example>",
    },
    {"username": "robot", "ts": "1588762800.000100", "text": "", "files": [{"name": "plan.pdf"}]},
]


def test_a_day_of_a_channel() -> None:
    (raw,), (note,) = read(export(**{"harbour/2020-05-06.json": DAY, "integration_logs.json": []}))
    assert (raw.origin, raw.media) == ("x.zip/harbour/2020-05-06.json", "text/markdown")
    assert raw.text == (
        "**Ada Ray** (08:00): See [the plan](https://x.example/a) in #harbour, @bo\n\n"
        "> **bo** (10:00): @here Good <https://y.example>\n\n"
        "**bo** (09:00): Later: 1 &lt; 2\n\\# one\n\n"
        "**robot** (11:00): [file: plan.pdf]"
    )
    assert [(s.field, s.value) for s in raw.signals] == [
        ("title", "#harbour, 2020-05-06"),
        ("tag", "harbour"),
        ("person", "Ada Ray"),
        ("person", "bo"),
        ("person", "robot"),
        ("date", "2020-05-06"),
    ]
    assert note.level == "note" and note.message == "passed over: 1 notices of the program, 1 other files of the export"


def test_code_and_what_programs_add() -> None:
    day = [
        {"user": "U1", "ts": "1588752000.1", "text": "Run ```a\n# b``` now\n#no heading"},
        {
            "user": "U2",
            "ts": "1588752001.1",
            "text": "",
            "attachments": [{"title": "<https://x.example|1>", "text": "Built"}],
        },
        {"user": "U2", "ts": "1588752002.1", "text": "", "attachments": [{"fallback": "Instead"}, {}]},
        {"user": "U2", "ts": "1588752003.1", "text": ""},
    ]
    (raw,), (note,) = read(export(**{"harbour/2020-05-06.json": day}))
    assert raw.text == (
        "**Ada Ray** (08:00): Run \n\n```\na\n# b\n```\n\n now\n\\#no heading\n\n"
        "**bo** (08:00): [1](https://x.example)\nBuilt\n\n**bo** (08:00): Instead"
    )
    assert "1 messages without text" in note.message


def test_a_day_that_is_damaged_is_told_and_the_others_go_on() -> None:
    days = {"harbour/2020-05-06.json": b'[{"text": "cu', "harbour/2020-05-07.json": DAY}
    (raw,), problems = read(export(**days))
    assert raw.origin.endswith("05-07.json")
    assert [p.where for p in problems if p.level == "error"] == ["x.zip/harbour/2020-05-06.json"]


def test_other_archives_are_no_export() -> None:
    assert not slack.is_export(["users.json", "a/2020-05-06.json"])
    assert not slack.is_export(["users.json", "channels.json"])


@given(st.recursive(st.none() | st.text() | st.floats(), lambda inner: st.dictionaries(
    st.sampled_from(("text", "ts", "thread_ts", "user", "files", "subtype", "user_profile", "name")), inner)
    | st.lists(inner), max_leaves=8))  # fmt: skip
def test_nothing_is_raised(value: object) -> None:
    data = json.dumps([value, {"text": value}, value], default=str).encode()
    list(slack.records("x", ["users.json", "channels.json", "a/2020-05-06.json"], lambda _: data))


def test_shared_export() -> None:
    path = SHARED / "data" / "exports" / "slack" / "tests" / "testarchive.zip"
    if not path.is_file():
        pytest.skip("shared/data/exports absent")
    raws, problems = read(path.read_bytes())
    assert len(raws) == 16, "17 days in two channels, one of them with notices of who joined alone"
    assert [problem.level for problem in problems] == ["note"]
    assert all(raw.text.startswith("**") and raw.signals[-1].field == "date" for raw in raws)
