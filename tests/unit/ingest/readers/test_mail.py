"""E-mail messages and mailboxes -> records: fields, bodies, threads, messages inside messages, broken ones."""

from __future__ import annotations

import base64
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import mail
from generator.ingest.readers.mail_body import flowed
from generator.ingest.readers.mail_headers import day_of, readable
from generator.types import Problem, Raw

SHARED = Path(__file__).parents[5] / "shared"


def read(name: str, data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read(name, io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


def said(raw: Raw, field: str) -> list[str]:
    return [signal.value for signal in raw.signals if signal.field == field]


PLAIN = (
    b"Received: from a.example by b.example; Sat, 1 Feb 2003 01:00:00 +0000\r\n"
    b"From: =?utf-8?q?Zo=C3=AB?= Quill <zoe@quill.example>\r\n"
    b"To: harbour@lists.example\r\n"
    b"Subject: Re: =?iso-8859-1?Q?The_gr=FCn_?=\r\n =?iso-8859-1?Q?gate?=\r\n"
    b"Date: Fri, 31 Jan 2003 23:30:00 -0500\r\n"
    b'List-Id: "Harbour talk" <harbour.lists.example>\r\n'
    b"Message-ID: <3@quill.example>\r\nIn-Reply-To: <2@quill.example>\r\n"
    b"References: <1@quill.example>\r\n <2@quill.example>\r\n"
    b"Keywords: locks, gates\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\n"
    b"\xcf\xf0\xe8\xe2\xe5\xf2, the gate is green.\r\n"
)


def test_a_plain_message() -> None:
    (raw,), problems = read("a.eml", PLAIN)
    assert not problems and not raw.problems
    assert (raw.origin, raw.media) == ("a.eml", "text/plain")
    assert raw.text.strip() == "Привет, the gate is green."
    assert said(raw, "title") == ["Re: The grün gate"]
    assert said(raw, "author") == ["Zoë Quill"]
    assert said(raw, "date")[0] == "2003-01-31", "the sender's day, not the day in UTC"
    assert said(raw, "source") == ["Harbour talk"]
    assert said(raw, "tag") == ["locks", "gates"]
    assert raw.extra["message_id"] == "<3@quill.example>"
    assert raw.extra["in_reply_to"] == "<2@quill.example>"
    assert raw.extra["references"] == "<1@quill.example> <2@quill.example>"


@pytest.mark.parametrize("name", ["a.txt", "1067.M2P3.host:2,S", "a"])
def test_mail_is_known_by_its_header_lines(name: str) -> None:
    assert said(read(name, PLAIN)[0][0], "author") == ["Zoë Quill"]


@pytest.mark.parametrize(
    "text",
    [b"From the sea\ncame a ship.", b"From: Ada\nDate: 2021\n\nA text of ours.", b"Title: x\nTo: the reader\n\nx"],
)
def test_other_texts_are_not_mail(text: bytes) -> None:
    assert not mail.sniff("a.txt", text)


def parts(kind: str, *bodies: bytes) -> bytes:
    inner = b"".join(b"--cut\n" + body + b"\n" for body in bodies)
    head = b"From: Ada <ada@x.example>\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/"
    return head + kind.encode() + b'; boundary="cut"\n\n' + inner + b"--cut--\n"


HTML = b"Content-Type: text/html; charset=utf-8\n\n<p>The weir was <b>opened</b> on Monday, and the water fell.</p>"


def test_the_plain_version_if_it_is_a_text_else_the_html_one() -> None:
    good = b"Content-Type: text/plain\n\nThe weir was opened on Monday, and the water fell."
    stub = b"Content-Type: text/plain\n\nSee HTML."
    assert read("a.eml", parts("alternative", good, HTML))[0][0].media == "text/plain"
    (raw,), _ = read("a.eml", parts("alternative", stub, HTML))
    assert raw.media == "text/html" and "<b>opened</b>" in raw.text and "See HTML" not in raw.text
    assert raw.article, "a letter has no page around it"


def test_parts_that_follow_each_other_are_all_kept() -> None:
    foot = b"Content-Type: text/plain\n\nA list of <friends>"
    (raw,), _ = read("a.eml", parts("mixed", HTML, foot))
    assert raw.media == "text/html" and "<b>opened</b>" in raw.text and "A list of &lt;friends&gt;" in raw.text
    (raw,), _ = read("a.eml", parts("mixed", b"\nOne.", foot))
    assert (raw.media, raw.text) == ("text/plain", "One.\n\nA list of <friends>")


def test_attached_files_are_named() -> None:
    data = base64.b64encode(b"%PDF-1.4")
    pdf = b"Content-Type: application/pdf\nContent-Disposition: attachment; filename=plan.pdf\n"
    (raw,), _ = read("a.eml", parts("mixed", b"\nSee the plan.", pdf + b"Content-Transfer-Encoding: base64\n\n" + data))
    assert raw.text == "See the plan."
    assert raw.extra["attachments"] == "plan.pdf (application/pdf)"
    assert [(p.level, p.where) for p in raw.problems] == [("note", "a.eml")] and "plan.pdf" in raw.problems[0].message


def test_messages_inside_are_records_of_their_own() -> None:
    inner = b"Content-Type: message/rfc822\n\nFrom: Bo <bo@x.example>\nSubject: %d\n\nThe answer %d."
    raws, _ = read("a.eml", parts("digest", inner % (1, 1), inner % (2, 2)))
    assert [raw.origin for raw in raws] == ["a.eml", "a.eml#message-1", "a.eml#message-2"]
    box, _ = read("a", b"From ada@x.example Fri Jan 31 10:00:00 2003\n" + parts("digest", inner % (1, 1)))
    assert [raw.origin for raw in box] == ["a#1", "a#1/message-1"]
    assert [raw.text.strip() for raw in raws] == ["", "The answer 1.", "The answer 2."]
    assert said(raws[2], "title") == ["2"] and len({raw.digest for raw in raws}) == 3


def attached(kind: str, name: str, data: bytes) -> bytes:
    head = f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n"
    return f'{head}Content-Disposition: attachment; filename="{name}"\n\n'.encode() + base64.b64encode(data)


def test_attached_texts_are_records_of_their_own() -> None:
    data = b"Message-ID: <1@x.example>\nDate: Fri, 31 Jan 2003 10:00:00 +0000\n" + parts(
        "mixed",
        b"\nSee below.",
        attached(
            "text/plain; charset=windows-1251", "the plan.txt", "Привет, шлюз открыт. Вода спала.".encode("cp1251")
        ),
        attached("text/html", "page.html", b"<title>The weir</title><p>It was opened."),
        attached("application/octet-stream", "note.bin.txt", b"date 2001-02-03 https://x.example/a\n\nA note."),
        attached("text/plain", "the plan.txt", b"Another plan."),
        attached("application/octet-stream", "odd.txt", b"\0\1\2\3\4" * 99),
        attached("text/calendar", "day.ics", b"BEGIN:VCALENDAR"),
    )
    raws, problems = read("a.eml", data)
    assert [(raw.origin, raw.media) for raw in raws] == [
        ("a.eml", "text/plain"),
        ("a.eml#the plan.txt", "text/plain"),
        ("a.eml#page.html", "text/html"),
        ("a.eml#note.bin.txt", "text/plain"),
        ("a.eml#the plan.txt (2)", "text/plain"),
    ]
    assert [raw.text for raw in raws[1:]] == [
        "Привет, шлюз открыт. Вода спала.",
        "<title>The weir</title><p>It was opened.",
        "A note.",
        "Another plan.",
    ]
    assert said(raws[1], "date") == ["2003-01-31"] and said(raws[1], "title") == ["the plan"]
    assert said(raws[3], "date") == ["2001-02-03", "2003-01-31"], "its own header line stands first"
    assert all(raw.extra["attached_to"] == "<1@x.example>" for raw in raws[1:])
    assert [p.where for p in problems] == ["a.eml#odd.txt"] and "binary" in problems[0].message
    assert "1 attached files are not read: day.ics" in raws[0].problems[0].message
    assert all(name in raws[0].extra["attachments"] for name in ("the plan.txt", "odd.txt", "day.ics"))


def test_attached_messages_however_they_are_attached() -> None:
    data = parts(
        "mixed",
        b"\nForwarded.",
        attached("application/octet-stream", "old.eml", PLAIN),
        attached("message/rfc822", "packed.eml", PLAIN),
        b'Content-Type: message/rfc822\nContent-Disposition: attachment; filename="as it is.eml"\n\n' + PLAIN,
    )
    raws, problems = read("a.eml", data)
    assert not problems
    assert {raw.origin for raw in raws[1:]} == {"a.eml#old.eml", "a.eml#packed.eml", "a.eml#as it is.eml"}
    assert all(said(raw, "author")[0] == "Zoë Quill" for raw in raws[1:])


def test_attachments_of_a_message_in_a_packed_mailbox() -> None:
    box = b"From ada@x.example Fri Jan 31 10:00:00 2003\n" + parts(
        "mixed", b"\nX", attached("text/plain", "../a/b.txt", b"Y")
    )
    raws, _ = read("x/list.mbox.gz", gzip.compress(box))
    assert [raw.origin for raw in raws] == ["x/list.mbox.gz#1", "x/list.mbox.gz#1/a_b.txt"]


def test_messages_attached_to_each_other_have_an_end() -> None:
    data = PLAIN
    for _ in range(20):
        data = parts("mixed", b"\nAgain.", attached("application/octet-stream", "a.eml", data))
    raws, problems = read("a.eml", data)
    assert 2 < len(raws) < 6 and "inside more than" in problems[-1].message


def test_a_newsletter_is_known_by_its_sender() -> None:
    head = b"From: The Harbour Letter <news@h.example>\nSubject: s\nList-Id: <7.xt.local>\n"
    head += b"List-Unsubscribe: <https://h.example/u>\n"
    (raw,), _ = read("a.eml", head + b"MIME-Version: 1.0\n\nWords")
    assert max((s for s in raw.signals if s.field == "source"), key=lambda s: s.weight).value == "The Harbour Letter"
    (raw,), _ = read("a.eml", head + b"List-Post: <mailto:h@lists.example>\nMIME-Version: 1.0\n\nWords")
    assert max((s for s in raw.signals if s.field == "source"), key=lambda s: s.weight).value == "7.xt.local"


def test_nesting_has_an_end() -> None:
    data = PLAIN
    for _ in range(60):
        data = b"From: a@x.example\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + data
    raws, _ = read("a.eml", data)
    assert len(raws) == 6 and any("nested deeper" in problem.message for problem in raws[-1].problems)


BOX = (
    b"From ada@x.example Fri Jan 31 10:00:00 2003\nFrom: Ada <ada@x.example>\nSubject: One\n\n"
    b"First.\n>From here on\n>>From there\n\nFrom now on it is prose.\n\n"
    b"From bo at y.example  Sat Feb  1 11:00:00 2003\nFrom: bo at y.example (Bo Ray)\nSubject: Two\n\nSecond.\n\n"
    b"From c@z.example Sun Feb  2 12:00:00 2003\n>From d@z.example Sun Feb  2 12:00:00 2003\nSubject: Three\n\nThird.\n"
)


def test_a_mailbox() -> None:
    raws, problems = read("list.mbox", BOX)
    assert not problems and [raw.origin for raw in raws] == ["list.mbox#1", "list.mbox#2", "list.mbox#3"]
    assert raws[0].text == "First.\nFrom here on\n>From there\n\nFrom now on it is prose."
    assert [said(raw, "title") for raw in raws] == [["One"], ["Two"], ["Three"]]
    assert [said(raw, "date") for raw in raws] == [["2003-01-31"], ["2003-02-01"], ["2003-02-02"]]
    assert said(raws[1], "author") == ["Bo Ray"]
    assert raws[2].text.strip() == "Third."


def test_a_mailbox_with_windows_line_ends_and_without_its_end() -> None:
    raws, _ = read("a", BOX.replace(b"\n", b"\r\n")[:-4])
    assert [raw.text.strip()[:6] for raw in raws] == ["First.", "Second", "Thir"]


def test_a_line_within_a_message_does_not_part_it() -> None:
    inside = b"He wrote:\nFrom bo@y.example Sat Feb  1 11:00:00 2003\nSubject: this\n\nFrom prose we go on: so\n"
    (raw,), _ = read("a", b"From a@x.example Fri Jan 31 10:00:00 2003\nSubject: One\n\n" + inside)
    assert raw.text.encode() == inside.rstrip(b"\n") or raw.text.encode() == inside


def test_blanks_before_the_colon() -> None:
    (raw,), _ = read("a.eml", b"From  : Ada <ada@x.example>\r\nSubject\t: One\r\n\r\nTo  : stays\r\n")
    assert said(raw, "author") == ["Ada"] and said(raw, "title") == ["One"] and raw.text.strip() == "To  : stays"
    assert not raw.problems


def test_bytes_that_are_not_ascii_in_headers() -> None:
    assert readable("=?iso-8859-1?Q?Fr\udcf6sche?= \udcfcber") == "Frösche über"
    assert readable("Caf\udce9", "iso-8859-1") == "Café" and readable("=?utf-7?Q?+APY-?=") == "ö"
    assert readable("=?utf-8?Q?a?= Привет") == "=?utf-8?Q?a?= Привет", "already text: nothing to undo"


def test_a_mailbox_is_not_held_as_a_whole() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            data = (BOX + b"\n")[: len(buffer)]
            buffer[: len(data)] = data
            self.given += len(data)
            return len(data)

    endless = Endless()
    items = mail.read("a", io.BufferedReader(endless))
    for _ in range(10):
        next(items)
    assert endless.given < 100_000


def test_broken_headers_keep_the_text() -> None:
    data = (
        b'Subject: =?utf-8?B?####?= =?no-such-set?Q?caf=E9?= =?broken\nFrom: \xc4\xe4 <<>,;"\n'
        b"Date: yesterday\nMIME-Version: 1.0\nContent-Type: text/plain; charset=no-such-set\n\nThe words.\n"
    )
    (raw,), _ = read("a.eml", data)
    assert raw.text.strip() == "The words." and raw.extra["date"] == "yesterday" and not said(raw, "date")


def test_a_boundary_that_never_comes_is_told() -> None:
    (raw,), _ = read("a.eml", b"From: a@x.example\nContent-Type: multipart/mixed; boundary=x\n\nThe words.\n")
    assert "The words." in raw.text and "boundary" in raw.problems[0].message


def test_a_message_that_is_cut_between_its_parts_is_told() -> None:
    data = parts("mixed", b"\nOne.", HTML)
    (raw,), _ = read("a.eml", data[: data.index(b"--cut--")])
    assert "<b>opened</b>" in raw.text and [p.message[:26] for p in raw.problems] == ["the end of the message is "]
    assert not read("a.eml", data)[0][0].problems


def test_a_message_that_breaks_the_library_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(mail, "message_from_bytes", broken)
    (raw,), _ = read("a.eml", PLAIN)
    assert "the gate is green" in raw.text and raw.problems[0].level == "error"


def test_flowed_lines_are_joined() -> None:
    assert flowed("One \ntwo.\n> quoted \n> on\n> > deep\n-- \nAda ") == "One two.\n> quoted on\n> > deep\n-- \nAda"
    assert flowed("a \nb", without_space=True) == "ab"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21"),
        ("21 Nov 97 09:55:06 GMT", "1997-11-21"),
        ("Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)", "1969-02-13"),
        ("Mon Jan  5 10:00:00 2004", "2004-01-05"),
        ("32 Nov 1997", ""),
        ("", ""),
    ],
)
def test_days(value: str, day: str) -> None:
    assert day_of(value) == day


@given(st.binary(max_size=300))
def test_nothing_is_raised(data: bytes) -> None:
    for start in (
        b"From: a@b\nMIME-Version: 1.0\nContent-Type: ",
        b"From a Fri Jan 31 10:00:00 2003\nTo: ",
        PLAIN[:300],
    ):
        assert list(mail.read("a.eml", io.BytesIO(start + data)))


@given(st.text(max_size=60))
def test_no_header_value_is_refused(value: str) -> None:
    readable(f"=?utf-8?b?{value}?=")
    readable(value + "=?x?q?=")


def test_long_hostile_headers() -> None:
    for value in (b"(" * 100_000, b"=?a?q?" * 20_000, b"<a@" * 40_000, b'"\\' * 50_000):
        items = list(mail.read("a.eml", io.BytesIO(b"From: " + value + b"\nSubject: " + value + b"\n\nx")))
        assert items


def test_hostile_html_is_measured_in_one_pass() -> None:
    for markup in (b"<style" * 20_000, b"<style></style" * 10_000, b"<script>" * 5_000 + b"<title></title>" * 5_000):
        data = parts("alternative", b"Content-Type: text/plain\n\nWords", b"Content-Type: text/html\n\n" + markup)
        assert list(mail.read("a.eml", io.BytesIO(data)))


# --- files that nobody here wrote -------------------------------------------------------------------------------


def test_shared_messages_against_their_truth() -> None:
    folder = SHARED / "data" / "mail" / "stalwart"
    if not folder.is_dir():
        pytest.skip("shared/data/mail absent")
    asked = agreed = 0
    for path in sorted(folder.rglob("*.eml")):
        headers = json.loads(path.with_suffix(".json").read_text("utf-8"))["parts"][0]["headers"]
        stated = next(
            (h["value"].get("Text") for h in headers if h["name"] == "subject" and "Text" in h["value"]), None
        )
        raws, problems = read(path.name, path.read_bytes())
        assert raws or problems, path
        if stated and path.parent.name != "malformed":
            asked += 1
            agreed += said(raws[0], "title")[:1] == [" ".join(stated.split())]
    assert asked > 20 and agreed >= asked - 1


def test_shared_messages_all_give_a_record_or_a_problem() -> None:
    folder = SHARED / "data" / "mail"
    if not folder.is_dir():
        pytest.skip("shared/data/mail absent")
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in paths:
        raws, problems = read(path.name, path.read_bytes())
        assert raws or problems, path
        assert not any("cannot be read" in p.message or "taken apart" in p.message for p in problems), path
        if path.suffix == ".eml" or path.name.startswith("mail_"):
            assert raws, path
        if "ruby-mail" in path.parts and path.suffix == ".eml":
            assert raws[0].signals, path
    assert len(paths) == 425


def test_shared_hostile_messages_all_give_a_record() -> None:
    folder = SHARED / "inputs" / "eml-mail"
    if not folder.is_dir():
        pytest.skip("shared/inputs/eml-mail absent")
    paths = sorted(folder.glob("*.eml"))
    found = {path.name: read(path.name, path.read_bytes()) for path in paths}
    assert len(paths) == 48 and all(raws for raws, _ in found.values())
    inside = [
        raw.origin for raws, _ in found.values() for raw in raws if raw.origin.endswith(".eml") and "#" in raw.origin
    ]
    assert len(inside) == 2, "two of the files hold a message as an attachment"
