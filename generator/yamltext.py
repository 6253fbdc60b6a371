"""YAML text -> plain values with the line of each, strictly; plain values -> YAML text.

Strict means: no aliases, anchors, merge keys or foreign tags (an alias bomb of 300 bytes fills the memory), no key
twice, every scalar stays the text that was written (YAML 1.1 reads 2015 as a number, `no` as false,
2021-03-14 as a date), limited depth, length and number of values.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import yaml
from msgspec import Struct

from generator.types import Problem

Value = str | list["Value"] | dict[str, "Value"]

_DEEPEST = 20
_LONGEST = 16_000_000
_MOST = 100_000
"""Values and keys: a million of them take 3 GB."""
_EMPTY = frozenset(("", "~", "null", "Null", "NULL"))
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes a text of several lines in double quotes: what YAML makes of it in other styles nobody can read."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


_Dumper.add_representer(str, _text)


class Loaded(Struct, frozen=True):
    """`value` is None if the text could not be read; `lines` leads from a dotted key ("menu.0.label") to its line."""

    value: Value | None
    lines: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


class _Refused(Exception):
    """What the strict reader does not take: message, line (from 0), hint."""


def load(text: str, where: str, first_line: int = 1) -> Loaded:
    """Read one YAML document.

    `where` is the path that problems name, `first_line` the line of the file on which `text` begins. An empty text is
    an empty mapping. A text that cannot be read gives `value` None and one Problem (error) with path:line and a hint.
    """
    try:
        if len(text) > _LONGEST:
            raise _Refused(f"longer than {_LONGEST:,} characters", 0, "Split it, or move the long part into the body.")
        value, lines = _build(text, first_line)
    except _Refused as refused:
        message, line, hint = refused.args
        return _failed(f"{where}:{first_line + line}", message, hint)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = error.problem or error.context or "not YAML"
        return _failed(f"{where}:{first_line + (mark.line if mark else 0)}", said, _hint(said))
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0) or 0)
        hint = "Take the control character out, or write it as an escape in double quotes."
        return _failed(f"{where}:{first_line + line}", "a character that YAML does not allow", hint)
    return Loaded(value, MappingProxyType(lines))


def dump(value: Mapping[str, object]) -> str:
    """Write a mapping of text, tuples, lists and mappings as YAML that `load` reads back to the same texts."""
    plain = {str(key): _plain(item) for key, item in value.items()}
    # PyYAML puts a mapping that holds no other into braces: of ours only the inner ones, so that a line can be added.
    flow = None if any(isinstance(item, dict | list) for item in plain.values()) else False
    return yaml.dump(
        plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=1_000_000
    )


def _failed(where: str, message: str, hint: str) -> Loaded:
    return Loaded(None, MappingProxyType({}), (Problem("error", where, f"YAML: {message}", hint),))


def _hint(said: str) -> str:
    if "mapping values are not allowed" in said or "expected <block end>" in said:
        return 'A text with ": " or a quotation mark in it must stand in quotes: title: "Tides: a history"'
    if "tab" in said or "\\t" in said:
        return "Indent with spaces, not tabs."
    return "Check the quotation marks, colons and indentation on this line and the one before."


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


class _Frame:
    """A mapping or sequence under construction."""

    def __init__(self, value: list[Value] | dict[str, Value], path: str) -> None:
        self.value = value
        self.path = path
        self.key: str | None = None


def _build(text: str, first_line: int) -> tuple[Value, dict[str, int]]:
    """Follow the parser's events with a stack of our own: no recursion, nothing but text, lists and mappings."""
    lines: dict[str, int] = {}
    stack: list[_Frame] = []
    top: list[Value] = []
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if count > _MOST:
            raise _Refused(f"more than {_MOST:,} values", _line(event), "Move the long part into the body.")
        _refuse_foreign(event, top)
        if isinstance(event, yaml.ScalarEvent):
            if _takes_key(stack):
                _put_key(stack[-1], event, lines, first_line)
            else:
                _attach(stack, top, _scalar(event))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if _takes_key(stack):
                raise _Refused("a key must be a plain text", _line(event), "Write key: value.")
            if len(stack) >= _DEEPEST:
                raise _Refused(f"nested deeper than {_DEEPEST} levels", _line(event), "Flatten it.")
            value: list[Value] | dict[str, Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = _path(stack)
            _attach(stack, top, value)
            stack.append(_Frame(value, path))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
    return (top[0] if top else {}), lines


def _refuse_foreign(event: yaml.Event, top: list[Value]) -> None:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Refused("anchors and aliases (& and *) are not read", line, "Write the value out, or put it in quotes.")
    tag = getattr(event, "tag", None)
    if tag and not isinstance(event, yaml.CollectionStartEvent) and tag not in ("!", "tag:yaml.org,2002:str"):
        raise _Refused(f"the tag {tag} is not read", line, "Take it out, or put the value in quotes.")
    if isinstance(event, yaml.DocumentStartEvent) and top:
        raise _Refused("a second document begins here", line, "Keep one document in a file.")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


def _takes_key(stack: list[_Frame]) -> bool:
    return bool(stack) and isinstance(stack[-1].value, dict) and stack[-1].key is None


def _put_key(frame: _Frame, event: yaml.ScalarEvent, lines: dict[str, int], first_line: int) -> None:
    key, line = str(event.value), _line(event)
    if key == "<<" and event.implicit[0]:
        raise _Refused("merge keys (<<) are not read", line, "Write the keys out.")
    if key in frame.value:
        raise _Refused(f"the key {key!r} stands twice", line, "Keep one of the two.")
    frame.key = key
    lines[f"{frame.path}{key}"] = first_line + line


def _scalar(event: yaml.ScalarEvent) -> str:
    plain = event.implicit[0] and event.style in (None, "")
    return "" if plain and event.value in _EMPTY else str(event.value)


def _path(stack: list[_Frame]) -> str:
    if not stack:
        return ""
    frame = stack[-1]
    step = frame.key if isinstance(frame.value, dict) else str(len(frame.value))
    return f"{frame.path}{step}."


def _attach(stack: list[_Frame], top: list[Value], value: Value) -> None:
    if not stack:
        top.append(value)
        return
    frame = stack[-1]
    if isinstance(frame.value, dict):
        assert frame.key is not None
        frame.value[frame.key] = value
        frame.key = None
    else:
        frame.value.append(value)
