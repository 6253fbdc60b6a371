"""Pictures that the raw files hold are kept and shown from here; all others are links, and no more is published."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import Built, build
from generator.pipeline.ingest import Intake, ingest
from generator.pipeline.place import Place
from generator.pipeline.withdraw import Wish, withdraw


def png(number: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 64, 48) + bytes([number]) * 1500


def page(title: str, *images: str) -> str:
    text = " ".join(f"The {title} was seen by keeper number {n} of the harbour at noon." for n in range(12))
    shown = "".join(f'<p>{text}</p><img src="{src}" alt="{title} picture">' for src in images)
    return f"<html><title>{title}</title><body><article><h1>{title}</h1>{shown}<p>{text}</p></article></body></html>"


def mhtml(url: str, body: str, pictures: dict[str, bytes]) -> bytes:
    parts = [f"Content-Type: text/html\r\nContent-Location: {url}\r\n\r\n{body}\r\n"]
    parts += [
        f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: {at}\r\n\r\n"
        f"{base64.b64encode(data).decode()}\r\n"
        for at, data in pictures.items()
    ]
    head = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\n"
    head += 'Content-Type: multipart/related; boundary="b"\r\n\r\n'
    return (head + "".join(f"--b\r\n{part}" for part in parts) + "--b--\r\n").encode()


def warc(records: dict[str, tuple[str, bytes]]) -> bytes:
    out = b""
    for url, (kind, body) in records.items():
        block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-14T00:00:00Z\r\n"
        kinds = "Content-Type: application/http; msgtype=response\r\n"
        out += f"{head}{kinds}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    return out


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


RAW: dict[str, bytes] = {
    "folder/Gull.html": page("Gull", "Gull_files/gull%20one.png", "https://far.example/never.png").encode(),
    "folder/Gull_files/gull one.png": png(1),
    "single.html": page("Heron", "data:image/png;base64," + base64.b64encode(png(2)).decode()).encode(),
    "tern.mhtml": mhtml(
        "https://e.example/t/", page("Tern", "pic/tern.png"), {"https://e.example/t/pic/tern.png": png(3)}
    ),
    "birds.warc": warc(
        {
            "https://w.example/petrel": ("text/html", page("Petrel", "/p.png").encode()),
            "https://w.example/p.png": ("image/png", png(4)),
            "https://w.example/unused.png": ("image/png", png(9)),
        }
    ),
    "birds.zip": zipped(
        {"in/Curlew.html": page("Curlew", "Curlew_files/c.png").encode(), "in/Curlew_files/c.png": png(5)}
    ),
    "unnamed.png": png(8),
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, Config(search=False, data=(), images="local"))
    for name, data in RAW.items():
        path = made.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return made


@pytest.fixture
def work() -> Iterator[Work]:
    with Work(Cache(None), "code", executor="inline") as made:
        yield made


def run(place: Place, work: Work) -> tuple[Intake, Built]:
    return ingest(place, work), build(place, work, "")


def published(place: Place) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((place.output / "images").glob("*"))}


def pages(place: Place) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(place.output.rglob("*.html")))


def test_pictures_of_every_container_are_shown_from_here(place: Place, work: Work) -> None:
    intake, built = run(place, work)
    assert sorted(published(place).values()) == sorted(png(number) for number in (1, 2, 3, 4, 5))
    html = pages(place)
    for title in ("Gull", "Heron", "Tern", "Petrel", "Curlew"):
        assert f'alt="{title} picture" width=64 height=48 loading=lazy>' in html
    assert html.count("<img src=") == 5
    assert "<a class=image href=https://far.example/never.png>Gull picture</a>" in html
    assert [problem for problem in built.problems if problem.level == "error"] == []
    assert any("1 of 6 pictures are not in the raw files" in problem.message for problem in intake.problems)


def test_by_default_none_is_kept_and_none_is_loaded(place: Place, work: Work) -> None:
    place = replace(place, config=replace(place.config, images="drop"))
    run(place, work)
    assert not place.images.exists()
    assert published(place) == {}
    assert "<img" not in pages(place)


def test_kept_elsewhere_they_are_loaded_without_a_referrer(place: Place, work: Work) -> None:
    place = replace(place, config=replace(place.config, images="keep"))
    _, built = run(place, work)
    html = pages(place)
    assert '<img src=https://far.example/never.png alt="Gull picture" loading=lazy referrerpolicy=no-referrer>' in html
    assert "img-src 'self' https: http:;" in html
    assert [problem for problem in built.problems if problem.level == "error"] == []


def test_a_second_run_does_nothing_and_what_was_lost_comes_back(place: Place, work: Work) -> None:
    run(place, work)
    before, listed = published(place), place.pictures.read_bytes()
    assert run(place, work)[0].reasons == {"unchanged": 5}
    lost = next(place.images.glob("*.png"))
    lost.unlink()
    (place.raw / "more.txt").write_text("One more\n\nThe boats came in late, and the ice was gone by noon.\n")
    run(place, work)
    assert (published(place), place.pictures.read_bytes()) == (before, listed)


def test_a_damaged_picture_is_named_and_not_published(place: Place, work: Work) -> None:
    ingest(place, work)
    broken = next(place.images.glob("*.png"))
    broken.write_bytes(b"<script>alert(1)</script>")
    problems = build(place, work, "").problems
    assert any(broken.name in problem.where for problem in problems)
    assert broken.name not in published(place)


def test_the_picture_of_a_withdrawn_entry_goes(place: Place, work: Work) -> None:
    run(place, work)
    path = next(path for path in place.entries.rglob("*.md") if "heron" in path.name)
    name = next(line for line in path.read_text("utf-8").split("\n") if line.startswith("id: ")).removeprefix("id: ")
    withdraw(Wish((name.strip("'\""),), reason="asked"), place, work)
    run(place, work)
    assert png(2) not in published(place).values()
    assert png(2) not in [file.read_bytes() for file in place.images.iterdir()]
    assert len(published(place)) == 4
