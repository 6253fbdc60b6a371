"""What a search index knows is held against the texts beside it: no word of a withdrawn document stays unseen in it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generator.search.told import has, page, rows

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
        head = f"---\ntitle: On the {name}\ndate: {days[name]}\nsource: {name.title()} Post\n---\n\n"
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


def test_a_word_that_the_page_parts_by_what_it_sets_in_is_in_it(site: Any) -> None:
    """Behind a link that leads inside stands one to the original; a number stands where something was cut."""
    text = f"{TEXTS['heron']} See [the gannets](https://gannet.example/news/1)\u2014again."
    site.write(
        {
            "content/raw/a.md": f"---\ntitle: A\ndate: 2021-03-14\n---\n\n{text}\n",
            "content/raw/b.md": f"---\ntitle: B\nurl: https://gannet.example/news/1\n---\n\n{TEXTS['gannet']}\n",
        }
    )
    site.build()
    shown = (site.public / "2021/03/14/a/index.html").read_text("utf-8")
    assert re.search(r"gannets</a><a class=.?out\b", shown)
    assert "no problems" in verified(site, 0)
    for number in (
        '<a class="caret" href="#cut-1" aria-label="Cut 1">1</a>',
        "<del class=cut id=cut-1>one <b>two</b></del>",
    ):
        assert has(page(f"<p>gannets{number}\u2014again"), "gannetsagain", "gannets\u2014again")


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
        "words of a withdrawn document left in index packs and not found",
        0,
        int("of pages that do not have them" not in said),
    )
    assert "words of the withdrawn entry" not in said, "they are no runs of words"


def test_one_word_that_stays_is_found(after: Any) -> None:
    of_before = [
        row for file in sorted((after.folder / "before").glob("*/*.pf_index")) for row in rows(file.read_bytes())
    ]
    assert (ONLY, ONLY, [1]) in of_before
    (pack,) = (after.public / "pagefind").glob("*/0.pf_index")
    found = [*rows(pack.read_bytes()), (ONLY, ONLY, [1])]
    pack.unlink()
    pack.write_bytes(packed(found))
    assert f"knows 1 words of pages that do not have them ('{ONLY}')" in verified(after, 1)


def packed(found: list[tuple[str, str, list[int]]]) -> bytes:
    """A pack (generator/search/packs.py) without places, which are not looked at."""
    words = "\n".join(word if form == word else f"{word}\t{form}" for word, form, _ in found).encode()
    gaps = [page - before for *_, pages in found for before, page in pairwise([0, *pages])]
    columns = b"".join(bytes(column) + bytes(2 * len(column)) for column in ([len(each[2]) for each in found], gaps))
    counts = b"".join(number.to_bytes(4, "little") for number in (len(words), len(gaps), 0, 0))
    return gzip.compress(counts + words + columns)


def test_where_a_page_was_and_names_that_stay_are_found(after: Any) -> None:
    put_back(after, "*/facets.pf_filter")
    assert "has names of more documents" in verified(after, 1)
    after.build("--paranoid")
    assert "no problems" in verified(after, 0)
    put_back(after, "*/*.pf_meta")
    said = verified(after, 1)
    assert "of /2021/03/15/on-the-petrel/ a source or a person that it does not name" in said


def test_a_word_in_the_table_is_found(after: Any) -> None:
    file = after.public / "pagefind/table.pf_meta"
    table = json.loads(gzip.decompress(file.read_bytes()))
    table["chunks"][-1][1] = "zebrawood"
    file.unlink()
    file.write_bytes(gzip.compress(json.dumps(table).encode()))
    assert "knows the word 'zebrawood', which no page has" in verified(after, 1)


def test_a_site_that_was_published_elsewhere_is_named_and_looked_through(after: Any) -> None:
    other = after.folder / "elsewhere"
    after.build("-o", str(other))
    said = after.run("withdraw", "2021/03/16/on-the-gannet", "--reason", "Asked for").stdout
    assert f"{other}/ shows it until it is built again: `fonds build -o {other}`" in said
    after.build()
    assert f"{other}/2021/03/16/on-the-gannet/index.html: error:" in verified(after, 1)
    after.build("-o", str(other))
    assert "no problems" in verified(after, 0)
