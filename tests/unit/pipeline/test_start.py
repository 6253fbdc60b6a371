"""A path to site.yaml -> an opened site."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import config
from generator.pipeline import start
from generator.types import Stop


def test_a_new_site_reads_as_all_defaults_and_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    assert start.init(tmp_path, 'Papers: "a" heap') == ["site.yaml", "content/raw/.gitkeep"]
    place, problems = start.place(tmp_path)
    assert problems == ()
    assert place.config == config.Config(title='Papers: "a" heap')
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert start.init(tmp_path, "Other") == []


def test_every_commented_option_of_a_new_site_can_be_uncommented(tmp_path: Path) -> None:
    start.init(tmp_path, "T")
    lines = (tmp_path / "site.yaml").read_text().splitlines()
    names = tuple(f"# {option.name}:" for option in config.OPTIONS)
    text = "\n".join(line.removeprefix("# ") if line.startswith(names) else line for line in lines)
    assert config.parse(text, "site.yaml") == (config.Config(title="T"), ())


def test_no_file_is_a_stop_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stopped:
        start.place(tmp_path)
    assert "init" in stopped.value.args[0].hint


def test_a_file_that_is_not_utf8_is_a_stop(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_bytes(b"title: caf\xe9\n")
    with pytest.raises(Stop):
        start.place(tmp_path)


@pytest.mark.parametrize(
    "output", [".", "content", "content/raw", "content/entries", "content/raw/x", "..", "../..", "/"]
)
def test_an_output_that_would_replace_content_is_refused(tmp_path: Path, output: str) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/site.yaml").write_text(f"output: {output}\n")
    with pytest.raises(Stop):
        start.place(tmp_path / "a/b")


def test_an_output_of_the_command_line_is_relative_to_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/site.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    assert start.place(Path("site"), "out")[0].output == tmp_path / "out"


def test_a_base_url_that_is_none_is_a_stop() -> None:
    start.check_address("")
    start.check_address("https://example.org/a/")
    with pytest.raises(Stop):
        start.check_address("example.org")
