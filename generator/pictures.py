"""Pictures of documents: what one is by its bytes, how texts name it, and the list of those that are kept.

A picture is known by the address of the web that it had, by its place in the heap ("heap:saved/page_files/a.png"), or,
where it stood in the page itself, by its digest (RFC 6920: "ni:///sha-256;...").
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
import struct
from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import unquote, urljoin

import msgspec
from msgspec import Struct

from generator.types import Digest
from generator.weburl import link_key

HEAP = "heap:"
NAMED = "ni:///sha-256;"
MOST = 20_000_000
"""Bytes of a picture at most."""
LEAST = 1_000
"""Bytes: less than that within a page is a blank that stands for a picture."""
_INLINE = re.compile(r"data:image/[a-z.+-]{2,30}(?:;[^,;]{0,60}){0,3};base64,([A-Za-z0-9+/=%\s]*)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_JPEG_SIZE = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..[\x08\x0c](....)[\x01\x03\x04]", re.DOTALL)


class Picture(Struct, frozen=True):
    """A picture that is kept, under one of the names by which texts call it: a line of content/images.jsonl."""

    key: str
    file: str
    """Its digest and ending: "9f86...0a08.png"; below content/images, and below images/ in the site."""
    width: int = 0
    """In pixels; 0 if it is not known."""
    height: int = 0


def ending(data: bytes) -> str:
    """ "png", "jpg", "gif", "webp" or "avif" by the first bytes; "" for all else.

    No SVG: a browser runs the scripts of one that is opened alone.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "avif" if data[4:12] in (b"ftypavif", b"ftypavis") else ""


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header; (0, 0) where they are not found in it."""
    try:
        return _SIZES[ending(data)](data)
    except (KeyError, struct.error, TypeError):
        return 0, 0


def picture(key: str, data: bytes) -> Picture | None:
    """The picture under a name; None if the bytes are none, too many, or a pixel that only counts readers."""
    kind, (width, height) = ending(data), size(data)
    if not kind or len(data) > MOST or (width and height and width * height < 9):
        return None
    return Picture(key, f"{sha256(data).hexdigest()}.{kind}", width, height)


def digest_of(file: str) -> Digest:
    """The digest in the name of a picture's file."""
    return file.partition(".")[0]


def inline(page: str) -> Iterable[bytes]:
    """The pictures that stand in a page as data: addresses, of LEAST bytes or more."""
    found = (_decoded(match[1]) for match in _INLINE.finditer(page))
    return (data for data in found if len(data) >= LEAST and ending(data))


def name_of_inline(address: str) -> str:
    """How a text names the picture in a data: address; "" if there is none of LEAST bytes or more."""
    match = _INLINE.fullmatch(address.strip())
    data = _decoded(match[1]) if match else b""
    return name_of(data) if len(data) >= LEAST and ending(data) else ""


def name_of(data: bytes) -> str:
    """The name of these bytes (RFC 6920, section 3)."""
    return NAMED + base64.urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")


def keys(address: str, url: str, origin: str) -> tuple[str, ...]:
    """The names under which a picture may be kept, the likeliest first.

    `address` is what the text says, `url` the address of the document, `origin` its place in the heap.
    """
    if address.startswith(NAMED):
        return (address,)
    if not _SCHEME.match(address):
        whole = _joined(url, address)
        return tuple(filter(None, (_beside(origin, address), link_key(whole) if whole else "")))
    # An address that was made whole with that of the document may have been one beside the raw file.
    folder = _joined(url, ".")
    near = _beside(origin, address[len(folder) :]) if folder and address.startswith(folder) else ""
    return tuple(filter(None, (near, link_key(address))))


def show(pictures: Iterable[Picture]) -> bytes:
    """The list as JSON lines, by name."""
    return b"".join(msgspec.json.encode(one) + b"\n" for one in sorted(pictures, key=lambda one: (one.key, one.file)))


def parse(data: bytes) -> Mapping[str, Picture]:
    """The list by name; a line that cannot be read is passed over, for ingest writes it anew."""
    found: dict[str, Picture] = {}
    for line in data.splitlines():
        try:
            one = msgspec.json.decode(line, type=Picture)
        except msgspec.DecodeError:
            continue
        if re.fullmatch(r"[0-9a-f]{64}\.[a-z]{3,4}", one.file):
            found.setdefault(one.key, one)
    return found


def _beside(origin: str, address: str) -> str:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), unquote(re.split(r"[?#]", address)[0])))
    return "" if not origin or not address or path.startswith(("..", "/")) else HEAP + path


def _joined(url: str, address: str) -> str:
    try:
        return urljoin(url, address) if url else ""
    except ValueError:
        return ""


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(unquote(text))
    except (binascii.Error, ValueError):
        return b""


def _png(data: bytes) -> tuple[int, int]:
    return struct.unpack(">II", data[16:24])


def _gif(data: bytes) -> tuple[int, int]:
    return struct.unpack("<HH", data[6:10])


def _jpeg(data: bytes) -> tuple[int, int]:
    """Of the frame header (ITU-T T.81, B.2.2)."""
    place = 2
    while data[place : place + 1] == b"\xff":
        if match := _JPEG_SIZE.match(data, place):
            height, width = struct.unpack(">HH", match[1])
            return width, height
        place += 2 + int(struct.unpack(">H", data[place + 2 : place + 4])[0])
    return 0, 0


def _webp(data: bytes) -> tuple[int, int]:
    """WebP container: the extended, the lossless and the lossy form (RFC 9649)."""
    form = data[12:16]
    if form == b"VP8X":
        wide, high = data[24:27] + b"\0", data[27:30] + b"\0"
        return struct.unpack("<I", wide)[0] + 1, struct.unpack("<I", high)[0] + 1
    if form == b"VP8L":
        bits = int(struct.unpack("<I", data[21:25])[0])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _avif(data: bytes) -> tuple[int, int]:
    """Of the property "ispe" (ISO 23008-12, 6.5.3)."""
    place = data.find(b"ispe", 0, 4096)
    return struct.unpack(">II", data[place + 8 : place + 16]) if place > 0 else (0, 0)


_SIZES = MappingProxyType({"png": _png, "gif": _gif, "jpg": _jpeg, "webp": _webp, "avif": _avif})
