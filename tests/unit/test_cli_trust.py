"""withdraw, verify and export, as people call them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import cli
from generator.edge import publish

TEXT = "---\ntitle: {}\ndate: 2021-03-14\nauthor: Ada Ray\n---\n\n{}\n"
FILES = {
    "content/raw/wall.md": TEXT.format(
        "Wall", "The sea wall held all night, said the harbour master, and nobody slept until noon."
    ),
    "content/raw/fair.md": TEXT.format("Fair", "A fair was held behind the church on Sunday afternoon."),
}


def test_an_entry_is_withdrawn_and_the_proof_says_so(site: Any) -> None:
    made = site.write(FILES).build()
    assert "Would delete:" in made.run("withdraw", "2021/03/14/wall/", "--dry-run").stdout
    assert "2021/03/14/wall.md" in made.entries()
    said = made.run("withdraw", "2021/03/14/wall/", "--reason", "Asked for", SOURCE_DATE_EPOCH="1600000000").stdout
    assert "content/entries/2021/03/14/wall.md" in said
    assert "content/raw/wall.md" in said.partition("Left for you")[2]
    assert set(made.entries()) == {"2021/03/14/fair.md"}
    made.run("verify", "--withdrawn", code=1)
    made.build()
    assert "no problems" in made.run("verify", "--withdrawn").stdout
    assert b"2020-09-13" in made.pages()["withdrawn/index.html"], "the day of SOURCE_DATE_EPOCH"
    assert "no longer withdrawn" in made.run("withdraw", "2021/03/14/wall/", "--undo").stdout
    made.build()
    assert "2021/03/14/wall.md" in made.entries()
    assert "withdrawn/index.html" not in made.pages()


def test_no_spare_site_keeps_a_withdrawn_text(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    monkeypatch.chdir(site.write(FILES | {"site.yaml": "title: A\nsearch: false\n"}).folder)

    def said(*words: str) -> None:
        done = CliRunner().invoke(cli, [*words, "-j", "1"] if words[0] == "build" else [*words])
        assert done.exit_code == 0, done.output

    def holders() -> set[str]:
        """Folders beside content/ in a page of which the text is."""
        pages = [path for path in site.folder.rglob("*.html") if b"nobody slept until noon" in path.read_bytes()]
        return {path.relative_to(site.folder).parts[0] for path in pages}

    said("build")
    site.write({"content/raw/fair.md": FILES["content/raw/fair.md"] + "\nIt rained.\n"})
    said("build")
    assert holders() == {"public", "public.next"}
    said("withdraw", "2021/03/14/wall/", "--reason", "Asked for")
    assert holders() == {"public"}, "until the next build"
    said("build")
    assert holders() == set()
    assert not (site.folder / "public.next").exists()


def test_two_sites_that_share_an_output_folder_publish_one_after_the_other(site: Any, site_at: Any) -> None:
    other = site_at(site.folder / "other").write(FILES | {"site.yaml": "title: Another\nsearch: false\n"})
    site.write(FILES | {"site.yaml": "title: One\nsearch: false\n"})
    out = site.folder / "shared-output"
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(one.run, "build", "-o", str(out)) for one in (site, other) * 2]
        assert {run.result().returncode for run in runs} == {0}
    titles = {path.read_text("utf-8").partition("<title>")[2].partition("<")[0] for path in (out / "index.html",)}
    assert titles in ({"One"}, {"Another"})
    assert [path.name for path in site.folder.iterdir() if path.name.startswith("shared-output")] == [out.name]


def test_a_withdrawal_needs_a_reason_a_day_that_is_one_and_one_entry(site: Any) -> None:
    made = site.write(FILES).build()
    made.run("withdraw", "2021/03/14/wall/", code=2)
    made.run("withdraw", "2021/03/14/wall/", "--reason", "x", "--date", "2021-02-30", code=1)
    made.run("withdraw", "--person", "Ada Ray", "--reason", "x", code=1)
    made.run("withdraw", "--reason", "x", code=1)
    assert len(made.entries()) == 2
    made.run("withdraw", "--person", "Ada Ray", "--reason", "x", "--all")
    assert made.entries() == {}


def test_verify_names_a_flipped_byte_and_check_counts_private_data(site: Any) -> None:
    made = site.write(FILES | {"content/raw/a.md": TEXT.format("Letter", "Write to ada@harbour.example.")}).build()
    assert "no problems" in made.run("verify").stdout
    page = made.public / "index.html"
    page.write_bytes(page.read_bytes().replace(b"e", b"f", 1))
    assert "public/index.html: error:" in made.run("verify", code=1).stderr
    assert "1 e-mail address," in made.run("check").stdout


def test_a_bag_is_made_once(site: Any) -> None:
    made = site.write(FILES).build()
    assert "Bag:" in made.run("export", "--bagit", "bag", "--site").stdout
    assert (made.folder / "bag/data/public/index.html").exists()
    assert "not an empty folder" in made.run("export", "--bagit", "bag", code=1).stderr
