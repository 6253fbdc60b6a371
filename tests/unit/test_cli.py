"""The command: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
from typing import Any

import msgspec
import pytest

from generator.edge.publish import Record

HEADER = " date 2021-03-14 https://harbour.example/2021/03/14/sea-wall-stood-firm\n\n"
TEXT = HEADER + "The wall held, said the harbour master. It was a long night.\n"


def test_init_makes_a_site_that_builds_and_keeps_what_is_there(site: Any) -> None:
    made = site.write({"site.yaml": "title: Mine\n"})
    said = made.run("init", ".").stdout
    assert "made content/raw/.gitkeep" in said
    assert "made site.yaml" not in said
    assert (made.folder / "site.yaml").read_text() == "title: Mine\n"
    made.run("build")
    assert (made.public / "index.html").exists()


def test_a_new_site_yaml_names_every_option_and_is_valid(site: Any) -> None:
    made = site.write({})
    made.run("init", "sub", "--title", "Tides: a history")
    text = (made.folder / "sub" / "site.yaml").read_text()
    for name in ("base_url", "theme", "raw", "search", "rules"):
        assert f"# {name}:" in text
    assert "warning" not in made.run("build", "-c", "sub/site.yaml").stderr
    assert "Tides: a history" in (made.folder / "sub/public/index.html").read_text()


def test_no_site_yaml_is_an_error_with_a_hint(site: Any) -> None:
    done = site.write({}).run("build", "-c", "nowhere.yaml", code=1)
    assert "nowhere.yaml: error: there is no such file" in done.stderr
    assert "fonds init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistake_in_site_yaml_has_its_line_and_a_guess(site: Any) -> None:
    done = site.write({"site.yaml": "title: x\ntittle: y\n"}).run("build")
    assert "site.yaml:2: warning: unknown option `tittle`" in done.stderr
    assert "Did you mean `title`?" in done.stderr


def test_a_wrong_value_in_site_yaml_stops_with_2(site: Any) -> None:
    done = site.write({"site.yaml": "title: x\nbase_url: nonsense\n"}).run("build", code=2)
    assert "site.yaml:2: error: `base_url`" in done.stderr


@pytest.mark.parametrize("args", [("build", "--colour"), ("bild",), ("build", "-j", "many")])
def test_wrong_usage_exits_with_2(site: Any, args: tuple[str, ...]) -> None:
    site.write({"site.yaml": "title: x\n"}).run(*args, code=2)


def test_a_wrong_base_url_on_the_command_line_stops(site: Any) -> None:
    done = site.write({"site.yaml": "title: x\n"}).run("build", "--base-url", "ftp://x", code=1)
    assert "--base-url: error:" in done.stderr


def test_the_summary_counts_what_was_done(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "content/raw/a.txt": TEXT, "content/raw/empty.txt": b""})
    said = made.run("build")
    assert "Raw: 2 files = 1 read + 1 refused; 1 record = 1 document; 1 new." in said.stdout
    assert "Site: 1 entry," in said.stdout
    assert "content/raw/empty.txt: " in said.stderr
    assert "nothing new" in made.run("build").stdout


def test_json_is_the_whole_report_and_nothing_else(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "content/raw/a.txt": TEXT})
    report = json.loads(made.run("build", "--json").stdout)
    assert report["intake"]["records"] == 1
    assert report["intake"]["changes"] == [["2021/03/14/sea-wall-stood-firm.md", "new"]]
    assert report["built"]["entries"] == 1
    assert report["seconds"] > 0


def test_problems_of_raw_files_fail_under_strict_only(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "content/raw/bad.json": '{"title": '})
    assert made.run("build").returncode == 0
    assert made.run("build", "--strict", code=None).returncode == 1


def test_a_broken_link_in_content_fails_the_build_after_publishing(site: Any) -> None:
    entry = "---\ntitle: A\ndate: '2021'\n---\n\nSee [there](/nowhere/).\n"
    done = site.write({"site.yaml": "title: x\n", "content/entries/2021/a.md": entry}).run("build", code=1)
    assert "the link '/nowhere/' leads nowhere" in done.stderr


def test_quiet_prints_problems_only(site: Any) -> None:
    done = site.write({"site.yaml": "title: x\nodd: y\n"}).run("build", "-q")
    assert done.stdout == ""
    assert "unknown option" in done.stderr


def test_check_publishes_nothing(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "content/entries/2021/a.md": "---\ntitle: A\n---\n\nText.\n"})
    assert "1 entry" in made.run("check").stdout
    assert not made.public.exists()


def test_a_build_is_made_twice_and_compared(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "content/raw/a.txt": TEXT})
    assert "files: all the same." in made.run("build", "--verify").stdout
    (made.public / "robots.txt").write_text("x")
    os.utime(made.public / "robots.txt", ns=(0, 0))
    record = next(made.folder.glob(".fonds/published-*.msgpack"))
    known = msgspec.msgpack.decode(record.read_bytes(), type=Record)
    known.files["robots.txt"] = known.files["robots.txt"]._replace(size=1, mtime=0)
    record.write_bytes(msgspec.msgpack.encode(known))
    assert "robots.txt: error: a second build makes other bytes" in made.run("build", "--verify", code=1).stderr
    assert "1 differs" in made.run("build", "--verify", code=1).stdout
    made.run("build", "--verify", "--paranoid")


def test_a_disk_that_refuses_is_told_in_a_line(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "content/raw/a.txt": TEXT, "content/entries": "no folder"})
    said = made.run("build", code=1)
    assert "Traceback" not in said.stderr
    assert "content/entries" in said.stderr and "error" in said.stderr


def test_clean_deletes_what_can_be_made_again_and_nothing_else(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "content/raw/a.txt": TEXT}).build()
    made.run("clean")
    assert sorted(path.name for path in made.folder.iterdir()) == ["content", "site.yaml"]
    assert made.entries()


def test_clean_and_build_leave_a_folder_that_is_not_ours(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "public/letter.txt": "dear"})
    for command in ("build", "clean"):
        assert "fonds did not make it" in made.run(command, code=1).stderr
    assert (made.public / "letter.txt").read_text() == "dear"


@pytest.mark.parametrize("output", [".", "content", "content/raw/x", ".."])
def test_the_output_may_not_replace_what_is_only_read(site: Any, output: str) -> None:
    done = site.write({"site.yaml": "title: x\n", "content/raw/a.txt": TEXT}).run("build", "-o", output, code=1)
    assert "would replace" in done.stderr


def test_github_gets_annotations(site: Any) -> None:
    done = site.write({"site.yaml": "title: x\nodd: y\n"}).run("build", GITHUB_ACTIONS="true")
    assert "::warning file=site.yaml,line=2::unknown option `odd`" in done.stderr


def test_the_base_url_of_the_command_line_wins_and_is_in_every_link(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\nbase_url: https://one.example/\n", "content/raw/a.txt": TEXT})
    made.build("--base-url", "https://name.github.io/repo/")
    home = (made.public / "index.html").read_text()
    assert "href=/repo/assets/style.css>" in home
    assert "href=/2021" not in home
    assert "https://name.github.io/repo/2021/03/14/sea-wall-stood-firm/" in (made.public / "sitemap.xml").read_text()


def test_an_answer_to_a_doubt_holds_from_the_review_to_the_page(site: Any) -> None:
    made = site.write(
        {"site.yaml": "title: x\n", "content/raw/1998-wall.txt": "The wall held that night, they said.\n"}
    )
    assert "1 to look at" not in made.run("review").stdout
    rows = (made.folder / ".fonds/review/review.csv").read_text("utf-8-sig")
    assert "date worked out" in rows
    key = rows.splitlines()[1].split('"')[1]
    made.write({"content/overrides.yaml": f"{key}: {{date: 1999-05, titel: The wall}}\n"})
    said = made.run("build")
    assert "content/overrides.yaml:1: warning: unknown field `titel`" in said.stderr
    assert "1 updated" in said.stdout
    made.run("review", "-q", "-o", "desk")
    assert "date worked out" not in (made.folder / "desk/review.csv").read_text("utf-8-sig")
    assert not any("review" in path for path in made.pages())
    told = made.run("explain", key).stdout
    assert "date: 1999-05  [certain, by hand]" in told
    assert "settled in overrides.yaml: date" in told
    (story,) = json.loads(made.run("explain", "--json", "content/raw/1998-wall.txt").stdout)
    assert (story["id"], story["record"]["state"]) == (key, "as it was read")


def test_explain_of_an_unknown_name_exits_with_1_and_names_the_nearest(site: Any) -> None:
    made = site.write({"site.yaml": "title: x\n", "content/raw/a.txt": TEXT})
    made.run("ingest")
    done = made.run("explain", "2021/03/14/sea-wal-stood-firm", code=1)
    assert done.stdout == ""
    assert "Nearest: 2021/03/14/sea-wall-stood-firm.md" in done.stderr


def test_a_wrong_value_in_overrides_fails_the_run_each_time(site: Any) -> None:
    made = site.write({"content/raw/a.txt": TEXT, "content/overrides.yaml": "abc: {date: March}\n"})
    for _ in range(2):
        assert "content/overrides.yaml:1: error: `date`: no such date" in made.run("ingest", code=1).stderr


def test_each_stage_is_told_once_where_there_is_no_terminal(site: Any) -> None:
    """A file may hold many records; a stage may be made of several runs of a step."""
    lines = "".join(f'{{"title": "Gale {number}", "text": "{number} boats lay over."}}\n' for number in range(30))
    site.write({"content/raw/gales.jsonl": lines, "content/raw/a.txt": "Gulls\n\nThey sat.\n"})
    said = site.run("build").stdout.splitlines()
    stages = [
        line for line in said if line.split(":")[0] in ("Reading", "Converting", "Rendering", "Writing data files")
    ]
    assert "Reading: 2" in stages
    assert len(stages) == len({line.split(":")[0] for line in stages}) == 4
