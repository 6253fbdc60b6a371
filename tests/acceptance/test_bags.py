"""Bags that others made: valid ones are accepted, others refused by name; among raw files a bag is its payload."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.content import parse
from generator.pipeline.bags import Checked, check
from generator.types import Stop

NAMED = {
    "v0.97/invalid/bom-in-bagit.txt": "bagit.txt",
    "v0.97/invalid/corrupt-tag-file": "bag-info.txt",
    "v0.97/invalid/invalid-version-number": "bagit.txt",
    "v0.97/invalid/same-filename-listed-twice-with-different-hashes": "data/README",
    "v0.97/linux-only/out-of-scope-file-paths-using-absolute-path-for-fetch": "/tmp/test.txt",
    "v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username": "~root/foo",
    "v0.97/windows-only/out-of-scope-file-paths-using-shortcut": r"%HomeDrive%\Windows\System32\setx.exe",
    "v0.97/windows-only/out-of-scope-file-paths-using-unc-for-fetch": r"\\?\UNC\server\Windows\System32\setx.exe",
    "v0.97/windows-only/out-of-scope-file-paths-using-unc": r"\\?\UNC\server\Windows\System32\setx.exe",
    "v1.0/invalid/bagit-with-invalid-whitespace": "bagit.txt",
    "v1.0/invalid/notAllManifestsListAllFiles": "data/missingFromManifest.txt",
    "v0.97/warning/duplicate-file-with-different-case": "data/HELLO.txt",
    "v0.97/warning/relative-path": "./data/hello.txt",
    "v0.97/warning/same-filename-listed-twice-with-the-same-hash": "data/README",
}
"""What is wrong with the cases of the suite, read in their files. What leads out on one system is refused on all."""
TEXT = b"The boats came in late, and the ice was gone by noon.\n"


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def bag(payload: dict[str, bytes], version: str = "1.0", algorithm: str = "sha256") -> dict[str, bytes]:
    """A small bag as RFC 8493 has it; `payload` by path as the manifest writes it."""
    lines = "".join(f"{hashlib.new(algorithm, data).hexdigest()}  data/{path}\n" for path, data in payload.items())
    files = {f"data/{path}": data for path, data in payload.items()}
    tags = {"bagit.txt": f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n".encode()}
    return {**files, **tags, f"manifest-{algorithm}.txt": lines.encode()}


def levels(done: Checked) -> set[str]:
    return {str(one.level) for one in done.problems if one.level != "note"}


def test_the_conformance_suite(shared: Path, tmp_path: Path, figure: Callable[..., None]) -> None:
    cases = [json.loads(line) for line in (shared / "inputs/bagit-conformance/cases.jsonl").read_text().splitlines()]
    right = 0
    for number, case in enumerate(cases):
        payload = json.loads(case["payload"]) if isinstance(case["payload"], str) else case["payload"]
        done = check(laid(tmp_path / str(number), {path: base64.b64decode(data) for path, data in payload}))
        wanted = {"valid": set(), "warning": {"warning"}}.get(case["verdict"], {"error"})
        named = {one.where for one in done.problems}
        fits = levels(done) == wanted and (case["verdict"] == "valid" or NAMED[case["case"]] in named)
        assert fits, (case["case"], done)
        right += fits
    figure("bags of the conformance suite that are judged rightly", 30, right)


@pytest.mark.parametrize("version", ["0.93", "0.97", "1.0"])
@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256"])
def test_every_version_and_algorithm(tmp_path: Path, version: str, algorithm: str) -> None:
    files = bag({"a.txt": TEXT, "b/c.txt": b""}, version, algorithm)
    assert levels(check(laid(tmp_path, files))) == set()
    laid(tmp_path, {"data/a.txt": TEXT.replace(b"late", b"Late")})
    assert [(one.level, one.where) for one in check(tmp_path).problems] == [("error", "data/a.txt")]


def manifest(path: str) -> bytes:
    return f"{hashlib.sha256(TEXT).hexdigest()}  {path}\n".encode()


BROKEN: dict[str, tuple[dict[str, bytes], str]] = {
    "missing": ({"manifest-sha256.txt": manifest("data/a.txt") + manifest("data/gone.txt")}, "data/gone.txt"),
    "extra": ({"data/more.txt": b"more"}, "data/more.txt"),
    "hidden extra": ({"data/.more": b"more"}, "data/.more"),
    "leads out": ({"manifest-sha256.txt": manifest("data/../../a.txt")}, "data/../../a.txt"),
    "leads out on Windows": ({"manifest-sha256.txt": manifest(r"data\..\..\a.txt")}, r"data\..\..\a.txt"),
    "absolute": ({"manifest-sha256.txt": manifest("/etc/passwd")}, "/etc/passwd"),
    "a drive": ({"manifest-sha256.txt": manifest("C:/a.txt")}, "C:/a.txt"),
    "no payload file": ({"manifest-sha256.txt": manifest("bagit.txt")}, "bagit.txt"),
    "no line": ({"manifest-sha256.txt": manifest("data/a.txt") + b"what?\n"}, "manifest-sha256.txt:2"),
    "oxum": ({"bag-info.txt": b"Payload-Oxum: 1.1\n"}, "bag-info.txt"),
    "a second manifest": ({"manifest-md5.txt": b""}, "data/a.txt"),
    "a tag file changed": ({"tagmanifest-sha256.txt": b"0" * 64 + b"  bagit.txt\n"}, "bagit.txt"),
    "a tag file missing": ({"tagmanifest-sha256.txt": b"0" * 64 + b"  about/x.xml\n"}, "about/x.xml"),
    "to be fetched": (
        {"fetch.txt": b"https://e.example/b - data/b.txt\n",
         "manifest-sha256.txt": manifest("data/a.txt") + manifest("data/b.txt")}, "data/b.txt"),
    "fetched out of the bag": ({"fetch.txt": b"https://e.example/b - data/../../b.txt\n"}, "data/../../b.txt"),
    "fetched, not listed": ({"fetch.txt": b"https://e.example/b 12 data/b.txt\n"}, "data/b.txt"),
    "not in its encoding": ({"bag-info.txt": b"Contact-Name: Ren\xe9\n"}, "bag-info.txt"),
    "an encoding nobody knows": (
        {"bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: KLINGON-8\n"}, "bagit.txt"),
    "no known algorithm": ({"manifest-sha256.txt": b"", "manifest-foo1.txt": b"00  data/a.txt\n"}, "data/a.txt"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_each_fault_is_named(tmp_path: Path, kind: str) -> None:
    more, where = BROKEN[kind]
    done = check(laid(tmp_path, bag({"a.txt": TEXT}) | more))
    assert where in {one.where for one in done.problems if one.level == "error"}, done


def test_names_are_decoded_as_the_version_has_it(tmp_path: Path) -> None:
    names = {"a%0Ab.txt": "a\nb.txt", "c%0dd.txt": "c\rd.txt", "100%25.txt": "100%.txt"}
    for version, plain in (("1.0", names), ("0.97", {**names, "100%25.txt": "100%25.txt"})):
        files = bag(dict.fromkeys(names, TEXT), version)
        files = {f"data/{plain[path[5:]]}" if path[:5] == "data/" else path: data for path, data in files.items()}
        assert check(laid(tmp_path / version, files)).problems == ()
    done = check(laid(tmp_path / "literal", bag({"100%25.txt": TEXT})))
    assert [(one.level, one.where) for one in done.problems] == [("warning", "data/100%25.txt")]


def test_accents_that_a_system_spelled_anew(tmp_path: Path) -> None:
    files = bag({"caf\u00e9.txt": TEXT})
    files[unicodedata.normalize("NFD", "data/caf\u00e9.txt")] = files.pop("data/caf\u00e9.txt")
    assert levels(check(laid(tmp_path, files))) == {"warning"}


def test_marks_of_sums_and_other_line_ends(tmp_path: Path) -> None:
    files = bag({"a b.txt": TEXT, "c.txt": TEXT})
    lines = files["manifest-sha256.txt"].decode().upper().replace("DATA/", "data/").replace(".TXT", ".txt")
    lines = re.sub(r"A B|C(?=\.txt)", lambda found: found[0].lower(), lines).replace("  data", "\t*data")
    laid(tmp_path, files | {"manifest-sha256.txt": lines.replace("\n", "\r").encode()})
    assert check(tmp_path).problems == ()


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_bytes(TEXT)
    laid(tmp_path / "bag", bag({"a.txt": TEXT}))
    (tmp_path / "bag/data/a.txt").unlink()
    (tmp_path / "bag/data/a.txt").symlink_to(tmp_path / "outside.txt")
    assert ("error", "data/a.txt") in {(one.level, one.where) for one in check(tmp_path / "bag").problems}


def test_what_is_no_bag_is_said(tmp_path: Path) -> None:
    with pytest.raises(Stop):
        check(tmp_path)


def test_the_command(site: Any) -> None:
    laid(site.folder / "bag", bag({"a.txt": TEXT}))
    assert "1 file" not in site.run("verify", "bag").stderr
    assert "a valid bag (BagIt 1.0, sha256); no problems." in site.run("verify", "bag").stdout
    laid(site.folder / "bag", {"data/b.txt": TEXT})
    said = site.run("verify", "bag", code=1)
    assert "data/b.txt: error: is in no payload manifest" in said.stderr
    assert "not a valid bag" in said.stdout


def test_our_own_bags_are_valid(site: Any) -> None:
    odd = ("100%.txt", "50%25.txt", "caf\u00e9.txt", "a b .txt", "\u2028.txt", "new\nline.txt")
    site.write({f"content/raw/{name}": f"{name!r} came in late.\n" for name in odd})
    site.run("export", "--bagit", "bag", "--site", code=None)
    done = check(site.folder / "bag")
    assert levels(done) == set(), done.problems
    assert done.files > len(odd)


def test_a_bag_in_the_heap_is_its_payload(site: Any) -> None:
    inner = {f"data/inner/{path}": data for path, data in bag({"deep.txt": b"Deep\n\nThe ice was gone.\n"}).items()}
    files = {**bag({"late.txt": TEXT}), "bag-info.txt": b"Contact-Name: Ann Gull\n", **inner, "README.md": TEXT}
    laid(site.folder / "content/raw/from-a-library", files)
    site.write({"content/raw/note.txt": "A note\n\nThe herring came in early.\n"})
    said = site.run("ingest", "--json").stdout
    origins = {parse(text, "").meta.raw.origin for text in site.entries().values()}  # type: ignore[union-attr]
    assert origins == {"from-a-library/data/late.txt", "from-a-library/data/inner/data/deep.txt", "note.txt"}
    report = json.loads(said)
    tags = {one["where"] for one in report["problems"] if "only tells of a bag" in one["message"]}
    inside = ("bagit.txt", "manifest-sha256.txt")
    assert tags == {f"content/raw/from-a-library/{name}" for name in
                    (*inside, "bag-info.txt", "README.md", *(f"data/inner/{name}" for name in inside))}  # fmt: skip
    assert report["intake"]["files"] == report["intake"]["read"] + report["intake"]["refused"] == len(files) + 1


def test_a_bagit_txt_without_a_payload_is_a_text(site: Any) -> None:
    site.write(
        {"content/raw/bagit.txt": "BagIt\n\nHow bags are made, told in a few words.\n", "content/raw/a.txt": "x"}
    )
    site.run("ingest")
    assert len(site.entries()) == 2
