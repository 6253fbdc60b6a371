"""Promise 9: names made to lead astray, in every naming field, as files, members, links and entities."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from figures import TOP, Figure, exactly

SECRET = "nightjar-4711-secret"
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
LONGEST_NAME, LONGEST_PATH = 120, 240
"""Characters: Windows takes 260 for the whole path."""
ODD = (
    "CON", "nul", "aux.txt", "COM1", "lpt9.md", "..", ".", "...", "a" * 300, "ä" * 300, "a/../../b", "/etc/passwd", "",
    "C:\\Windows\\x", "trailing.", "trailing ", ".hidden", "-rf", "Straße", "STRASSE", "Ångström",
    "A\u030angstro\u0308m", "ﬁle", "file", "FILE", "İstanbul", "a\x00b", "a\nb", "a\tb", "\u202etxt.exe", "~root",
    "con/nul/aux", "$HOME", "`id`", "index.html", "assets", "search", "pagefind", "manifest-sha256.txt", ".fonds",
    "404.html", "data", "raw", "images", "x.html", "x.html/y",
)  # fmt: skip
PLACES = (
    "site/public/", "site/content/entries/", "site/content/copies/", "site/content/images/",
    "site/content/ledger.jsonl", "site/content/manifest-sha256.txt", "site/content/images.jsonl",
)  # fmt: skip
"""Where a build may write, besides the cache."""
NOTES = ("CON", "aux", "nul.txt")


def payloads(shared: Path) -> list[str]:
    """The path-traversal strings and naughty strings of shared/inputs, and our own."""
    files = [shared / "inputs" / name / "cases.jsonl" for name in ("path-traversal", "blns")]
    lines = [line for file in files if file.exists() for line in file.read_text("utf-8").splitlines()]
    return list(dict.fromkeys((*ODD, *(str(json.loads(line)["payload"]) for line in lines))))


def site(folder: Path, names: Sequence[str]) -> None:
    """A site whose raw and content files bear these names, beside files that hold a secret."""
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(f"---\ntitle: S\n---\n\n{SECRET}\n")
    (outside / "secret.txt").write_text(f"A secret\n\n{SECRET} stands in this text.\n")
    for name, data in _files(outside, names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    links = {
        "content/raw/link.txt": "secret.txt", "content/raw/linked": "", "content/entries/link.md": "secret.md",
        "content/entries/linked": "", "content/static/linked": "", "content/static/link.txt": "secret.txt",
        "assets/link.txt": "secret.txt", "templates/link.html": "secret.txt", "content/pages/link.md": "secret.md",
    }  # fmt: skip
    for name, target in links.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(outside / target if target else outside)


def _files(outside: Path, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    yield "site.yaml", b"title: T\nbase_url: https://e.example/\nraw_files: true\nimages: local\ntwins: true\n"
    rows = []
    for number, name in enumerate(names):
        text = f"The boats of day {number} came in late; keeper {number} saw the ice go by noon, {number * 7919}."
        rows.append({"title": name, "url": f"https://e.example/{name}", "date": "2021-03-14", "author": name,
                     "tags": [name], "text": text, "id": name, "slug": name})  # fmt: skip
        meta = {"id": name, "title": name, "date": "2020-01-01", "source": name, "language": name, "people": [name],
                "tags": [name], "aliases": [name, f"/{name}", f"../{name}"],
                "raw": {"origin": name, "sha256": "0" * 64}}  # fmt: skip
        yield f"content/entries/hand/e{number}.md", f"---\n{json.dumps(meta)}\n---\n\n{text} ![a]({name})\n".encode()
    yield "content/raw/rows.jsonl", b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    for number, name in enumerate(names):
        short = name.replace("/", "_").replace("\0", "")[:60]
        if short.strip(".") and not short.startswith("."):
            yield (
                f"content/raw/files/{short} {number}.txt",
                f"File {number}\n\nThe tide of day {number * 31}.\n".encode(),
            )
    for number, name in enumerate(NOTES):
        yield f"content/pages/{name}.md", f"---\ntitle: {name}\n---\n\nA note, {number}.\n".encode()
    yield "content/raw/slip.zip", _zip(names)
    yield "content/raw/slip.tar", _tar(names, outside)
    for number, entity in enumerate((outside / "secret.txt", "/etc/passwd")):
        told = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{entity}"><!ENTITY % p SYSTEM "file://{entity}"> %p;]>'
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://{entity}"/>'
        item = f"<item><title>Of {number}</title><description>&x; {include} words</description></item>"
        yield (
            f"content/raw/x{number}.xml",
            f'<?xml version="1.0"?>{told}<rss version="2.0"><channel>{item}</channel></rss>'.encode(),
        )


def _zip(names: Sequence[str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(
                zipfile.ZipInfo(name.replace("\0", "") or "x"), f"Member {number}\n\nThe tide of {number}.\n"
            )
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "../../outside/secret.txt")
    return held.getvalue()


def _tar(names: Sequence[str], outside: Path) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for number, name in enumerate(names):
            data = f"Tarred {number}\n\nThe gulls of {number}.\n".encode()
            info = tarfile.TarInfo(name.replace("\0", "") or "x")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for kind, target in ((tarfile.SYMTYPE, str(outside)), (tarfile.LNKTYPE, str(outside / "secret.txt"))):
            info = tarfile.TarInfo("into")
            info.type, info.linkname = kind, target
            archive.addfile(info)
    return held.getvalue()


def measured(names: Sequence[str]) -> Mapping[str, int]:
    """Build such a site, and count what went astray."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top, "site")
        folder.mkdir()
        site(folder, names)
        before = _everything(Path(top))
        command = [sys.executable, "-m", "generator", "build", "-q"]
        environment = {"PYTHONPATH": str(TOP), "PATH": "", "HOME": top}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        after = _everything(Path(top))
        changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        written = [path for path in after if path.startswith(PLACES)]
        bytes_of = {path: Path(top, path).read_bytes() for path in written}
        return {
            "builds that ended otherwise than whole": int(not (folder / "public/index.html").exists()),
            "errors that are no words": int(b"Traceback" in done.stderr),
            "pages": sum(path.endswith("index.html") for path in written),
            "files written elsewhere": sum(not path.startswith((*PLACES, "site/.fonds/")) for path in changed),
            "files that hold what stood outside": sum(SECRET.encode() in data for data in bytes_of.values()),
            "files with a line of the system's": sum(b"root:x:" in data for data in bytes_of.values()),
            "names that collide": _collisions(written),
            "names reserved or forbidden": sum(_is_odd(path) for path in written if path not in before),
            "names too long": sum(_is_long(path) for path in written),
        }


def _everything(top: Path) -> dict[str, tuple[int, int]]:
    files = [path for path in top.rglob("*") if path.is_file() and not path.is_symlink()]
    return {path.relative_to(top).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def _collisions(paths: Sequence[str]) -> int:
    folded = Counter(unicodedata.normalize("NFC", path).casefold() for path in paths)
    return sum(count - 1 for count in folded.values())


def _is_odd(path: str) -> bool:
    steps = path.split("/")[2:]
    return any(RESERVED.fullmatch(step) or FORBIDDEN.search(step) for step in steps)


def _is_long(path: str) -> bool:
    steps = path.split("/")[2:]
    return len("/".join(steps)) > LONGEST_PATH or any(len(step) > LONGEST_NAME for step in steps)


def figures(shared: Path) -> Iterator[Figure]:
    """All strings of shared/inputs in every field that names something."""
    names = payloads(shared)
    for what, seen in measured(names).items():
        if what != "pages":
            yield exactly(f"{what}, {len(names):,} names", 0, seen, "bench/trust/paths.py")
