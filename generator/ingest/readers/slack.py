"""The members of a Slack export -> a record for each channel and day: its messages with names and times."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from generator.ingest.decode import decode, plain
from generator.ingest.readers import json
from generator.ingest.readers.dating import written
from generator.types import Problem, Raw, Signal

NAME = "Slack"

Load = Callable[[str], bytes | Problem]
"""The bytes of a member, or why they cannot be read."""

_LISTS = frozenset(("channels.json", "groups.json", "dms.json", "mpims.json"))
_DAY = re.compile(r"(?P<channel>[^/]{1,200})/(?P<day>\d{4}-\d\d-\d\d)\.json")
_MARK = re.compile(r"<(?P<kind>[@#!]?)(?P<id>[^<>|]{1,2000})(?:\|(?P<label>[^<>]{0,2000}))?>")
_HEADING = re.compile(r"^#", re.M)
_SILENT = re.compile(
    r"(?:channel|group)_(?:join|leave|topic|purpose|name|archive|unarchive|convert_to_private)|bot_(?:add|remove)|"
    r"reminder_add|pinned_item|tombstone"
)


def is_export(names: Sequence[str]) -> bool:
    """Whether an archive with members of these names is an export of Slack."""
    found = set(names)
    return "users.json" in found and bool(found & _LISTS) and any(map(_DAY.fullmatch, names))


def records(name: str, names: Sequence[str], load: Load) -> Iterator[Raw | Problem]:
    """Each day of each channel as `name/channel/2020-05-06.json`, in Markdown, answers below what they answer.

    Times are UTC. Notices of the program itself (who joined, a new topic) and other files are counted in a note.
    """
    people = _people(load("users.json"))
    passed: Counter[str] = Counter()
    for each in names:
        day = _DAY.fullmatch(each)
        if day:
            yield from _day(f"{name}/{each}", day["channel"], day["day"], load(each), people, passed)
        elif not each.endswith("/") and each not in _LISTS and each != "users.json":
            passed["other files of the export"] += 1
    if passed:
        listed = ", ".join(f"{count} {what}" for what, count in passed.items())
        yield Problem("note", name, f"passed over: {listed}")


def _rows(data: bytes) -> list[dict[str, Any]]:
    """The objects of a list; raises json.Broken."""
    found = json.loads(decode(data).text)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _people(data: bytes | Problem) -> dict[str, str]:
    """What each user is called, by identifier."""
    try:
        rows = [] if isinstance(data, Problem) else _rows(data)
    except json.Broken:
        rows = []
    return {str(row.get("id", "")): _called(row) for row in rows}


def _called(row: Mapping[str, Any]) -> str:
    inner = row.get("profile")
    profile: Mapping[str, Any] = inner if isinstance(inner, Mapping) else {}
    names = (row.get("real_name"), profile.get("real_name"), profile.get("display_name"), row.get("name"))
    return next((plain(str(name))[:200] for name in names if name), "")


def _day(
    where: str, channel: str, day: str, data: bytes | Problem, people: Mapping[str, str], passed: Counter[str]
) -> Iterator[Raw | Problem]:
    if isinstance(data, Problem):
        yield data
        return
    try:
        rows = _rows(data)
    except json.Broken as broken:
        yield Problem("error", where, f"JSON: {broken.args[0]}", "Export it again.")
        return
    said = [row for row in rows if not _SILENT.fullmatch(str(row.get("subtype", "")))]
    if len(said) < len(rows):
        passed["notices of the program"] += len(rows) - len(said)
    texts = [_message(row, people) for row in sorted(said, key=_order)]
    if empty := texts.count(""):
        passed["messages without text"] += empty
    if any(texts):
        names = dict.fromkeys(filter(None, (_speaker(row, people) for row in said)))
        signals = [
            Signal("title", f"#{channel}, {day}", "Slack export", 0.95),
            Signal("tag", channel, "Slack channel", 0.8),
            *(Signal("person", name, "Slack export", 0.8) for name in names),
        ]
        signals += [Signal("date", day, "Slack export", 0.95)] if written(day) else []
        digest = hashlib.sha256(data).hexdigest()
        yield Raw(
            where, digest, "text/markdown", "\n\n".join(filter(None, texts)), tuple(signals), {"channel": channel}
        )


def _order(row: Mapping[str, Any]) -> tuple[float, float]:
    """Answers stand behind the message that they answer."""
    return _stamp(row.get("thread_ts") or row.get("ts")), _stamp(row.get("ts"))


def _stamp(value: object) -> float:
    found = re.fullmatch(r"\d{1,10}(?:\.\d{1,9})?", str(value or ""))
    return float(found[0]) if found else 0.0


def _speaker(row: Mapping[str, Any], people: Mapping[str, str]) -> str:
    inner = row.get("user_profile")
    own = _called(inner) if isinstance(inner, Mapping) else ""
    return (
        people.get(str(row.get("user", "")), "")
        or own
        or plain(str(row.get("username") or row.get("user") or ""))[:200]
    )


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
