"""Mail in the heap -> no address of a sender or receiver in a published file; the headers stay in content."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest

MAIL = b"""From: Ada Quill <ada@private.example>
To: Bo Reed <bo@private.example>, third@private.example
Cc: "Cy" <cy@private.example>
Reply-To: reply@private.example
Sender: sender@private.example
Message-ID: <message.1@private.example>
In-Reply-To: <message.0@private.example>
Date: Sun, 14 Mar 2021 10:00:00 +0100
Subject: The sea wall
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

The wall held, said the harbour master. It was a long night at the quay, and nobody slept.
"""
ADDRESS = re.compile(rb"[\w.]+@private\.example")


@pytest.fixture
def built(site: Any) -> Any:
    nameless = MAIL.replace(b"Ada Quill <ada@private.example>", b"nameless@private.example").replace(b"held", b"fell")
    return site.write(
        {"content/raw/one.eml": MAIL, "content/raw/two.eml": nameless.replace(b"14 Mar", b"15 Mar")}
    ).build()


def test_addresses_of_header_lines_stay_in_content(built: Any) -> None:
    entries = "".join(built.entries().values()).encode()
    assert {*ADDRESS.findall(MAIL)} <= {*ADDRESS.findall(entries)}
    published = built.pages()
    assert any(b"Ada Quill" in data for data in published.values())
    for path, data in published.items():
        inside = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        assert not ADDRESS.search(inside), path
        assert not ADDRESS.search(path.encode())
