"""What a search index knows is held against the texts beside it: no word of a withdrawn document stays unseen in it."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEXTS = {
    "heron": "The heron stood dyingly still; 5,000,000 reeds on. Caf\u00e9 na\u00efve re-use O'Brien's owing axes.",
    "petrel": "A petrel crossed the quay at dusk, and nobody using the lamp had seen wilderbeestling before.",
    "gannet": "Gannets plunged all morning beside the ferries, carrying nothing that the ledger had not told.",
}
"""One word stands in the petrel alone."""
ONLY = "wilderbeestl"
"""As the index has it."""


@pytest.fixture
def after(site: Any) -> Any:
    """A site of which an entry was withdrawn, with the index of before beside it, in `before`."""
    days = {"heron": "2021-03-14", "petrel": "2021-03-15", "gannet": "2021-03-16"}
    for name, text in TEXTS.items():
        head = f"---\ntitle: On the {name}\ndate: {days[name]}\nauthor: Ada {name.title()}\n---\n\n"
        site.write({f"content/raw/{name}.md": f"{head}{text}\n"})
    site.build()
    shutil.copytree(site.public / "pagefind", site.folder / "before")
    site.run("withdraw", "2021/03/15/on-the-petrel", "--reason", "Asked for")
    site.build()
    return site


def verified(site: Any, code: int) -> str:
    said = site.run("verify", "--withdrawn", code=code)
    return str(said.stdout + said.stderr)


def put_back(site: Any, pattern: str) -> list[Path]:
    """Files of the index of before into the index of now, in the place of those with the same name."""
    found = sorted((site.folder / "before").glob(pattern))
    for file in found:
        target = site.public / "pagefind" / file.relative_to(site.folder / "before")
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copyfile(file, target)
    assert found
    return found


def test_an_index_of_what_is_there_has_nothing_astray(after: Any) -> None:
    assert "no problems" in verified(after, 0)


@pytest.mark.parametrize("gone", TEXTS)
def test_words_that_stay_in_the_packs_are_found(site: Any, gone: str, figure: Callable[..., None]) -> None:
    """Whether the withdrawn document was the first, one in the middle or the last of the index."""
    for number, (name, text) in enumerate(TEXTS.items()):
        head = f"---\ntitle: On the {name}\ndate: 2021-03-{number + 10}\n---\n\n"
        site.write({f"content/raw/{name}.md": f"{head}{text}\n"})
    site.build()
    shutil.copytree(site.public / "pagefind", site.folder / "before")
    site.run("withdraw", f"{gone}.md", "--reason", "Asked for", "--no-address")
    site.build()
    assert "no problems" in verified(site, 0)
    put_back(site, "*/*.pf_index")
    said = verified(site, 1)
    figure(
        "words of a withdrawn document left in index packs and not found", 0, int("where no text has them" not in said)
    )
    assert "words of the withdrawn entry" not in said, "they are no runs of words"


def test_one_word_that_stays_is_found(after: Any) -> None:
    packs = [gzip.decompress(file.read_bytes()) for file in (after.folder / "before").glob("*/*.pf_index")]
    assert any(ONLY.encode() in pack for pack in packs)
    (pack,) = (after.public / "pagefind").glob("*/0.pf_index")
    data = gzip.decompress(pack.read_bytes())
    size = int.from_bytes(data[:4], "little")
    word = ONLY.encode()
    entry = bytes([0x83, 0x60 + len(word)]) + word + bytes([0x81, 0x83, 0, 0x81, 2, 0x80, 0x80])
    made = (size + len(entry)).to_bytes(4, "little") + data[4 : 4 + size] + entry + data[4 + size :]
    pack.unlink()
    pack.write_bytes(gzip.compress(made))
    assert f"knows 1 words where no text has them ('{ONLY}')" in verified(after, 1)


def test_texts_and_names_that_stay_are_found(after: Any) -> None:
    put_back(after, "*/facets.pf_filter")
    assert "has names of more documents" in verified(after, 1)
    after.build("--paranoid")
    assert "no problems" in verified(after, 0)
    (parts,) = {file.parent.name for file in put_back(after, "*/2.pf_fragment")}
    assert f"{parts}/2.pf_fragment" in verified(after, 1)


def test_a_word_in_the_table_is_found(after: Any) -> None:
    file = after.public / "pagefind/table.pf_meta"
    table = json.loads(gzip.decompress(file.read_bytes()))
    table["chunks"][-1][1] = "zebrawood"
    file.unlink()
    file.write_bytes(gzip.compress(json.dumps(table).encode()))
    assert "knows the word 'zebrawood', which no text has" in verified(after, 1)


def test_a_site_that_was_published_elsewhere_is_named_and_looked_through(after: Any) -> None:
    other = after.folder / "elsewhere"
    after.build("-o", str(other))
    said = after.run("withdraw", "2021/03/16/on-the-gannet", "--reason", "Asked for").stdout
    assert f"{other}/ shows it until it is built again: `fonds build -o {other}`" in said
    after.build()
    assert f"{other}/2021/03/16/on-the-gannet/index.html: error:" in verified(after, 1)
    after.build("-o", str(other))
    assert "no problems" in verified(after, 0)
