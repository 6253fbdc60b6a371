"""One small file of each format that is read, made here: what damage is done to and what is renamed."""

from __future__ import annotations

import gzip
import io
import json
import plistlib
import tarfile
import zipfile
from collections.abc import Mapping

import brotli
import zstandard

LINE = "The lower gate was repainted in the week before the regatta, and nobody minded the smell. "
PAGE = f"<!doctype html><html><head><title>The gate</title></head><body><p>{LINE * 6}</p></body></html>".encode()
ROWS = [
    {"url": f"https://x.example/{at}", "title": f"Gate {at}", "date": f"2003-01-0{at}", "text": LINE * 3}
    for at in (1, 2, 3)
]
MAIL = (
    "From: Ada <ada@x.example>\nTo: bo@x.example\nSubject: The gate\nDate: Fri, 31 Jan 2003 10:00:00 +0000\n"
    "Message-ID: <1@x.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut\n\n"
    f"--cut\nContent-Type: text/plain\n\n{LINE}\n--cut\nContent-Type: text/html\n"
    f"Content-Disposition: attachment; filename=a.html\n\n{PAGE.decode()}\n"
    f"--cut\nContent-Type: message/rfc822\n\nFrom: Bo <bo@x.example>\nSubject: Old\n\n{LINE}\n--cut--\n"
).encode()
BOX = b"".join(b"From ada@x.example Fri Jan 31 10:00:00 2003\n" + MAIL + b"\n" for _ in range(3))
WXR = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Ours</title>'
    + "".join(
        f"<item><title>Gate {at}</title><link>https://x.example/{at}</link><content:encoded><![CDATA[{LINE}]]>"
        f"</content:encoded><wp:post_id>{at}</wp:post_id><wp:post_type>post</wp:post_type><wp:comment>"
        f"<wp:comment_content>{LINE}</wp:comment_content></wp:comment></item>"
        for at in range(4)
    )
    + "</channel></rss>"
).encode()
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Ours</title>'
    + f'<entry><title>Gate</title><link href="https://x.example/1"/><content type="html">{LINE}</content></entry>' * 3
    + "</feed>"
).encode()
RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel><title>Ours</title></channel>'
    + f"<item><title>Gate</title><link>https://x.example/1</link><description>{LINE}</description></item>" * 2
    + "</rdf:RDF>"
).encode()
ENEX = (
    '<?xml version="1.0"?><en-export>'
    + f"<note><title>Gate</title><content><![CDATA[<en-note><div>{LINE}</div></en-note>]]></content></note>" * 3
    + "</en-export>"
).encode()
MARKS = (
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
    + '<DT><A HREF="https://x.example/1" ADD_DATE="1043992800">Gate</A>\n<DD>A note\n' * 4
    + "</DL><p>\n"
).encode()
POCKET = (
    "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
    + '<li><a href="https://x.example/1" time_added="1043992800" tags="a,b">Gate</a></li>' * 3
    + "</ul></body></html>"
).encode()
SLACK = json.dumps(
    [{"type": "message", "user": "U1", "ts": f"15887520{at}0.000100", "text": LINE} for at in range(4)], indent=1
).encode()
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "Ours", "items": [
        {"id": str(at), "url": row["url"], "title": row["title"], "content_html": f"<p>{LINE}</p>"}
        for at, row in enumerate(ROWS)]}
).encode()  # fmt: skip
MHTML = (
    "From: <Saved by a browser>\nSnapshot-Content-Location: https://x.example/1\nSubject: The gate\n"
    'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="cut"\n\n'
    f"--cut\nContent-Type: text/html\nContent-Location: https://x.example/1\n\n{PAGE.decode()}\n"
    "--cut\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lGODlh\n--cut--\n"
).encode()


def record(kind: str, block: bytes, more: str = "") -> bytes:
    """One record of a WARC file."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://x.example/1\r\nWARC-Date: 2003-01-31T00:00:00Z\r\n"
    )
    return f"{head}{more}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def sent(body: bytes, more: str = "") -> bytes:
    """The answer of a server."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{more}\r\n".encode() + body


WARC = (
    record("response", sent(PAGE))
    + record("response", sent(brotli.compress(PAGE), "Content-Encoding: br\r\n"))
    + record("conversion", LINE.encode(), "Content-Type: text/plain\r\n")
)
ARC_HEAD = b"1 0 ours\nURL IP-address Archive-date Content-type Archive-length\n"
ARC = b"filedesc://a.arc 0.0.0.0 19970417000000 text/plain %d\n" % len(ARC_HEAD) + ARC_HEAD + b"\n"
ARC += b"https://x.example/1 1.2.3.4 19970418010203 text/html %d\n" % len(sent(PAGE)) + sent(PAGE) + b"\n"


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """A tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def csv(mark: str, names: str, row: str, count: int = 3) -> bytes:
    """A table."""
    return "".join(f"{line.replace('|', mark)}\n" for line in (names, *(row for _ in range(count)))).encode()


WEB = plistlib.dumps(
    {"WebMainResource": {"WebResourceData": PAGE, "WebResourceMIMEType": "text/html",
                         "WebResourceURL": "https://x.example/1", "WebResourceTextEncodingName": "UTF-8"}},
    fmt=plistlib.FMT_BINARY,
)  # fmt: skip
OMNIVORE = json.dumps(
    [{"id": "a", "slug": "gate", "title": "Gate", "url": "https://x.example/1", "state": "Archived",
      "savedAt": "2003-01-31T00:00:00Z", "labels": ["a"], "author": "Ada", "description": LINE}]
).encode()  # fmt: skip
WALLABAG = json.dumps(
    [{"is_archived": 1, "is_starred": 0, "tags": [], "id": 1, "title": "Gate", "url": "https://x.example/1",
      "content": f"<p>{LINE}</p>", "created_at": "2003-01-31T00:00:00+0000"}]
).encode()  # fmt: skip
PINBOARD = json.dumps(
    [{"href": "https://x.example/1", "description": "Gate", "extended": LINE, "time": "2003-01-31T00:00:00Z",
      "tags": "a b"}]
).encode()  # fmt: skip
SAMPLES: Mapping[str, tuple[bytes, int]] = {
    "header.txt": (f"date 2003-01-31 https://x.example/1\n\n{LINE}".encode(), 1),
    "fields.txt": (f"Title: Gate\nDate: 2003-01-31\nURL: https://x.example/1\n\n{LINE}".encode(), 1),
    "page.html": (PAGE, 1),
    "page.mhtml": (MHTML, 1),
    "page.webarchive": (WEB, 1),
    "yaml.md": (f"---\ntitle: Gate\ndate: 2003-01-31\n---\n{LINE}".encode(), 1),
    "toml.md": (f'+++\ntitle = "Gate"\ndate = 2003-01-31\n+++\n{LINE}'.encode(), 1),
    "json.md": (f'{{\n"title": "Gate",\n"date": "2003-01-31"\n}}\n\n{LINE}'.encode(), 1),
    "pelican.md": (f"Title: Gate\nDate: 2003-01-31\nTags: a, b\n\n{LINE}".encode(), 1),
    "rows.json": (json.dumps(ROWS).encode(), 3),
    "rows.jsonl": ("".join(json.dumps(row) + "\n" for row in ROWS).encode(), 3),
    "feed.json": (JSON_FEED, 3),
    "rows.csv": (csv(",", "url|date|title|text", f'https://x.example/1|2003-01-31|Gate|"{LINE}"'), 3),
    "rows.tsv": (csv("\t", "url|date|title|text", f"https://x.example/1|2003-01-31|Gate|{LINE}"), 3),
    "pages.warc": (WARC, 3),
    "pages.warc.gz": (gzip.compress(WARC, mtime=0), 3),
    "pages.warc.zst": (zstandard.compress(WARC), 3),
    "pages.arc": (ARC, 1),
    "pages.wacz": (zipped({"datapackage.json": b"{}", "archive/a.warc": WARC, "pages/pages.jsonl": b"{}"}), 3),
    "message.eml": (MAIL, 3),
    "list.mbox": (BOX, 9),
    "pocket.html": (POCKET, 3),
    "pocket.csv": (csv(",", "title|url|time_added|tags|status", "Gate|https://x.example/1|1043992800|a|unread"), 3),
    "instapaper.csv": (
        csv(",", "URL|Title|Selection|Folder|Timestamp", "https://x.example/1|Gate|x|Unread|1043992800"),
        3,
    ),
    "readwise.csv": (csv(",", "Highlight|Book Title|Book Author", f'"{LINE}"|Gate|Ada Ray'), 3),
    "omnivore.json": (OMNIVORE, 1),
    "wallabag.json": (WALLABAG, 1),
    "pinboard.json": (PINBOARD, 1),
    "bookmarks.html": (MARKS, 4),
    "notes.enex": (ENEX, 3),
    "site.xml": (WXR, 4),
    "atom.xml": (ATOM, 3),
    "rdf.xml": (RDF, 2),
    "slack/2020-05-06.json": (SLACK, 1),
    "heap.zip": (zipped({"a/x.txt": LINE.encode(), "b.html": PAGE, "c.eml": MAIL}), 5),
    "heap.tar": (tarred({"a/x.txt": LINE.encode(), "b.csv": csv(",", "url|title", "https://x.example/1|Gate")}), 4),
    "heap.tar.gz": (gzip.compress(tarred({"a.zip": zipped({"x.mbox": BOX})}), mtime=0), 9),
}
"""Name -> bytes, and the number of records in them."""
