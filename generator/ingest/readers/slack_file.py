"""One file of a Slack export that lies unpacked in a folder -> the record of its day, or a note on what else it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from generator.ingest.readers import slack
from generator.ingest.readers.unpack import whole
from generator.types import Problem, Raw

NAME = "Slack"

_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}\[\s{0,200}\{")
_SAID = re.compile(rb'"type"\s{0,9}:\s{0,9}"message"')
_STAMP = re.compile(rb'"ts"\s{0,9}:\s{0,9}"\d{10}\.\d{4,9}"')
_PLACE = re.compile(r"(?:(?P<top>.*)/)?(?P<channel>[^/]+)/(?P<day>\d{4}-\d\d-\d\d)\.[^/]+", re.S)
_ABOUT = (
    ("users", (b'"id"', b'"team_id"', b'"profile"', b'"real_name"')),
    ("channels", (b'"id"', b'"creator"', b'"created"', b'"members"')),
    ("programs", (b'"user_id"', b'"change_type"', b'"service_type"')),
    ("programs", (b'"user_id"', b'"change_type"', b'"app_type"')),
)
"""Lists that lie beside the channels, and the keys by which each is known."""


def sniff(name: str, head: bytes) -> bool:
    """A list of messages with Slack's times, or one of the lists that lie beside the channels."""
    if not _LIST.match(head):
        return False
    return bool(_SAID.search(head) and _STAMP.search(head)) or bool(_about(name, head))


def _about(name: str, head: bytes) -> str:
    if _SAID.search(head):
        return ""
    return next((what for what, keys in _ABOUT if all(key in head for key in keys)), "")


def companion(name: str) -> str:
    """Where the list of users lies, if this is a day of a channel: `export/users.json`; "" for all other names."""
    place = _PLACE.fullmatch(name)
    if not place:
        return ""
    return f"{place['top']}/{slack.USERS}" if place["top"] else slack.USERS


def read(name: str, stream: BinaryIO, beside: Sequence[bytes] = ()) -> Iterator[Raw | Problem]:
    """The day as one record. The channel is the file's folder; `beside` holds the list of users if it is there.

    Without the list, people are called as the messages call them, which since about 2018 is by name.
    """
    data = whole(name, stream)
    if isinstance(data, Problem):
        yield data
        return
    if about := _about(name, data[:65_536]):
        yield Problem("note", name, f"the list of {about} of a Slack export: no text, names are taken from it")
        return
    place = _PLACE.fullmatch(name)
    passed: Counter[str] = Counter()
    channel, date = (place["channel"], place["day"]) if place else ("", "")
    yield from slack.day(name, channel, date, data, slack.people_of(beside[0] if beside else b""), passed)
    yield from slack.passed_over(name, passed)
