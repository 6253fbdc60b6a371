"""Feeds, WordPress exports and Evernote exports -> records; entities are never expanded."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import enex, xmlrecords
from generator.ingest.readers.wordpress import paragraphs
from generator.types import Problem, Raw

SHARED = Path(__file__).parents[5] / "shared"


def read(name: str, data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read(name, io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


def said(raw: Raw, field: str) -> list[str]:
    return [signal.value for signal in raw.signals if signal.field == field]


RSS = """<?xml version="1.0" encoding="iso-8859-1"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Harbour</title><link>https://harbour.example/</link><language>en-gb</language>
<!-- <item><title>Not this</title></item> -->
<item><title>Gates &amp;amp; locks</title><link>https://harbour.example/a</link>
<pubDate>Fri, 31 Jan 2003 23:30:00 -0500</pubDate><author>zoe@harbour.example (Zoë Quill)</author>
<category>gates</category><category>locks</category><guid isPermaLink="false">17</guid>
<description>Short &lt;b&gt;words&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>The whole </item> text & more.</p>]]></content:encoded></item>
<item><title>Two</title><guid>https://harbour.example/b</guid><description>Plain words.</description></item>
</channel></rss>""".encode("latin-1")


def test_rss() -> None:
    raws, problems = read("feed.xml", RSS)
    assert not problems and [raw.origin for raw in raws] == ["feed.xml#1", "feed.xml#2"]
    first, second = raws
    assert (first.media, first.text) == ("text/html", "<p>The whole </item> text & more.</p>")
    assert said(first, "title") == ["Gates & locks"] and said(first, "url") == ["https://harbour.example/a"]
    assert said(first, "date") == ["2003-01-31"] and said(first, "author") == ["Zoë Quill"]
    assert said(first, "tag") == ["gates", "locks"] and said(first, "source") == ["The Harbour"]
    assert first.extra == {"guid": "17", "description": "Short <b>words</b>."}
    assert (second.media, second.text) == ("text/plain", "Plain words.")
    assert said(second, "url") == ["https://harbour.example/b"] and said(second, "language") == ["en-gb"]


def test_atom() -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafen</title>
    <author><name>Ada</name></author>
    <entry><title>Eins</title><link rel="self" href="https://h.example/s"/><link href="https://h.example/1"/>
    <published>2020-05-06T01:00:00+02:00</published><updated>2021-01-01T00:00:00Z</updated>
    <category term="tor"/><summary>Kurz.</summary>
    <content type="xhtml"><div><p>Ganz &amp; gar.</p></div></content></entry>
    <entry><title>Zwei</title><id>urn:x</id><content type="html">&lt;p&gt;Mehr.&lt;/p&gt;</content></entry></feed>"""
    (one, two), problems = read("feed", data)
    assert not problems and (one.media, one.text) == ("text/html", "<div><p>Ganz &amp; gar.</p></div>")
    assert said(one, "url") == ["https://h.example/1"] and said(one, "date") == ["2020-05-06", "2021-01-01"]
    assert [signal.how for signal in one.signals if signal.field == "date"] == ["feed", "modified (feed)"]
    assert said(one, "author") == ["Ada"] and said(one, "tag") == ["tor"] and said(one, "language") == ["de"]
    assert one.extra["description"] == "Kurz." and two.text == "<p>Mehr.</p>" and said(two, "url") == []


WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Ours</title>%s</channel></rss>"""
ITEM = (
    "<item><title>%s</title><link>https://o.example/%s</link><dc:creator><![CDATA[ada]]></dc:creator>"
    "<pubDate>Sat, 01 Feb 2003 04:30:00 +0000</pubDate><content:encoded><![CDATA[%s]]></content:encoded>"
    "<category domain='post_tag'>sea</category><category domain='post_format'>aside</category>"
    "<wp:post_id>%s</wp:post_id><wp:post_date>2003-01-31 23:30:00</wp:post_date><wp:status>%s</wp:status>"
    "<wp:post_type>%s</wp:post_type><wp:comment><wp:comment_content>So</wp:comment_content></wp:comment></item>"
)


def test_a_wordpress_export() -> None:
    items = ITEM % ("A", "a", "First.\n\nSecond\nline.", "7", "publish", "post")
    items += ITEM % ("B", "b", "<p>x</p>", "8", "draft", "page") + ITEM % ("C", "c", "", "9", "inherit", "attachment")
    raws, (note,) = read("site.xml", (WXR % items).encode())
    assert [raw.origin for raw in raws] == ["site.xml#post-7", "site.xml#post-8"]
    assert raws[0].text.startswith("<p>First.</p>\n\n<p>Second<br>\nline.</p>\n<h2>1 comment</h2>")
    assert raws[0].media == "text/html" and raws[0].text.endswith("<p><strong>somebody</strong>:</p>\n<p>So</p>\n")
    assert "2003-01-31" in said(raws[0], "date") and said(raws[0], "tag") == ["sea"]
    assert raws[0].extra == {} and raws[1].extra == {
        "status": "draft",
        "draft": "true",
        "post_type": "page",
    }
    assert note.level == "note" and "1 attachment" in note.message
    assert not raws[0].problems and "(draft)" in raws[1].problems[0].message


def comment(number: str, parent: str, text: str, approved: str = "1", kind: str = "") -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author><![CDATA[A <{number}>]]>"
        "</wp:comment_author><wp:comment_author_email>secret@o.example</wp:comment_author_email>"
        f"<wp:comment_date>2003-02-0{number[-1]} 10:11:12</wp:comment_date><wp:comment_content><![CDATA[{text}]]>"
        f"</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def test_comments_stand_below_the_text() -> None:
    said_so = comment("1", "0", "One.\n\nTwo.") + comment("2", "0", "Third") + comment("3", "1", "Answer")
    left = comment("4", "0", "Buy", "spam") + comment("5", "0", "Wait", "0") + comment("6", "0", "x", kind="pingback")
    item = ITEM.replace("<wp:comment><wp:comment_content>So</wp:comment_content></wp:comment>", said_so + left)
    (raw,), _ = read("site.xml", (WXR % (item % ("A", "a", "Text.", "7", "publish", "post"))).encode())
    below = raw.text.partition("<h2>3 comments</h2>\n")[2]
    assert below == (
        "<p><strong>A &lt;1&gt;</strong> (2003-02-01 10:11):</p>\n<p>One.</p>\n\n<p>Two.</p>\n"
        "<blockquote><p><strong>A &lt;3&gt;</strong> (2003-02-03 10:11):</p>\n<p>Answer</p>\n"
        "</blockquote><p><strong>A &lt;2&gt;</strong> (2003-02-02 10:11):</p>\n<p>Third</p>\n"
    )
    assert "secret" not in raw.text
    (note,) = raw.problems
    assert all(what in note.message for what in ("1 spam", "1 not approved", "1 pingback")) and note.level == "note"


def test_comments_that_answer_in_a_ring_or_without_end() -> None:
    ring = comment("1", "2", "a") + comment("2", "1", "b") + comment("3", "3", "c")
    long = "".join(comment(str(at), str(at - 1), "x") for at in range(4, 5_000))
    item = ITEM.replace("<wp:comment><wp:comment_content>So</wp:comment_content></wp:comment>", ring + long)
    (raw,), _ = read("site.xml", (WXR % (item % ("A", "a", "Text.", "7", "publish", "post"))).encode())
    assert raw.text.count("<strong>") == 4_999
    assert raw.text.count("<blockquote>") == raw.text.count("</blockquote>") <= 6


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future", "trash"])
def test_what_a_site_did_not_show_is_a_draft(status: str) -> None:
    (raw,), _ = read("site.xml", (WXR % (ITEM % ("A", "a", "Text.", "7", status, "post"))).encode())
    assert raw.extra["draft"] == "true" and status in raw.problems[0].message
    locked = ITEM % ("A", "a", "Text.", "7", "publish", "post")
    locked = locked.replace("<wp:comment>", "<wp:post_password><![CDATA[x]]></wp:post_password><wp:comment>")
    (raw,), _ = read("site.xml", (WXR % locked).encode())
    assert raw.extra["draft"] == "true" and "password" in raw.problems[0].message


def test_paragraphs_leave_code_and_blocks_alone() -> None:
    assert paragraphs("One\n\n<pre>a\n\nb</pre>\n\n<ul>\n<li>x</li></ul>") == (
        "<p>One</p>\n\n<pre>a\n\nb</pre>\n\n<ul>\n<li>x</li></ul>"
    )
    assert paragraphs("<!-- wp:x -->\n\na") == "<!-- wp:x -->\n\na"
    paragraphs("<pre" * 50_000)


def test_a_cut_feed_and_a_broken_one_are_read_as_far_as_they_go() -> None:
    (one, two), _ = read("f.xml", RSS[:-60])
    assert not one.problems and "cut" in two.problems[0].message and two.problems[0].level == "error"
    (one, two), _ = read("f.xml", RSS.replace(b"<description>Short", b"<descr & <x><description>Short"))
    assert said(one, "title") == ["Gates & locks"] and said(two, "title") == ["Two"]


def test_a_feed_in_utf_16() -> None:
    data = RSS.decode("latin-1").replace("iso-8859-1", "utf-16").encode("utf-16")
    raws, _ = read("f.xml", data)
    assert [said(raw, "title") for raw in raws] == [["Gates & locks"], ["Two"]] and said(raws[0], "author") == [
        "Zoë Quill"
    ]


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE %s [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">'
LAUGHS += b"".join(b'<!ENTITY a%d "&a;&a;&a;&a;&a;">' % at for at in range(20)) + b"]>"


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS % b"rss"
        + b"<rss><channel><item><title>x &b; &a9;</title><description>&b;</description></item></channel></rss>",
        LAUGHS % b"en-export" + b"<en-export><note><title>x &b;</title><content>&a9;</content></note></en-export>",
    ],
)
def test_entities_are_not_expanded(data: bytes) -> None:
    (raw,), (problem,) = read("x.xml", data)
    assert "entities" in problem.message and "root:" not in raw.text
    assert said(raw, "title")[0].startswith("x &b;")


def test_shared_entity_attacks_give_problems() -> None:
    path = SHARED / "inputs" / "xxe" / "cases.jsonl"
    if not path.is_file():
        pytest.skip("shared/inputs/xxe absent")
    for line in path.read_text("utf-8").splitlines():
        for name in ("x.xml", "x.rss", "x.enex", "x"):
            raws, problems = read(name, json.loads(line)["payload"].encode())
            assert problems and not raws


ENEX = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export3.dtd">
<en-export export-date="20200101T000000Z">
<note><title>A &amp; B</title><content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "x">
<en-note><div><en-todo checked="true"/>Done</div><en-media hash="1"/><div><en-todo/>Open</div></en-note>]]>
</content><created>20190506T070809Z</created><tag>sea</tag><tag>ship</tag>
<note-attributes><author>Ada</author><latitude>1.5</latitude></note-attributes>
<resource><data encoding="base64">aaaa
bbbb</data><mime>image/png</mime><resource-attributes><file-name>plan.png</file-name></resource-attributes></resource></note>
<note><title>Clip</title><content><![CDATA[<en-note>Words</en-note>]]></content><created>20190507T070809Z</created>
<note-attributes><source-url>https://x.example/a</source-url></note-attributes></note>
</en-export>"""


def test_an_evernote_export() -> None:
    (one, two), problems = read("notes.enex", ENEX)
    assert not problems and [one.origin, two.origin] == ["notes.enex#1", "notes.enex#2"]
    assert one.text == "<div><div>☑ Done</div><div>☐ Open</div></div>" and one.media == "text/html"
    assert said(one, "title") == ["A & B"] and said(one, "tag") == ["sea", "ship"]
    assert [(s.value, s.how) for s in one.signals if s.field == "date"] == [("2019-05-06", "note created")]
    assert one.extra == {"attachments": "plan.png"} and "plan.png" in one.problems[0].message
    assert said(two, "url") == ["https://x.example/a"]
    assert [(s.value, s.how, s.weight) for s in two.signals if s.field == "date"] == [("2019-05-07", "saved on", 0.2)]


def test_boxes_to_tick_in_lists() -> None:
    item = '<li style="--en-checked:%s;"><div>%s</div></li>'
    assert enex.page("<en-note><ul>" + item % ("true", "Done") + item % ("false", "Open") + "</ul></en-note>") == (
        '<div><ul><li style="--en-checked:true;"><div>☑ Done</div></li>'
        '<li style="--en-checked:false;"><div>☐ Open</div></li></ul></div>'
    )


def test_a_cut_export_is_told() -> None:
    raws, _ = read("notes.enex", ENEX[:-80])
    assert len(raws) == 2 and "cut" in raws[1].problems[0].message


@given(st.text(alphabet="<>/!-[]CDAT&;ab \n=\"'", max_size=200))
def test_nothing_is_raised(text: str) -> None:
    for start in (b"<rss><channel><item>", b"<feed><entry><content type='xhtml'>", b"<en-export><note><content>"):
        assert list(readers.read("x.xml", io.BytesIO(start + text.encode())))


@given(st.integers(1, 40), st.binary(max_size=120))
def test_the_size_of_the_chunks_does_not_matter(size: int, tail: bytes) -> None:
    class Slow(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            return super().read(size)

    data = RSS[:600] + tail + RSS[600:]
    assert list(xmlrecords.pieces(Slow(data), "item")) == list(xmlrecords.pieces(io.BytesIO(data), "item"))


def test_hostile_markup_is_read_in_one_pass() -> None:
    for text in (b"<a " * 60_000, b"<![CDATA[" * 20_000, b"<a>" * 60_000, b"</b>" * 60_000, b"&" * 200_000):
        assert list(readers.read("x.xml", io.BytesIO(b"<rss><channel><item><title>" + text)))
    enex.page("<en-todo " * 20_000)


def test_shared_exports() -> None:
    folder = SHARED / "data" / "exports"
    if not folder.is_dir():
        pytest.skip("shared/data/exports absent")
    for path in [*(folder / "wxr").glob("*.xml"), *(folder / "jekyll-import").glob("*wordpress*.xml")]:
        kinds = re.findall(rb"<wp:post_type>(?:<!\[CDATA\[)?(\w+)", path.read_bytes())
        raws, _ = read(path.name, path.read_bytes())
        assert len(raws) == sum(kind in (b"post", b"page") for kind in kinds) > 0, path.name
    notes = sorted((folder / "enex-yarle").rglob("*.enex"))
    found = {path.name: read(path.name, path.read_bytes()) for path in notes}
    stated = {path.name: path.read_bytes().count(b"</note>") for path in notes}
    assert {name: len(raws) for name, (raws, _) in found.items()} == stated and sum(stated.values()) > 50
    raws, problems = read("medium.xml", (folder / "jekyll-import" / "medium_feed.xml").read_bytes())
    assert len(raws) == 2 and not problems
