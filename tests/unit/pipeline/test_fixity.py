"""Every flipped, missing or extra byte of the published site and of content/ is found and named; bags are whole."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import manifest
from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import build
from generator.pipeline.export import bagit
from generator.pipeline.fixity import verify
from generator.pipeline.ingest import ingest
from generator.pipeline.place import Place
from generator.types import Stop

TEXT = "---\ntitle: {0}\ndate: 2021-03-14\n---\n\nThe {0} came in late, and the ice was gone by noon.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, Config(base_url="https://example.org/", search=False))
    made.raw.mkdir(parents=True)
    for name in ("heron", "petrel", "gannet"):
        (made.raw / f"{name}.md").write_text(TEXT.format(name))
    (tmp_path / "site.yaml").write_text("title: x\n")
    return made


@pytest.fixture
def work(place: Place) -> Iterator[Work]:
    with Work(Cache(None), "code", executor="inline") as made:
        run(place, made)
        yield made


def run(place: Place, work: Work) -> None:
    ingest(place, work, paranoid=True)
    build(place, work, "https://example.org/")


def files(place: Place) -> list[Path]:
    folders = (place.output, place.root / "content")
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def wrong(place: Place) -> set[str]:
    return {one.where for one in verify(place).problems}


def test_what_was_built_is_sound(place: Place, work: Work) -> None:
    done = verify(place)
    assert not done.problems
    assert done.content == len([path for path in (place.root / "content").rglob("*") if path.is_file()]) - 1


def test_sha256sum_reads_both_manifests(place: Place, work: Work) -> None:
    for folder in (place.output, place.root / "content"):
        command = ["sha256sum", "--quiet", "--strict", "-c", manifest.NAME]
        assert subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode == 0


def test_every_flipped_byte_is_found_and_named(place: Place, work: Work) -> None:
    chance = random.Random(22)
    for file in files(place):
        data = file.read_bytes()
        for at in {0, len(data) - 1, chance.randrange(len(data))}:
            file.write_bytes(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :])
            named = wrong(place)
            own = file.relative_to(place.root).as_posix()
            aside = file.name in (manifest.NAME, ".fonds")
            assert own in named or (aside and named), (own, at)
            assert aside or named == {own}
        file.write_bytes(data)
    assert not wrong(place)


def test_every_missing_and_every_extra_file_is_named(place: Place, work: Work) -> None:
    # A copy of the site on a server has no mark: the host left it out.
    for file in (file for file in files(place) if file.name != ".fonds"):
        data = file.read_bytes()
        file.unlink()
        assert wrong(place), file
        if file.name != manifest.NAME:
            assert wrong(place) == {file.relative_to(place.root).as_posix()}
        file.write_bytes(data)
    for name in ("public/new.html", "public/.hidden", "content/raw/new.txt", "content/pages/new.md"):
        (place.root / name).parent.mkdir(exist_ok=True)
        (place.root / name).write_text("x")
        assert wrong(place) == {name}
        (place.root / name).unlink()


def test_a_link_in_the_place_of_a_file_is_named(place: Place, work: Work) -> None:
    page = place.output / "index.html"
    page.rename(place.root / "away.html")
    page.symlink_to(place.root / "away.html")
    assert wrong(place) == {"public/index.html"}


def test_ingest_records_what_a_person_changed(place: Place, work: Work) -> None:
    about = place.notes / "about.md"
    about.parent.mkdir()
    about.write_text("---\ntitle: About\n---\n\nOurs.\n")
    assert wrong(place) == {"content/pages/about.md"}
    run(place, work)
    assert not wrong(place)


def test_a_raw_folder_elsewhere_is_in_the_manifest_too(tmp_path: Path) -> None:
    place = Place(tmp_path / "site", Config(raw=("../heap",)))
    place.raw.mkdir(parents=True)
    (place.raw / "a.md").write_text(TEXT.format("heron"))
    with Work(Cache(None), "code", executor="inline") as work:
        ingest(place, work)
        (place.raw / "a.md").write_text(TEXT.format("Heron"))
        assert "content/../../heap/a.md" in wrong(place)


# --- bags -----------------------------------------------------------------------------------------------------


def bag_faults(bag: Path) -> list[str]:
    """What is wrong with a bag by RFC 8493, 3: written without our own modules."""
    faults = []
    if (bag / "bagit.txt").read_text() != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        faults.append("bagit.txt")
    payload = {path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    tags = {path.name for path in bag.iterdir() if path.is_file() and not path.name.startswith("tagmanifest-")}
    for kind, wanted in (("manifest", payload), ("tagmanifest", tags)):
        for name in ("sha256", "sha512"):
            lines = (bag / f"{kind}-{name}.txt").read_text().splitlines()
            rows = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
            faults += [f"{kind}-{name}"] if rows.keys() != wanted else []
            faults += [path for path in rows if hashlib.new(name, (bag / path).read_bytes()).hexdigest() != rows[path]]
    size = sum((bag / path).stat().st_size for path in payload)
    if f"Payload-Oxum: {size}.{len(payload)}\n" not in (bag / "bag-info.txt").read_text():
        faults.append("Payload-Oxum")
    return faults


def test_a_bag_is_whole_and_holds_every_raw_byte(place: Place, work: Work) -> None:
    odd = place.raw / "100%\u2028 ö.txt"
    odd.write_bytes(b"\xff\x00 odd bytes")
    bag = place.root / "bag"
    done = bagit(bag, place, work, "2026-11-22", site=True)
    assert bag_faults(bag) == []
    assert (bag / "data/raw/100__ ö.txt").read_bytes() == odd.read_bytes()
    assert "100%" in (bag / "original-names.json").read_text()
    for file in files(place):
        name = file.relative_to(place.root).as_posix().replace("content/raw/", "raw/")
        if "100%" not in name and file.name not in (".fonds", manifest.NAME):
            assert (bag / "data" / name).read_bytes() == file.read_bytes(), name
    assert done.files == len([path for path in (bag / "data").rglob("*") if path.is_file()])
    assert "Bagging-Date: 2026-11-22\n" in (bag / "bag-info.txt").read_text()


def test_a_bag_takes_the_place_of_nothing(place: Place, work: Work) -> None:
    bag = place.root / "bag"
    bag.mkdir()
    (bag / "mine.txt").write_text("x")
    with pytest.raises(Stop):
        bagit(bag, place, work, "2026-11-22")
    assert [path.name for path in bag.iterdir()] == ["mine.txt"]


def test_a_byte_that_rotted_without_a_trace_is_mended_by_a_paranoid_build(place: Place, work: Work) -> None:
    page = place.output / "index.html"
    good, stat = page.read_bytes(), page.stat()
    page.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    build(place, work, "https://example.org/")
    assert wrong(place) == {"public/index.html"}, "size and time are as they were"
    build(place, work, "https://example.org/", paranoid=True)
    assert not wrong(place) and page.read_bytes() == good
