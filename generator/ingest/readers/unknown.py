"""The first bytes of a file that is no text -> what it looks like, and what a person can do about it."""

from __future__ import annotations

import re
from functools import lru_cache

HEAD = 65_536
"""How many bytes of the beginning a reader sees when it decides whether a file is its own."""

_EXPORT = "Export the text from the program that made it, or ask for a reader of this format."
_MAGIC = (
    (0, b"%PDF", "a PDF document", "Turn it into text or HTML first, with pdftotext for example."),
    (0, b"\x89PNG", "a PNG image", "Images are no texts: keep it beside the archive."),
    (0, b"\xff\xd8\xff", "a JPEG image", "Images are no texts: keep it beside the archive."),
    (0, b"GIF8", "a GIF image", "Images are no texts: keep it beside the archive."),
    (0, b"RIFF", "an image, audio or video file", "Only a text of it could be read."),
    (0, b"II*\0", "a TIFF image", "A scan needs text recognition first."),
    (0, b"MM\0*", "a TIFF image", "A scan needs text recognition first."),
    (0, b"\0\0\1\0", "an icon", "Images are no texts: keep it beside the archive."),
    (0, b"AT&TFORM", "a DjVu document", "Turn it into text first, with djvutxt for example."),
    (0, b"PK\3\4", "a ZIP archive", "Unpack it into the raw folder."),
    (0, b"PK\5\6", "an empty ZIP archive", "Unpack it into the raw folder."),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it into the raw folder."),
    (0, b"Rar!\x1a\7", "a RAR archive", "Unpack it into the raw folder."),
    (257, b"ustar", "a tar archive", "Unpack it into the raw folder."),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard file", "Unpack it into the raw folder."),
    (1, b"\x2a\x4d\x18", "a Zstandard file with a dictionary", "Unpack it into the raw folder, with zstd."),
    (0, b"\x1f\x9d", "a file packed with compress", "Unpack it into the raw folder."),
    (0, b"\xd0\xcf\x11\xe0", "an old Microsoft Office or Outlook file", "Save it as HTML or text first."),
    (0, b"{\\rtf", "a Rich Text document", "Save it as HTML or text first."),
    (0, b"bplist00", "a binary property list", _EXPORT),
    (0, b"SQLite format 3\0", "an SQLite database", "Export the table as CSV."),
    (0, b"PAR1\x15", "a Parquet table", "Export the table as CSV or JSON Lines."),
    (0, b"\x7fELF", "a program", "Take it out of the raw folder."),
    (0, b"ID3\2", "an audio file", "Only its transcript could be read."),
    (0, b"ID3\3", "an audio file", "Only its transcript could be read."),
    (0, b"ID3\4", "an audio file", "Only its transcript could be read."),
    (0, b"OggS\0", "an audio file", "Only its transcript could be read."),
    (0, b"fLaC\0", "an audio file", "Only its transcript could be read."),
    (4, b"ftyp", "a video or audio file", "Only its transcript could be read."),
    (0, b"\x1aE\xdf\xa3", "a video file", "Only its transcript could be read."),
    (0, b"%!PS", "a PostScript document", "Turn it into text first."),
    (0, b"wOF2", "a font", "Take it out of the raw folder."),
    (0, b"///DOTCLEAR", "a Dotclear export", _EXPORT),
)

_FIRST = tuple(magic for at, magic, _, _ in _MAGIC if not at)
_LATER = tuple((at, magic) for at, magic, _, _ in _MAGIC if at)

_XML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,200}<(?:\?xml\b[^>]{0,300}\?>|!DOCTYPE\s+(?!html)\w|(?:rss|feed|opml|svg|en-export)\b)",
    re.I,
)
_ROOT = re.compile(rb"<([A-Za-z][\w:.-]{0,40})[\s>/]")
_SKIPPED = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.S)
_CONTROL = bytes((*range(9), *range(14, 27), 28, 29, 30, 31, 127))


def foreign(head: bytes) -> tuple[str, str] | None:
    """What a file looks like that the readers of texts must leave alone, and a hint; None if it may be a text."""
    if head.startswith(_FIRST) or any(head.startswith(magic, at) for at, magic in _LATER):
        return next((what, hint) for at, magic, what, hint in _MAGIC if head.startswith(magic, at))
    if not is_text(head):
        return "a binary file", _EXPORT
    return _xml(head)


@lru_cache(2)
def is_text(head: bytes) -> bool:
    """Whether the bytes can be text: hardly any control characters, and NUL only as padding or in UTF-16.

    Remembered, for most readers ask it of the same beginning.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return True
    zeros = head.count(0)
    odd = len(head) - len(head.translate(None, _CONTROL)) - zeros
    if zeros:
        sides = sorted((head[0::2].count(0), head[1::2].count(0)))
        wide = sides[1] > 0.4 * (len(head) // 2) and sides[0] < 0.05 * len(head) // 2
        return wide or (zeros <= len(head) // 4 and odd <= len(head) // 1000)
    return odd <= max(1, len(head) // 50)


def _xml(head: bytes) -> tuple[str, str] | None:
    if not _XML.match(head):
        return None
    rest = _SKIPPED.sub(b"", head[:8192])
    root = _ROOT.search(rest)
    name = root[1].decode("ascii", "replace") if root else "?"
    if name.lower() == "html":
        return None
    return "an SVG image" if name.lower() == "svg" else f"an XML document <{name}>", _EXPORT
