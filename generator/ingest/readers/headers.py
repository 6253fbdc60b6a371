"""The first lines of a plain text -> the header that they are, in each form that was seen in the wild."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from generator.ingest.readers import columns
from generator.types import Signal
from generator.written import DAY, exact, is_day, said

DEEPEST = 80
"""How many lines of the beginning a form sees."""

_URL = r"(?P<url>https?://[^\s<>\"]+)"
_DATE_LINE = re.compile(
    rf"\s*(?:date:?\s+(?P<named>\S.{{3,78}}?)(?:\s+{_URL})?|(?P<bare>\d{{4}}-\d\d-\d\d)\s+(?P<link>https?://\S+))\s*",
    re.I,
)
_DASHED = re.compile(r"--\s+(?P<said>\S.*)")
_BY = re.compile(r"(?:(?:written |reported )?by|von|par)\s*:?\s+(?P<names>[^\W\d_].{2,150})", re.I)
_FIELD = re.compile(r"(?P<name>[^\W\d_][\w .'/-]{0,40}?)\s*:(?:\s+(?P<value>\S.*)|\s*)")
_BOLD = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__)(?P<name>[^*_:]{1,40}?)\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(?P<value>\S.*)"
)
_LINKED = re.compile(r"(?:\[[^\]]*\]\((?P<a>https?://[^\s)]+)\)|<(?P<b>https?://[^\s>]+)>)\s*\\?")
_HEADING = re.compile(r"#[ \t]+(?P<title>[^\s#].*)")
_COMMENT = re.compile(r"\s*<!--\s*(?P<name>[a-z-]{2,20})\s*=\s*\"(?P<value>[^\"]*)\"\s*-->\s*", re.I)
_RECORD = re.compile(
    r"\[Congressional Record,? Volume (?P<volume>\d+),? (?:Number|Issue|No\.) (?P<number>\d+) "
    r"\((?P<date>[^()]{8,40})\)\]\s*"
)
_RECORD_MORE = re.compile(r"\[[^\[\]]{1,80}\]\s*|From the Congressional Record Online\b.*|.*\[www\.gpo\.gov\]\s*", re.I)
_RECORD_PAGE = re.compile(r"\[\[Page \w+\]\]")
_TABBED = re.compile(r"\s*(?P<url>https?://[^\s<>\"]+?)(?:\t|\s*&\|&>)(?P<text>.*)")
_CLOCK = re.compile(r"\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\.?)?(?:\s+[A-Z]{2,4})?\s*", re.I)
_ENDS = (".", ",", ";", ":", "-", "–", "—", "…", "“")
_NO_TITLE = re.compile(
    r"^(?:[-*•<>|=_#\[{(]|https?:|\d+[.)]\s|Story highlights|Enlarge this|Advertisement|Image:|Photo:|Share\b)"
    r"|[a-z]{3}[.!?]['\"”’]? +[A-Z“\"]|\s\|\s|\bago$"
)
"""A list item, a caption, a sentence that ends within the line, furniture of a web page, "7 years ago"."""
_TAIL = re.compile(r"(?:[.,;:]\s+|\s{2,})(?P<date>[^\W\d_]{3,9}\.? \d{1,2}, \d{4})$")
_LETTER = re.compile(r"[^\W\d_]")


class Header(Struct, frozen=True):
    """What the first lines say, and how many of them are header; `rest` is the body's part of the last one."""

    signals: tuple[Signal, ...] = ()
    extra: Mapping[str, str] = {}
    lines: int = 0
    rest: str = ""


Lines = Sequence[str]


def date_line(lines: Lines) -> Header | None:
    """` date 2021-03-14 https://...`"""
    match = _DATE_LINE.fullmatch(lines[0])
    if not match:
        return None
    written, url = match["named"] or match["bare"], match["url"] or match["link"]
    date = _date(written)
    if not date and not (url and written[0].isdigit()):
        return None
    signals = [Signal("date", date, "header line", 0.95)] if date else []
    if url:
        signals.append(Signal("url", url, "header line", 0.95))
    # A date that no calendar has (2014-02-30) is no date, but the line is a header all the same.
    return Header(tuple(signals), {} if date else {"date": written}, lines=1)


def dashed(lines: Lines) -> Header | None:
    """`-- title`, `-- By x`, `-- Wed Nov 13, 2013 2:29am EST`, `-- https://...`, each on its line."""
    signals: list[Signal] = []
    extra: dict[str, str] = {}
    at, sure = 0, False
    while at < len(lines) and (match := _DASHED.fullmatch(lines[at].strip())):
        said = match["said"].strip()
        found = _line_of(said)
        sure = sure or bool(found)
        if not found and not any(signal.field == "title" for signal in signals):
            found = (Signal("title", said, "header line", 0.95),)
        if not found:
            extra[f"header line {at + 1}"] = said
        signals += found
        at += 1
    return Header(tuple(signals), extra, at) if at >= 2 and sure else None


def fields(lines: Lines) -> Header | None:
    """`Title: ...`, `Date: ...` with folded lines, up to an empty line or the first line that is no field."""
    pairs: list[tuple[str, str]] = []
    at = 0
    while at < len(lines) and lines[at].strip():
        match = _FIELD.fullmatch(lines[at].rstrip())
        if match and columns.is_body(match["name"]):
            return _from_pairs(pairs, at + 1, "header field", match["value"] or "") if _vouched(pairs) else None
        if match and (pairs or columns.known(match["name"])) and len(match["name"].split()) <= 4:
            pairs.append((match["name"], match["value"] or ""))
        elif pairs and lines[at][0] in " \t":
            name, value = pairs[-1]
            pairs[-1] = (name, f"{value} {lines[at].strip()}".strip())
        else:
            break
        at += 1
    return _from_pairs(pairs, at, "header field") if _vouched(pairs) else None


def bold(lines: Lines) -> Header | None:
    """`**Source:** https://...` lines, under a `# Title` or without one."""
    signals: list[Signal] = []
    pairs: list[tuple[str, str]] = []
    at = 0
    heading = _HEADING.fullmatch(lines[0])
    if heading:
        signals, at = [Signal("title", heading["title"].rstrip("# \t"), "first heading", 0.9)], 1
    end = at
    while at < len(lines):
        match = _BOLD.fullmatch(lines[at].rstrip())
        if match and (pairs or columns.known(match["name"])) and not columns.is_body(match["name"]):
            link = _LINKED.fullmatch(match["value"])
            pairs.append((match["name"], (link["a"] or link["b"]) if link else match["value"].rstrip("\\").strip()))
            end = at + 1
        elif lines[at].strip():
            break
        at += 1
    found = _from_pairs(pairs, end, "bold line")
    if not found.signals:
        return None
    return Header((*signals, *found.signals), found.extra, end)


def comments(lines: Lines) -> Header | None:
    """`<!-- isosent="20030131235959" -->` and its neighbours, as mailing list archives write them."""
    pairs: dict[str, str] = {}
    at = 0
    while at < len(lines):
        match = _COMMENT.fullmatch(lines[at])
        if not match and lines[at].strip():
            break
        if match:
            pairs.setdefault(match["name"].lower(), match["value"])
        at += 1
    names = {"isosent": "isosent", "sent": "sent", "name": "author", "subject": "subject"}
    taken = [(names[name], value) for name, value in pairs.items() if name in names]
    if not any(pairs.get(name) for name in ("isosent", "sent", "subject")):
        return None
    said = columns.told(taken, "header comment", "")
    rest = {name: value for name, value in pairs.items() if name not in names and value}
    return Header(said.signals, {**said.extra, **rest}, at)


def congress(lines: Lines) -> Header | None:
    """`[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]` and the bracketed lines under it."""
    match = _RECORD.fullmatch(lines[0].strip())
    if not match or not exact(match["date"]):
        return None
    at = 1
    while at < len(lines) and _RECORD_MORE.fullmatch(lines[at].strip()):
        at += 1
    more = "; ".join(line.strip().strip("[]") for line in lines[1:at] if line.lstrip().startswith("["))
    below = next((place for place in range(at, len(lines)) if lines[place].strip()), at)
    at = below + 1 if below < len(lines) and _RECORD_PAGE.fullmatch(lines[below].strip()) else at
    signals = (
        Signal("date", exact(match["date"]), "header line", 0.95),
        Signal("source", "Congressional Record", "header line", 0.9),
    )
    extra = {"volume": match["volume"], "number": match["number"]}
    return Header(signals, {**extra, "part": more} if more else extra, at)


def tabbed(lines: Lines) -> Header | None:
    """`https://...<tab>text` or `https://...&|&>text`; the address on a line of its own counts, too."""
    match = _TABBED.fullmatch(lines[0])
    if match:
        return Header((Signal("url", match["url"], "header line", 0.95),), lines=1, rest=match["text"])
    alone = re.fullmatch(rf"\s*{_URL}\s*", lines[0])
    if alone and len(lines) > 1 and not lines[1].strip():
        return Header((Signal("url", alone["url"], "header line", 0.9),), lines=1)
    return None


def clock(lines: Lines) -> Header | None:
    """A first line that is only a time of day."""
    if len(lines[0]) > 40 or not _CLOCK.fullmatch(lines[0]):
        return None
    return Header((), {"time": lines[0].strip()}, 1)


def masthead(lines: Lines) -> Header | None:
    """TITLE, a by-line, a written date, an address: each on its own, with empty lines between or not."""
    signals: list[Signal] = []
    at, end = _title_lines(lines), 0
    if at:
        title = "\n".join(lines[:at]).strip()
        tail = _TAIL.search(title)
        if tail and is_day(tail["date"]):
            title, end = title[: tail.start()], at
            signals.append(Signal("date", exact(tail["date"]), "header line", 0.9))
        signals.insert(0, Signal("title", " ".join(title.split()), "first line", 0.85))
    while at < min(len(lines), 14):
        said = lines[at].strip()
        found = _line_of(said) if said else ()
        if said and (not found or any(signal.field == found[0].field for signal in signals)):
            break
        at += 1
        if found:
            signals += found
            end = at
    fields_found = {signal.field for signal in signals}
    if not fields_found & {"date", "url"} and not (
        len(fields_found) == 2 and end < len(lines) and not lines[end].strip()
    ):
        return None
    return Header(tuple(signals), lines=end) if end else None


def title_alone(lines: Lines) -> Header | None:
    """A short line, an empty one, a paragraph. Fewer than three words may be a name: they stay in the text, too."""
    if len(lines) < 3 or not _is_title(lines[0], 120) or lines[1].strip():
        return None
    body = next((line for line in lines[1:] if line.strip()), "")
    rest = sum(map(len, lines[1:]))
    if len(body) < 60 or rest < 200 or rest < 4 * len(lines[0]):
        return None
    many = len(lines[0].split()) >= 3
    return Header(
        (Signal("title", " ".join(lines[0].split()), "first line", 0.6 if many else 0.4),), lines=1 if many else 0
    )


FORMS: tuple[Callable[[Lines], Header | None], ...] = (
    date_line,
    dashed,
    congress,
    comments,
    tabbed,
    bold,
    fields,
    masthead,
    title_alone,
)


def header(lines: Lines) -> Header | None:
    """The header of the text whose first lines these are; the first line is not empty. None if there is none."""
    time = clock(lines)
    if time and len(lines) > 1:
        skip = next((at for at in range(1, len(lines)) if lines[at].strip()), len(lines))
        under = header(lines[skip:]) if skip < len(lines) else None
        if not under or not under.lines:
            return time
        return Header(under.signals, {**time.extra, **under.extra}, skip + under.lines, under.rest)
    return next((found for form in FORMS if (found := form(lines))), None)


def _line_of(line: str) -> tuple[Signal, ...]:
    """What a line of its own says if it is a date, an address or a by-line."""
    date = _date(line)
    if len(date) == DAY or (date and len(line) > len("May 2021")) or (date and not date.isdigit()):
        return (Signal("date", date, "header line", 0.9),)
    if re.fullmatch(_URL, line):
        return (Signal("url", line, "header line", 0.95),)
    match = _BY.fullmatch(line)
    if match and len(line.split()) <= 16 and not line.endswith(_ENDS):
        return tuple(Signal("author", name, "by-line", 0.85) for name in columns.authors(match["names"]))
    return ()


def _date(line: str) -> str:
    """The date that a line is, in its own words if these say it less exactly than a date can; "" if it is none."""
    found = said(line)
    return line.strip() if found.text else found.date


def _vouched(pairs: Sequence[tuple[str, str]]) -> bool:
    """Two known names; or one whose value cannot be prose: an address, a date, a title."""
    names = [(columns.called(name), value) for name, value in pairs if columns.known(name)]
    if names and names[0][0] in ("title", "headline", "subject") and _is_title(names[0][1], 200):
        return True
    return len(names) >= 2 or any(re.fullmatch(_URL, value) or is_day(value) or said(value).text for _, value in names)


def _from_pairs(pairs: Sequence[tuple[str, str]], lines: int, how: str, rest: str = "") -> Header:
    said = columns.told(pairs, how, "")
    return Header(said.signals, said.extra, lines, rest)


def _title_lines(lines: Lines) -> int:
    """How many lines a title takes that is followed by something else: 1 to 3, or 0 if there is none."""
    for at, line in enumerate(lines[:4]):
        if not line.strip() or _line_of(line.strip()):
            return at
        goes_on = at + 1 < len(lines) and lines[at + 1].strip()
        said = _TAIL.sub("", line) if len(line) < 300 else line
        if not _is_title(said.rstrip(" :") if goes_on else said, 200):
            return 0
    return 0


def _is_title(line: str, most: int) -> bool:
    said = line.strip()
    if not 2 < len(said) <= most or len(said.split()) > 25 or said.endswith(_ENDS):
        return False
    return bool(_LETTER.search(said)) and not said[0].islower() and not _NO_TITLE.search(said)
