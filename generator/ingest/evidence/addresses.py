"""Web addresses -> the date that they name, the words of their slug and their host."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

from ...weburl import MAX_LENGTH, split_url
from ...weburl import tidy_url as tidy_url
from ...written import month_number, parse_date, valid

_MONTH_WORD = r"(?P<m>[a-z]{3,9})"
_PATH_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)/(?P<n>\d{1,2})/(?P<d>\d{1,2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d\d)[/-]{_MONTH_WORD}[/-](?P<d>\d{{1,2}})(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_](?P<n>\d{2})[-_](?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<![\da-z])(?P<y>(?:19|20)\d\d)(?P<n>\d\d)(?P<d>\d\d)(?=[/_.-]|$|T\d{2,6}|\d{4}(?!\d))"),
    re.compile(r"(?<=/)(?P<y>(?:19|20)\d\d)/(?P<n>\d{2})(?P<d>\d{2})(?=/|[-_.]|$)"),
    re.compile(r"(?<=/)(?P<y>(?:19|20)\d\d)-(?P<n>\d{1,2})/(?P<d>\d{1,2})(?=/|$)"),
)
_PATH_DATE_DMY = re.compile(r"(?<=[/_-])(?P<d>\d{2})[-_./](?P<n>\d{2})[-_./](?P<y>(?:19|20)\d\d)(?=[/_.-]|$)")
_PATH_MONTHS = (
    re.compile(r"(?<=/)(?P<y>(?:19|20)\d\d)[/-](?P<n>0[1-9]|1[0-2])(?=/|$)"),
    re.compile(rf"(?<=/)(?P<y>(?:19|20)\d\d)/{_MONTH_WORD}(?=/|$)", re.IGNORECASE),
)
_PATH_YEAR = re.compile(r"(?<=/)(?P<y>19[5-9]\d|20\d\d)(?=/)")
_EXTENSION = re.compile(
    r"\.(?:s?html?|xhtml|php\d?|aspx?|jsp|cfm|cgi|do|ece|story|txt|md|markdown|amp|print|pdf|json|xml)$", re.I
)
_ID_PART = re.compile(
    r"(?:[a-z]{0,4}\d{4,}|\d+[a-z]\d*|[0-9a-f]{7,}|(?:id|nid|art|aid|pid|p|n|c)\d{2,}|html?|php|amp|index|art)",
    re.IGNORECASE,
)
_ID_TAIL = re.compile(r"[,;](?:[a-z]{0,6}\d{2,}[\d,;.]{0,40}|[a-z]{1,8}[=,]\w{1,40})$", re.IGNORECASE)
_HEX = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[0-9a-f]{8,}", re.I)
_WORDS = re.compile(r"[^\W\d_]{2,}")


def host_of(url: str) -> str:
    """The host in lower case without "www.", or ""."""
    parts = split_url(url)
    host = (parts.hostname or "") if parts else ""
    return host.lower().strip(".").removeprefix("www.")


def path_date(path: str) -> str:
    """The date in the path of an address ("/2021/03/14/", "/2021/mar/14/", "/20210314/", "/2021/03/"), or ""."""
    path = path[:MAX_LENGTH]
    if "19" not in path and "20" not in path:
        return ""
    for pattern in (*_PATH_DATES, _PATH_DATE_DMY, *_PATH_MONTHS):
        for match in pattern.finditer(path):
            parts = match.groupdict()
            month = int(parts["n"]) if parts.get("n") else month_number(parts["m"])
            found = valid(int(parts["y"]), month, int(parts.get("d") or 0)) if month else ""
            if found or (month and int(parts.get("d") or 99) <= 31):
                return found  # "" for 2021/02/30, which is no day and no February; above 31 it is no day but a number
    return ""


def url_date(url: str) -> str:
    """The date in the path of an address, or its year if it names a year alone ("/2021/"), or ""."""
    parts = split_url(url)
    if parts is None:
        return ""
    year = _PATH_YEAR.search(parts.path)
    return path_date(parts.path) or (year["y"] if year else "")


def url_slug(url: str) -> str:
    """The words of an address's slug with spaces between them ("blinken austin op ed"), or "" if it has none.

    The slug is the longest part of the path, or the last with at least three words; ids, dates and extensions drop.
    """
    parts = split_url(url)
    if parts is None:
        return ""
    path = unquote(parts.path).rstrip("/").split("/")
    segments = ["" if segment.isalnum() else slug_words(segment) for segment in path[-4:]]  # one word is no wording
    segments = [slug_words(value) for name, value in parse_qsl(parts.query)[:8] if name == "title"] + segments
    good = [words for words in segments if len(words.split()) >= 3]
    last = segments[-1] if len(segments[-1].split()) == 2 and len(segments[-1]) >= 8 else ""
    return good[-1] if good else last


def wiki_title(url: str) -> str:
    """The title that an address spells out with underscores for spaces, as MediaWiki does ("Doris_Day_dies_at_97")."""
    parts = split_url(url)
    segment = unquote(parts.path).rstrip("/").rsplit("/", 1)[-1][:300] if parts else ""
    spelled = (
        segment.count("_") >= 2 and segment[:1].isupper() and "-_" not in segment and not _EXTENSION.search(segment)
    )
    return segment.replace("_", " ").strip() if spelled and not segment.isupper() else ""


def slug_words(segment: str) -> str:
    """One part of a path as words: without extension, ids and dates; "" if what is left is no wording."""
    segment = _EXTENSION.sub("", segment[:300]).strip("-_ .")
    segment = _ID_TAIL.sub("", segment)
    segment = re.sub(r"(?<!\d)(?:19|20)\d\d[-_](?:0\d|1[0-2])[-_][0-3]\d(?!\d)", "-", segment)
    segment = re.sub(r"\.(?=\d+$)", "-", segment)
    words = [word for word in re.split(r"[-_+ ~.:]+", segment) if word]
    while words and _ID_PART.fullmatch(words[-1]) and not _year(words[-1]):
        words.pop()
    while words and _ID_PART.fullmatch(words[0]) and len(words[0]) >= 4 and not _year(words[0]):
        words.pop(0)
    text = " ".join(word for word in words if not _HEX.fullmatch(word))
    return text if len(_WORDS.findall(text)) >= 2 or (len(words) == 1 and text.isalpha() and len(text) > 3) else ""


def _year(word: str) -> bool:
    return len(word) == 4 and parse_date(word) != ""


_NAME_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?=[-_ .]|$)")
_NAME_DATE = re.compile(
    r"(?<!\d)(?:(?:1[4-9]|20)\d\d[-_. ](?:0\d|1[0-2])(?:[-_. ][0-3]\d)?|(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d)"
    r"(?=\D|$)[-_. ]*"
)


def name_date(stem: str) -> str:
    """The date in a file's name without extension: "2015-12-08-slug", "20210314", "1945-Truman" -> "1945"; or ""."""
    exact = parse_date(stem.replace("_", "-")) or path_date(f"/{stem}/")
    if exact:
        return exact
    if found := _NAME_DATE.match(stem):
        return parse_date(re.sub(r"[-_. ]+", "-", found[0].strip("-_. ")))
    if _NAME_DATE.search(stem):
        return ""
    year = _NAME_YEAR.match(stem) or re.search(r"[-_ (](1[4-9]\d\d|20\d\d)\)?$", stem)
    return valid(int(year[1])) if year else ""


def without_date(stem: str) -> str:
    """The name of a file without the date at its beginning."""
    return _NAME_DATE.sub("", stem, count=1)
