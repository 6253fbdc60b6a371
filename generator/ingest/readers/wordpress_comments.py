"""The comments in an entry of a WordPress export -> a section of HTML below its text, and what is left out of it."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.ingest.readers.wordpress import paragraphs
from generator.ingest.readers.xmlrecords import Element

_SHOWN = frozenset(("1", "approve", "approved", ""))
_STATES: Mapping[str, str] = {"0": "not approved", "hold": "not approved", "spam": "spam"}
_SAID = frozenset(("", "comment"))
"""Other types are mentions by other sites (pingback, trackback) and notes of programs."""
_DEEPEST = 5
"""Answers to answers beyond this stand side by side: deeper rows have no room on a page."""


class Section(Struct, frozen=True):
    """What readers of the site saw below a text."""

    html: str
    """ "" if there are no comments to show."""
    left_out: str
    """ "2 pingback, 1 not approved", or ""."""


def section(entry: Element) -> Section:
    """The approved comments in their order, answers below what they answer, with the names and times that were shown.

    Addresses of the writers (mail, IP) never leave the raw file.
    """
    left: Counter[str] = Counter()
    children: dict[str, list[Element]] = {}
    shown = [each for each in entry.all("wp:comment") if _is_shown(each, left)]
    seen: set[str] = set()
    for each in shown:
        parent = each.first("wp:comment_parent")
        root = parent not in seen
        children.setdefault("" if root else parent, []).append(each)
        seen |= {each.first("wp:comment_id")} - {""}
    heading = f"<h2>{len(shown)} comment{'s' * (len(shown) != 1)}</h2>"
    return Section(
        "\n".join((heading, *_written(_ordered(children)))) if shown else "",
        ", ".join(f"{count} {what}" for what, count in left.most_common()),
    )


def _is_shown(comment: Element, left: Counter[str]) -> bool:
    kind, state = comment.first("wp:comment_type"), comment.first("wp:comment_approved").lower()
    why = "" if kind in _SAID else kind[:30]
    why = why or ("" if state in _SHOWN else _STATES.get(state, state[:30]))
    why = why or ("" if comment.first("wp:comment_content") else "empty")
    if why:
        left[why] += 1
    return not why


def _ordered(children: Mapping[str, Sequence[Element]]) -> Iterator[tuple[int, Element]]:
    """Each comment with its depth, answers behind what they answer; each once, whatever the file says of parents."""
    waiting = [(0, each) for each in reversed(children.get("", ()))]
    done: set[str] = set()
    while waiting:
        depth, comment = waiting.pop()
        yield depth, comment
        number = comment.first("wp:comment_id")
        if number and number not in done:
            done.add(number)
            waiting += [(depth + 1, each) for each in reversed(children.get(number, ()))]


def _written(comments: Iterator[tuple[int, Element]]) -> Iterator[str]:
    """Answers stand in a quotation below what they answer."""
    inside = 0
    for depth, comment in comments:
        wanted = min(depth, _DEEPEST)
        yield "</blockquote>" * (inside - wanted) + "<blockquote>" * (wanted - inside) + _comment(comment)
        inside = wanted
    yield "</blockquote>" * inside


def _comment(comment: Element) -> str:
    name = comment.first("wp:comment_author") or "somebody"
    time = comment.first("wp:comment_date")[:16]
    when = f" ({html.escape(time)})" if time and not time.startswith("0000") else ""
    text = paragraphs(comment.first("wp:comment_content"))
    return f"<p><strong>{html.escape(name[:200], quote=False)}</strong>{when}:</p>\n{text}"
