"""Bytes of unknown encoding -> clean text, and what had to be guessed."""

from __future__ import annotations

import codecs
import re
from types import MappingProxyType

from msgspec import Struct

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_STANDS_FOR = MappingProxyType(
    {
        "ascii": "cp1252",
        "iso8859-1": "cp1252",
        "iso8859-9": "cp1254",
        "iso8859-11": "cp874",
        "tis-620": "cp874",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "shift_jis": "cp932",
        "euc_kr": "cp949",
        "big5": "big5hkscs",
    }
)
"""Python's name of what a label says -> Python's name of what browsers read it as (Encoding Standard, section 4.2)."""

_CODECS = frozenset(
    (
        "utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
        "iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 cp1250 "
        "cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949 "
        "iso2022_kr utf-32 utf-32-le utf-32-be"
    ).split()
)
"""The encodings that a label may name: Python also knows codecs (rot13, idna, unicode_escape) that are no charsets."""

_LABELS = MappingProxyType(
    {
        "unicode-1-1-utf-8": "utf-8",
        "unicode11utf8": "utf-8",
        "unicode20utf8": "utf-8",
        "x-unicode20utf8": "utf-8",
        "x-user-defined": "cp1252",
        "x-cp1250": "cp1250",
        "x-cp1251": "cp1251",
        "x-cp1252": "cp1252",
        "x-cp1253": "cp1253",
        "x-cp1254": "cp1254",
        "x-cp1255": "cp1255",
        "x-cp1256": "cp1256",
        "x-cp1257": "cp1257",
        "x-cp1258": "cp1258",
        "iso-8859-8-i": "iso8859-8",
        "logical": "iso8859-8",
        "visual": "iso8859-8",
        "sun_eu_greek": "iso8859-7",
        "dos-874": "cp874",
        "windows-874": "cp874",
        "koi": "koi8-r",
        "koi8": "koi8-r",
        "koi8-ru": "koi8-u",
        "x-mac-roman": "mac-roman",
        "x-mac-cyrillic": "mac-cyrillic",
        "x-mac-ukrainian": "mac-cyrillic",
        "x-gbk": "gb18030",
        "gb_2312": "gb18030",
        "x-sjis": "cp932",
        "ms932": "cp932",
        "x-euc-jp": "euc_jp",
        "cn-big5": "big5hkscs",
        "x-x-big5": "big5hkscs",
        "windows-949": "cp949",
        "unicode": "utf-16-le",
        "ucs-2": "utf-16-le",
    }
)
"""Labels of the Encoding Standard that Python does not know."""

_GUESSES = tuple(
    "cp1252 cp1250 cp1251 koi8_r cp1253 cp1254 cp1255 cp1256 cp1257 mac_roman cp866 "
    "gb18030 big5 cp932 euc_jp cp949 cp874".split()
)

_SAMPLE = 32_768
_PRESCAN = 65_536
"""The standard asks for the first 1,024 bytes; saved pages often hold long comments or scripts before."""

_PADDING = re.compile("\0{2,}")
"""Files cut from fixed-length records hold runs of NUL where spaces were."""
_LONE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_LABEL = re.compile(r"[a-z0-9._:+-]{1,40}")
_HIGH = re.compile(rb"[\x80-\xff]")
_SPACE = b"\t\n\f\r "
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*"
    rb"(?P<name>[^\t\n\f\r />=][^\t\n\f\r />=]*)"
    rb"(?:[\t\n\f\r ]*=[\t\n\f\r ]*"
    rb"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\t\n\f\r >\"'][^\t\n\f\r >]*)))?"
)
_CHARSET = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"'][^\t\n\f\r ;]*))", re.I
)
_MARKUP = re.compile(rb"<(?:(?P<comment>!--)|(?P<meta>meta[\t\n\f\r /])|(?P<tag>/?[a-z])|(?P<odd>[!/?]))", re.I)


class Decoded(Struct, frozen=True):
    """Text as it leaves: no BOM, NUL or lone surrogate, `\\n` line ends; and how sure we are of it."""

    text: str
    charset: str
    """The name of the encoding as Python spells it."""
    problem: str = ""
    """What was guessed or could not be read, in words; "" if nothing was."""


def decode(data: bytes, declared: str = "", html: bool = False) -> Decoded:
    """Turn bytes into text.

    `declared` is a charset label from outside the data (an HTTP header, a mail part); `html` says that a `<meta>` may
    declare one. In this order: a byte order mark; UTF-8, whole or with a few damaged bytes, because other encodings
    almost never look like it; the declared label; the `<meta>`; a guess. Nothing is raised.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _forced(data[len(mark) :], charset)
    if wide := _wide(data):
        return _forced(data, wide)
    labelled = codec(declared.strip("\"' ")) or (prescan(data[:_PRESCAN]) if html else "")
    if not labelled.startswith("iso2022") and (utf8 := _utf8(data)):  # these write Japanese in ASCII bytes
        return utf8
    if labelled and labelled != "utf-8":
        return _forced(data, "cp1252" if labelled.startswith(("utf-16", "utf-32")) else labelled)
    return _guessed(data)


def codec(label: str) -> str:
    """Python's name of the encoding that a charset label means in browsers ("latin1" means "cp1252"); "" if none."""
    folded = label.strip("\t\n\f\r ").lower()
    if not _LABEL.fullmatch(folded):  # Python would pass over quotes and other marks
        return ""
    try:
        name = codecs.lookup(_LABELS.get(folded, folded)).name
    except (LookupError, ValueError):
        return ""
    name = _STANDS_FOR.get(name, name)
    return name if name in _CODECS else ""


def plain(text: str) -> str:
    """Text without BOM, NUL and lone surrogates (they become U+FFFD), with `\\n` line ends."""
    text = _tidy(text)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE.sub("\ufffd", text)
    return text


def _tidy(text: str) -> str:
    """As `plain`, of a text without lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = _PADDING.sub(" ", text).replace("\0", "")
    return text if text.isascii() or "\ufeff" not in text else text.replace("\ufeff", "")


def prescan(data: bytes) -> str:
    """Python's name of the encoding that a page declares about itself, "" if none.

    "Prescan a byte stream to determine its encoding", HTML Standard, section 13.2.3.2; linear in the data.
    """
    at = 0
    while match := _MARKUP.search(data, at):
        kind = match.lastgroup
        if kind == "comment":
            end = data.find(b"-->", match.end() - 2)
            if end < 0:
                return ""
            at = end + 3
        elif kind == "odd":
            end = data.find(b">", match.end())
            if end < 0:
                return ""
            at = end + 1
        else:
            pairs, at = _attributes(data, match.end() if kind == "meta" else _name_end(data, match.end()))
            found = _declared(pairs) if kind == "meta" else ""
            if found:
                return found
    return ""


def _name_end(data: bytes, at: int) -> int:
    while at < len(data) and data[at] not in b"\t\n\f\r >":
        at += 1
    return at


def _attributes(data: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of the tag that is open at `at` (the first of each name), and where it ends."""
    pairs: dict[bytes, bytes] = {}
    while match := _ATTRIBUTE.match(data, at):
        if match.end() == at:
            break
        value = match["double"] if match["double"] is not None else match["single"]
        pairs.setdefault(match["name"].lower(), value if value is not None else match["bare"] or b"")
        at = match.end()
        if data[at : at + 1] == b"=":  # an unclosed quote: the tag never ends
            return {}, len(data)
    rest = data[at : at + 64].lstrip(_SPACE + b"/")
    closed = rest.startswith(b">")
    return (pairs if closed else {}), (data.find(b">", at) + 1 if closed else max(at, 1))


def _declared(pairs: dict[bytes, bytes]) -> str:
    label = pairs.get(b"charset")
    if label is None and pairs.get(b"http-equiv", b"").lower() == b"content-type":
        match = _CHARSET.search(pairs.get(b"content", b""))
        label = next((group for group in match.groups() if group is not None), b"") if match else None
    if label is None:
        return ""
    name = codec(label.decode("ascii", "replace"))
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def _forced(data: bytes, charset: str) -> Decoded:
    text = data.decode(charset, "replace")
    lost = text.count("\ufffd") if "\ufffd" in text else 0
    problem = f"{lost} places are not {charset} and became \ufffd" if lost else ""
    return Decoded(plain(text), charset, problem)


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also if it is damaged in some places: more good sequences than bad bytes."""
    try:
        return Decoded(_tidy(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "surrogateescape")
    bad = sum(map(len, _ESCAPED.findall(text)))
    good = len(text) - bad - len(text.encode("ascii", "ignore"))
    if good <= bad:
        return None
    return Decoded(plain(mended(text)), "utf-8", f"{bad} bytes are not UTF-8")


def mended(text: str) -> str:
    """UTF-8 decoded with "surrogateescape" -> text: a stray byte is read as Windows-1252, a run of them is U+FFFD.

    A single stray byte in UTF-8 is most often a letter or quote pasted from elsewhere; a run of them is damage.
    """
    return _ESCAPED.sub(_stray, text)


def _stray(match: re.Match[str]) -> str:
    run = match[0]
    if len(run) > 1 or match.end() == len(match.string):
        return "\ufffd"
    return bytes((ord(run) - 0xDC00,)).decode("cp1252", "replace")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Western text is zero, always on the same side."""
    head = data[:4096]
    if b"\0" not in head or len(head) < 4:
        return ""
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else ""


def _guessed(data: bytes) -> Decoded:
    """Few high bytes: a Western text, hence windows-1252. Many: ask charset-normalizer on a sample from the first."""
    first = _HIGH.search(data)
    start = max(0, first.start() - 256) if first else 0
    sample = data[start : start + _SAMPLE]
    high = len(_HIGH.findall(sample))
    charset = "cp1252"
    if high >= 8 and high > 0.04 * len(sample):
        from charset_normalizer import from_bytes  # its tables take long to load, and few texts need them

        best = from_bytes(
            sample, steps=4, chunk_size=512, cp_isolation=list(_GUESSES), preemptive_behaviour=False
        ).best()
        charset = best.encoding if best else charset
    text = data.decode(charset, "replace")
    lost = text.count("\ufffd")
    return Decoded(
        plain(text), charset, f"no charset is declared: read as {charset}" + (f", {lost} bytes lost" * bool(lost))
    )
