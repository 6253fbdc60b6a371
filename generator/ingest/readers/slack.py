"""The members of a Slack export -> a record for each channel and day: its messages with names and times."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from generator.ingest.decode import decode, plain
from generator.ingest.readers import json_text
from generator.types import Problem, Raw, Signal
from generator.written import exact

NAME = "Slack"

Load = Callable[[str], bytes | Problem]
"""The bytes of a member, or why they cannot be read."""

USERS = "users.json"
_LISTS = frozenset(("channels.json", "groups.json", "dms.json", "mpims.json"))
_DAY = re.compile(r"(?P<channel>[^/]{1,200})/(?P<day>\d{4}-\d\d-\d\d)\.json")
_MARK = re.compile(r"<(?P<kind>[@#!]?)(?P<id>[^<>|]{1,2000})(?:\|(?P<label>[^<>]{0,2000}))?>")
_HEADING = re.compile(r"^#", re.M)
_SILENT = re.compile(
    r"(?:channel|group)_(?:join|leave|topic|purpose|name|archive|unarchive|convert_to_private)|bot_(?:add|remove)|"
    r"reminder_add|pinned_item|tombstone"
)


def folder(names: Sequence[str]) -> str | None:
    """Where in an archive with members of these names an export of Slack lies: "", or "export/"; None for others."""
    found = set(names)
    for top in dict.fromkeys(name.removesuffix(USERS) for name in names if name.endswith(USERS)):
        inside = (name.removeprefix(top) for name in names if name.startswith(top))
        if top.count("/") < 2 and any(top + each in found for each in _LISTS) and any(map(_DAY.fullmatch, inside)):
            return top
    return None


def records(name: str, top: str, names: Sequence[str], load: Load) -> Iterator[Raw | Problem]:
    """Each day of each channel as `name/channel/2020-05-06.json`, in Markdown, answers below what they answer.

    `top` comes from `folder`. Times are UTC. Notices of the program itself (who joined, a new topic) and other files
    are counted in a note.
    """
    people = people_of(load(top + USERS))
    passed: Counter[str] = Counter()
    for each in names:
        bare = each.removeprefix(top) if each.startswith(top) else ""
        if found := _DAY.fullmatch(bare):
            yield from day(f"{name}/{each}", found["channel"], found["day"], load(each), people, passed)
        elif not each.endswith("/") and bare not in _LISTS and bare != USERS:
            passed["other files of the export"] += 1
    yield from passed_over(name, passed)


def passed_over(name: str, passed: Counter[str]) -> Iterator[Problem]:
    """A note on what was counted while days were read."""
    if passed:
        listed = ", ".join(f"{count} {what}" for what, count in passed.items())
        yield Problem("note", name, f"passed over: {listed}")


def _rows(data: bytes) -> list[dict[str, Any]]:
    """The objects of a list; raises json_text.Broken."""
    found = json_text.loads(decode(data).text)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


@lru_cache(maxsize=4)
def people_of(data: bytes | Problem) -> Mapping[str, str]:
    """What each user is called, by identifier: of the bytes of users.json; none where it cannot be read."""
    try:
        rows = [] if isinstance(data, Problem) else _rows(data)
    except json_text.Broken:
        rows = []
    return {str(row.get("id", "")): _called(row) for row in rows}


def _called(row: Mapping[str, Any]) -> str:
    inner = row.get("profile")
    profile: Mapping[str, Any] = inner if isinstance(inner, Mapping) else {}
    names = (row.get("real_name"), profile.get("real_name"), profile.get("display_name"), row.get("name"))
    return next((plain(str(name))[:200] for name in names if name), "")


def day(
    where: str, channel: str, date: str, data: bytes | Problem, people: Mapping[str, str], passed: Counter[str]
) -> Iterator[Raw | Problem]:
    """The record of one day of a channel; `date` is "" where only its messages tell it.

    `passed` counts what is no text.
    """
    if isinstance(data, Problem):
        yield data
        return
    try:
        rows = _rows(data)
    except json_text.Broken as broken:
        yield Problem("error", where, f"JSON: {broken.args[0]}", "Export it again.")
        return
    said = [row for row in rows if not _SILENT.fullmatch(str(row.get("subtype", "")))]
    if len(said) < len(rows):
        passed["notices of the program"] += len(rows) - len(said)
    people = {**_wrote(rows), **people}
    texts = [_message(row, people) for row in sorted(said, key=_order)]
    if empty := texts.count(""):
        passed["messages without text"] += empty
    if any(texts):
        date = date or datetime.fromtimestamp(_stamp(said[0].get("ts")), UTC).strftime("%Y-%m-%d")
        signals = tuple(_signals(channel, date, dict.fromkeys(filter(None, (_speaker(row, people) for row in said)))))
        extra = {"channel": channel} if channel else {}
        digest = hashlib.sha256(data).hexdigest()
        yield Raw(where, digest, "text/markdown", "\n\n".join(filter(None, texts)), signals, extra)


def _signals(channel: str, date: str, names: Iterable[str]) -> Iterator[Signal]:
    yield Signal("title", f"#{channel}, {date}" if channel else f"Slack, {date}", "Slack export", 0.95)
    if channel:
        yield Signal("tag", channel, "Slack channel", 0.8)
    yield from (Signal("person", name, "Slack export", 0.8) for name in names)
    if exact(date):
        yield Signal("date", date, "Slack export", 0.95)


def _order(row: Mapping[str, Any]) -> tuple[float, float]:
    """Answers stand behind the message that they answer."""
    return _stamp(row.get("thread_ts") or row.get("ts")), _stamp(row.get("ts"))


def _stamp(value: object) -> float:
    found = re.fullmatch(r"\d{1,10}(?:\.\d{1,9})?", str(value or ""))
    return float(found[0]) if found else 0.0


def _wrote(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Exports since about 2018 name each writer in the message itself."""
    pairs = ((str(row.get("user", "")), row.get("user_profile")) for row in rows)
    return {number: _called(inner) for number, inner in pairs if isinstance(inner, Mapping) and _called(inner)}


def _speaker(row: Mapping[str, Any], people: Mapping[str, str]) -> str:
    return people.get(str(row.get("user", "")), "") or plain(str(row.get("username") or row.get("user") or ""))[:200]


def _message(row: Mapping[str, Any], people: Mapping[str, str]) -> str:
    """One message as Markdown; "" if it says nothing."""
    parts = [str(row.get("text") or ""), *map(_attached, _objects(row, "attachments"))]
    text = _MARK.sub(lambda mark: _linked(mark, people), plain("\n".join(filter(None, parts)))).strip()
    names = [str(file.get("name") or file.get("title") or "a file") for file in _objects(row, "files")]
    text = "\n".join(filter(None, (_fenced(text), *(f"[file: {plain(name)[:200]}]" for name in names))))
    if not text:
        return ""
    time = datetime.fromtimestamp(_stamp(row.get("ts")), UTC).strftime("%H:%M")
    lines = f"**{_speaker(row, people) or 'somebody'}** ({time}): {text}".split("\n")
    answers = row.get("thread_ts") and row.get("thread_ts") != row.get("ts")
    return "\n".join(f"> {line}" if answers else line for line in lines)


def _objects(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = row.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _attached(box: Mapping[str, Any]) -> str:
    """What a program adds below a message: its title and text, else what stands for them."""
    said = [str(box.get(name) or "") for name in ("pretext", "title", "text")]
    return "\n".join(filter(None, said)) or str(box.get("fallback") or "")


def _fenced(text: str) -> str:
    """Code between rows of three backticks gets lines of its own, as Markdown wants it; other lines are no headings."""
    parts = text.split("```")
    if len(parts) % 2 == 0:
        parts = [text.replace("```", "`")]
    for at, part in enumerate(parts):
        if at % 2:
            parts[at] = "\n\n```\n" + part.strip("\n") + "\n```\n\n"
        else:
            parts[at] = _HEADING.sub(r"\\#", part)
    return "".join(parts).strip("\n") if len(parts) == 1 else "".join(parts).rstrip("\n")


def _linked(mark: re.Match[str], people: Mapping[str, str]) -> str:
    """Slack writes `<@U1>`, `<#C1|name>`, `<!here>` and `<address|label>`."""
    kind, target, label = mark["kind"], mark["id"], mark["label"]
    if kind == "@":
        return f"@{people.get(target, '') or label or target}"
    if kind == "#":
        return f"#{label or target}"
    if kind == "!":
        return label or f"@{target}"
    return f"[{label}]({target})" if label and label != target else f"<{target}>"
