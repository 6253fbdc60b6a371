"""Web addresses turned into the tidy address of a document, its date, the words of its slug and its host."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

from .dates import parse_date, valid
from .months import month_number

MAX_LENGTH = 4000
"""Longer addresses are not addresses (browsers stop at about 2,000 to 64,000 characters)."""

_TRACKING = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid igshid igsh mc_cid mc_eid mkt_tok _hsenc _hsmi
    __hssc __hstc __hsfp hsctatracking vero_id vero_conv twclid ttclid li_fat_id s_cid s_kwcid ef_id icid ncid
    cmpid cmp wt_mc wt_zmc wt.mc_id xtor at_medium at_campaign at_custom1 at_custom2 mtm_campaign mtm_source
    mtm_medium pk_campaign pk_kwd pk_source pk_medium piwik_campaign piwik_kwd oly_anon_id oly_enc_id rb_clickid
    spm scm guccounter guce_referrer guce_referrer_sig ref_src ref_url sc_src sc_lid sc_uid sc_llid sc_customer
    fb_action_ids fb_action_types fb_source fb_ref action_object_map action_type_map action_ref_map smid smtyp
    soc_src soc_trk sr_share trk_campaign trkid cvid ocid __twitter_impression ga_source ga_medium ga_term
    ga_content ga_campaign ga_place _ga _gl sessionid phpsessid jsessionid
    """.split()
)
_TRACKING_BEGINS = ("utm_", "stm_", "hsa_", "itm_", "pk_", "mtm_")
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


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts


def tidy_url(url: str, base: str = "") -> str:
    """The address without what only tracks the reader, and without its fragment; "" if it is not http, https or ftp.

    A fragment that is a route of a script ("#!/...") stays. Protocol-relative addresses ("//host/") become https. Of
    `base` only scheme and host are used, for an address that begins with one slash.
    """
    url = "".join(c for c in url.strip()[: MAX_LENGTH + 1] if c > " " and c not in '<>"\\^`{|}\x7f')
    if len(url) > MAX_LENGTH:
        return ""
    if url.startswith("//"):
        url = "https:" + url
    elif url.startswith("/") and base:
        at = _split(base)
        url = f"{at.scheme}://{at.netloc}{url}" if at else ""
    parts = _split(url)
    if parts is None or parts.scheme.lower() not in ("http", "https", "ftp") or not parts.hostname:
        return ""
    if parts.username or "." not in parts.hostname.strip("."):
        return ""
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", _query(parts.query), fragment))


def _query(query: str) -> str:
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if pair and not _tracks(pair.split("=", 1)[0].lower()))


def _tracks(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_BEGINS)


def host_of(url: str) -> str:
    """The host in lower case without "www.", or ""."""
    parts = _split(url)
    host = (parts.hostname or "") if parts else ""
    return host.lower().strip(".").removeprefix("www.")


def path_date(path: str) -> str:
    """The date in the path of an address ("/2021/03/14/", "/2021/mar/14/", "/20210314/", "/2021/03/"), or ""."""
    path = path[:MAX_LENGTH]
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
    parts = _split(url)
    if parts is None:
        return ""
    year = _PATH_YEAR.search(parts.path)
    return path_date(parts.path) or (year["y"] if year else "")


def url_slug(url: str) -> str:
    """The words of an address's slug with spaces between them ("blinken austin op ed"), or "" if it has none.

    The slug is the longest part of the path, or the last with at least three words; ids, dates and extensions drop.
    """
    parts = _split(url)
    if parts is None:
        return ""
    path = unquote(parts.path).rstrip("/").split("/")
    segments = [slug_words(segment) for segment in path[-4:]]
    segments = [slug_words(value) for name, value in parse_qsl(parts.query)[:8] if name == "title"] + segments
    good = [words for words in segments if len(words.split()) >= 3]
    last = segments[-1] if len(segments[-1].split()) == 2 and len(segments[-1]) >= 8 else ""
    return good[-1] if good else last


def wiki_title(url: str) -> str:
    """The title that an address spells out with underscores for spaces, as MediaWiki does ("Doris_Day_dies_at_97")."""
    parts = _split(url)
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
