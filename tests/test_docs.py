"""The documents say what the code does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from generator.cli import cli
from generator.ingest.clean import RULES
from generator.ingest.readers import READERS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def _make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs" / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("file", ["options.md", "theme-api.md", "../themes/default/strings/en.yaml"])
def test_generated_pages_are_as_the_code_makes_them(file: str) -> None:
    made = _make().PAGES[file]()
    assert (ROOT / "docs" / file).read_text("utf-8") == made, "run: python docs/make.py"


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `fonds (\w+)", README, re.MULTILINE))
    assert named == set(cli.commands)


def test_the_readme_names_options_that_exist() -> None:
    known = {option for command in cli.commands.values() for parameter in command.params for option in parameter.opts}
    paragraph = README[README.index("`-c` names") : README.index("## What happens")]
    for option in re.findall(r"`(--?[a-z-]+)`", paragraph):
        assert option in known, option


def test_docs_formats_lists_every_reader_and_every_rule() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    readers = re.findall(r"^\| `([^`]+)` \|", text[: text.index("## Rules")], re.MULTILINE)
    rules = re.findall(r"^\| `([\w-]+)` \|", text[text.index("## Rules") :], re.MULTILINE)
    assert readers == [reader.NAME for reader in READERS]
    assert rules == list(RULES)


def test_links_between_documents_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
