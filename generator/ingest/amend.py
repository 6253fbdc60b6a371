"""overrides.yaml and new answers -> its text with the answers in it; what stood there stays, comments too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml
from msgspec import Struct

from generator import yamltext
from generator.ingest.answers import Answer
from generator.types import Problem
from generator.yamltext import Value

_PLAIN = re.compile(r"[A-Za-z0-9_]+")
_WORDS = frozenset(("true", "false"))
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Amended(Struct, frozen=True):
    """The new text, which answers are in it, and why the others are not."""

    text: str
    done: tuple[Answer, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Edit(Struct, frozen=True):
    """Text to put between two places of the old text."""

    start: int
    end: int
    text: str


def amend(text: str, answers: Sequence[Answer]) -> Amended:
    """Put answers into the text of overrides.yaml, which must be one that overrides.parse reads.

    An id that has a line gets what is new put into it; others get a line at the end. Nothing that stands there is
    taken out or changed: an answer that says otherwise is a Problem and is left. A kind that is accepted already, and
    a list of records, get one value more. Should the outcome not hold all that was there before, nothing is done.
    """
    root = yaml.compose(text, Loader=_LOADER)
    nodes = {key.value: node for key, node in root.value} if isinstance(root, yaml.MappingNode) else {}
    edits: list[_Edit] = []
    fresh: list[tuple[str, Value]] = []
    done: list[Answer] = []
    problems: list[Problem] = []
    grouped: dict[str, list[Answer]] = {}
    for answer in answers:
        grouped.setdefault(answer.id, []).append(answer)
    for key, found in grouped.items():
        node = nodes.get(key)
        values, kept, refused = _joined(found, _value(node) if node else {})
        problems += refused
        done += kept
        if node is None and kept:
            fresh.append((key, values))
        elif isinstance(node, yaml.MappingNode):
            edits += _into(text, node, values)
    new = _appended(_applied(text, edits), root, fresh)
    before, after = yamltext.load(text, "").value, yamltext.load(new, "").value
    if after is None or before is None or not _holds(after, before):
        hint = "Write the lines into the file by hand."
        wrong = Problem("error", answers[0].where if answers else "", "the answers do not fit into the file", hint)
        return Amended(text, (), (*problems, wrong))
    return Amended(new, tuple(done), tuple(problems))


# --- what is to be said ---------------------------------------------------------------------------------------


def _joined(answers: Sequence[Answer], old: Value) -> tuple[dict[str, Value], list[Answer], list[Problem]]:
    """The values of all answers for one id, without those that contradict what is said already."""
    said: dict[str, Value] = dict(old) if isinstance(old, dict) else {}
    new: dict[str, Value] = {}
    kept, problems = [], []
    for answer in answers:
        clash = [name for name, value in answer.values.items() if _contradicts(name, said.get(name), value)]
        if clash or not isinstance(old, dict):
            problems.append(_clash(answer, clash, said))
            continue
        for name, value in answer.values.items():
            new[name] = _added(new.get(name), value)
            said[name] = _added(said.get(name), value)
        kept.append(answer)
    return new, kept, problems


def _clash(answer: Answer, names: Sequence[str], said: Mapping[str, Value]) -> Problem:
    what = ", ".join(f"{name}: {_flow(said[name])}" for name in names) or "no fields"
    message = f"{answer.id} has an answer already ({what}): `{answer.text[:60]}` is not written"
    return Problem("warning", answer.where, message, "Change the line in overrides.yaml if the new answer is right.")


def _contradicts(name: str, old: Value | None, new: Value) -> bool:
    return old is not None and name not in ("accept", "not_copy_of", "rules") and old != new


def _added(old: Value | None, new: Value) -> Value:
    """Both values in one: mappings key by key, texts and lists as a list without doubles."""
    if old is None or old == new:
        return new
    if isinstance(new, dict):
        listed = old if isinstance(old, dict) else dict.fromkeys(map(str, _items(old)), _nothing())
        return {**listed, **{key: _added(listed.get(key), value) for key, value in new.items()}}
    return list(dict.fromkeys(map(str, (*_items(old), *_items(new)))))


def _nothing() -> Value:
    return []


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


# --- where it is put ------------------------------------------------------------------------------------------


def _into(text: str, node: yaml.MappingNode, values: Mapping[str, Value]) -> list[_Edit]:
    """The edits that put what is new of `values` into a mapping."""
    there = {key.value: (key, item) for key, item in node.value}
    edits: list[_Edit] = []
    pairs: list[str] = []
    for name, value in values.items():
        key, old = there.get(name, (None, None))
        if key is None or old is None:
            pairs.append(f"{_key(name)}: {_flow(value)}")
        elif isinstance(value, dict) and isinstance(old, yaml.MappingNode):
            edits += _into(text, old, value)
        elif (whole := _added(_value(old), value)) != _value(old):
            edits.append(_replaced(text, key, old, whole))
    return [*edits, *([_pairs(text, node, pairs)] if pairs else [])]


def _replaced(text: str, key: yaml.Node, old: yaml.Node, whole: Value) -> _Edit:
    """The new value in place of the old one; a list on lines of its own gets lines for what is new."""
    if not isinstance(old, yaml.CollectionNode) or old.flow_style:
        return _Edit(old.start_mark.index, _end(old), _flow(whole))
    if isinstance(old, yaml.SequenceNode) and isinstance(whole, list):
        there = _value(old)
        margin = "\n" + " " * old.start_mark.column
        return _lines(text, old, [f"{margin}- {_flow(item)}" for item in whole if item not in there])
    return _Edit(key.end_mark.index, _end(old), f": {_flow(whole)}")


def _pairs(text: str, node: yaml.MappingNode, pairs: Sequence[str]) -> _Edit:
    """New pairs at the end of a mapping, in braces or on lines of their own as the others are."""
    if node.flow_style:
        at = node.end_mark.index - 1
        inside = text[node.start_mark.index + 1 : at].rstrip()
        comma = "" if not node.value or inside.endswith(",") else ", "
        return _Edit(at, at, comma + ", ".join(pairs))
    margin = "\n" + " " * node.value[0][0].start_mark.column
    return _lines(text, node, [f"{margin}{pair}" for pair in pairs])


def _lines(text: str, node: yaml.Node, lines: Sequence[str]) -> _Edit:
    """Lines, each with its line break before it, after the last line of a node."""
    at = _end(node)
    if at and text[at - 1] == "\n":
        return _Edit(at, at, "".join(lines)[1:] + "\n")
    line = text.find("\n", at)
    at = len(text) if line < 0 else line
    return _Edit(at, at, "".join(lines))


def _end(node: yaml.Node) -> int:
    """Where the last thing of a node ends: YAML says that a block ends where the next one begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _applied(text: str, edits: Sequence[_Edit]) -> str:
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += (text[done : edit.start], edit.text)
        done = edit.end
    return "".join([*parts, text[done:]])


def _appended(text: str, root: yaml.Node | None, fresh: Sequence[tuple[str, Value]]) -> str:
    """Lines for new ids at the end; inside the braces if the whole file stands in braces."""
    if not fresh:
        return text
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        at = text.rindex("}")
        comma = "" if not root.value or text[:at].rstrip().endswith(",") else ", "
        pairs = ", ".join(f"{_key(key)}: {_flow(value)}" for key, value in fresh)
        return f"{text[:at]}{comma}{pairs}{text[at:]}"
    gap = "" if not text or text.endswith("\n") else "\n"
    return text + gap + "".join(f"{_key(key)}: {_flow(value)}\n" for key, value in fresh)


# --- values and their YAML ------------------------------------------------------------------------------------


def _value(node: yaml.Node) -> Value:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(item) for key, item in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    return str(node.value)


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return value if value in _WORDS else _quoted(value)


def _key(key: str) -> str:
    return key if _PLAIN.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _holds(after: Value, before: Value) -> bool:
    """Whether all of `before` is in `after`, at its place."""
    if isinstance(before, dict):
        return isinstance(after, dict) and all(key in after and _holds(after[key], before[key]) for key in before)
    if isinstance(before, list):
        inside = [*after] if isinstance(after, dict | list) else []
        return all(item in inside for item in before)
    return after == before or (isinstance(after, dict | list) and before in after)
