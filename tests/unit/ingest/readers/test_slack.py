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
    assert slack.folder(["users.json", "a/2020-05-06.json"]) is None
    assert slack.folder(["users.json", "channels.json"]) is None


def test_an_export_within_a_folder_of_the_archive() -> None:
    data = io.BytesIO(export(**{"harbour/2020-05-06.json": DAY}))
    out = io.BytesIO()
    with zipfile.ZipFile(data) as inner, zipfile.ZipFile(out, "w") as archive:
        for name in inner.namelist():
            archive.writestr(f"Our export/{name}", inner.read(name))
        archive.writestr("readme.txt", "Words")
    (raw,), (note,) = read(out.getvalue())
    assert raw.origin == "x.zip/Our export/harbour/2020-05-06.json" and "Ada Ray" in raw.text
    assert "1 other files" in note.message


USERS = [{"id": "U1", "team_id": "T", "name": "ada", "real_name": "Ada Ray", "profile": {}}]


def unpacked(name: str, value: object, users: object = None) -> tuple[list[Raw], list[Problem]]:
    beside = [json.dumps(users).encode()] if users else []
    items = list(readers.read(name, io.BytesIO(json.dumps(value, indent=4).encode()), beside))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


def typed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": "message", **row} for row in rows]


def test_a_day_that_lies_in_a_folder() -> None:
    name = "export/harbour/2020-05-06.json"
    (raw,), (note,) = unpacked(name, typed(DAY), USERS)
    assert (raw.origin, raw.media, raw.extra) == (name, "text/markdown", {"channel": "harbour"})
    assert raw.text.startswith("**Ada Ray** (08:00): See [the plan]") and "> **U2** (10:00)" in raw.text
    assert [s.value for s in raw.signals if s.field in ("title", "date")] == ["#harbour, 2020-05-06", "2020-05-06"]
    assert "1 notices" in note.message


def test_names_that_stand_in_the_messages() -> None:
    rows = typed([{**row, "user_profile": {"real_name": "Bo Ray"}} if row.get("user") == "U2" else row for row in DAY])
    (raw,), _ = unpacked("harbour/2020-05-06.json", rows)
    assert "> **Bo Ray** (10:00)" in raw.text and "@Bo Ray" in raw.text and "**U1** (08:00)" in raw.text


@pytest.mark.parametrize("name", ["day.bin", "x/day.txt", "day.md"])
def test_a_day_is_known_by_its_content(name: str) -> None:
    (raw,), _ = unpacked(name, typed(DAY), USERS)
    assert [s.value for s in raw.signals if s.field in ("title", "date")] == ["Slack, 2020-05-06", "2020-05-06"]


def test_the_lists_beside_the_channels_are_no_documents() -> None:
    channels = [{"id": "C1", "name": "harbour", "created": 1, "creator": "U1", "members": ["U1"]}]
    logs = [{"user_id": "U1", "user_name": "ada", "date": "1", "change_type": "added", "service_type": "Robot"}]
    for value, what in ((USERS, "users"), (channels, "channels"), (logs, "programs")):
        raws, (note,) = unpacked("lists.json", value)
        assert not raws and note.level == "note" and what in note.message


def test_a_cut_day_is_told() -> None:
    data = json.dumps(typed(DAY)).encode()[:-9]
    (problem,) = readers.read("harbour/2020-05-06.json", io.BytesIO(data))
    assert isinstance(problem, Problem) and problem.level == "error"


@given(st.recursive(st.none() | st.text() | st.floats(), lambda inner: st.dictionaries(
    st.sampled_from(("text", "ts", "thread_ts", "user", "files", "subtype", "user_profile", "name")), inner)
    | st.lists(inner), max_leaves=8))  # fmt: skip
def test_nothing_is_raised(value: object) -> None:
    data = json.dumps([value, {"text": value}, value], default=str).encode()
    list(slack.records("x", "", ["users.json", "channels.json", "a/2020-05-06.json"], lambda _: data))


def test_shared_export() -> None:
    path = SHARED / "data" / "exports" / "slack" / "tests" / "testarchive.zip"
    if not path.is_file():
        pytest.skip("shared/data/exports absent")
    raws, problems = read(path.read_bytes())
    assert len(raws) == 16, "17 days in two channels, one of them with notices of who joined alone"
    assert [problem.level for problem in problems] == ["note"]
    assert all(raw.text.startswith("**") and raw.signals[-1].field == "date" for raw in raws)
