"""The files around the code: locks, licences of what is installed, workflows, set-up, and what no file may name."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock", "requirements-scale.lock")
PIN = re.compile(r"([a-z0-9][a-z0-9._-]*)==([^\s;]+)(?: ; (.+?))?((?: --hash=sha256:[0-9a-f]{64})+)")
COPYLEFT = re.compile(r"GPL|General Public|Affero|\bMPL|Mozilla|EUPL|CDDL|EPL|Eclipse|CC-BY-SA|SSPL", re.IGNORECASE)
ACCEPTED = {
    "certifi": "MPL-2.0 covers its own file of certificates, which we neither change nor ship",
    "pathspec": "MPL-2.0 covers its own files, which we neither change nor ship; only the build backend uses it",
    "tld": "offered under MPL-1.1, GPL-2.0 or LGPL-2.1, whichever one takes: MPL-1.1 here, unchanged, not shipped",
}
"""Packages under a licence that asks something for changes to their own files, and why that is no burden here."""


def pins(name: str) -> list[tuple[str, str, str]]:
    """Name, version and marker of each pin of a lock file; fails on a line that is anything else."""
    text = (TOP / name).read_text("utf-8").replace(" \\\n   ", "")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    found = [PIN.fullmatch(line) for line in lines]
    odd = [line for line, match in zip(lines, found, strict=True) if not match]
    assert lines, f"{name} is empty"
    assert not odd, f"{name}: not a pin with digests: {odd}"
    return [(match[1], match[2], match[3] or "") for match in found if match]


def project() -> dict[str, Any]:
    return tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))


# --- locks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_with_digests_and_names_no_host(name: str) -> None:
    assert pins(name)
    for word in ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host"):
        assert word not in (TOP / name).read_text("utf-8")


def test_all_that_is_installed_is_pinned(figure: Callable[..., None]) -> None:
    lines = [line for name in LOCKS for line in (TOP / name).read_text("utf-8").splitlines() if "==" in line]
    figure("packages of the locks without a digest", 0, len(lines) - sum(len(pins(name)) for name in LOCKS))
    assert "--require-hashes" in (TOP / "dev.py").read_text("utf-8")


def wanted() -> Iterator[tuple[str, str]]:
    table = project()
    yield from (("requirements.lock", line) for line in table["project"]["dependencies"])
    yield from (("requirements-build.lock", line) for line in table["build-system"]["requires"])
    yield from (("requirements-dev.lock", line) for line in table["dependency-groups"]["dev"])
    extras = table["project"]["optional-dependencies"]
    yield from (("requirements-scale.lock", line) for name in ("dask", "ray", "remote") for line in extras[name])


@pytest.mark.parametrize(("lock", "line"), list(wanted()))
def test_lock_holds_what_the_project_asks_for(lock: str, line: str) -> None:
    asked = Requirement(line)
    versions = [version for name, version, _ in pins(lock) if name == canonicalize_name(asked.name)]
    assert versions, f"{line} is not in {lock}: run `python3 dev.py lock`"
    assert all(asked.specifier.contains(version) for version in versions)


def test_lock_for_developers_holds_the_others() -> None:
    developers = {(name, version) for name, version, _ in pins("requirements-dev.lock")}
    for lock in LOCKS[:2]:
        assert {(name, version) for name, version, _ in pins(lock)} <= developers


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_installed_packages_have_permissive_licences(lock: str) -> None:
    names = [name for name, _, marker in pins(lock) if not marker or Marker(marker).evaluate()]
    found = {name: licence(name) for name in names}
    assert not [name for name, said in found.items() if not said], f"no licence named: {found}"
    bound = {name: said for name, said in found.items() if COPYLEFT.search(said) and name not in ACCEPTED}
    assert not bound, f"not permissive, and no reason given in ACCEPTED: {bound}"


@pytest.mark.parametrize("said", ["GPL-3.0-only", "GNU Lesser General Public License v3", "AGPLv3+", "MPL 2.0"])
def test_copyleft_is_seen(said: str) -> None:
    assert COPYLEFT.search(said)


def licence(name: str) -> str:
    """What an installed package says of its licence: the expression and the classifiers, else the first words."""
    told = importlib.metadata.metadata(name)
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License")]
    said = [told.get("License-Expression") or "", *classifiers]
    return " | ".join(filter(None, said)) or (told.get("License") or "")[:100]


# --- workflows ------------------------------------------------------------------------------------------------

WORKFLOWS = sorted((TOP / ".github" / "workflows").glob("*.yml"))
MAY_WRITE = {("pages.yml", "deploy"): {"pages": "write", "id-token": "write"}}
"""(file, job) -> what the job may do beyond reading."""


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values():
        yield from job["steps"]


def test_workflows_are_there() -> None:
    assert {path.name for path in WORKFLOWS} >= {"ci.yml", "pages.yml"}
    assert any("dev.py test" in step.get("run", "") for step in steps(TOP / ".github" / "workflows" / "ci.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path: Path, figure: Callable[..., None]) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    pinned = re.compile(r"\s*(- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert lines
    loose = [line for line in lines if not pinned.fullmatch(line)]
    figure(f"actions of {path.name} that are not pinned by commit", 0, len(loose))
    assert len(lines) == sum("uses" in step for step in steps(path))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_have_the_least_permissions(path: Path) -> None:
    flow = yaml.safe_load(path.read_text("utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in path.read_text("utf-8")
    for name, job in flow["jobs"].items():
        rights = job.get("permissions", {})
        writes = {key: value for key, value in rights.items() if value != "read"}
        assert writes == MAY_WRITE.get((path.name, name), {})
        assert job["timeout-minutes"] <= 60


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_put_no_expression_into_a_shell(path: Path) -> None:
    assert not [step["run"] for step in steps(path) if "${{" in step.get("run", "")]


# --- set-up ---------------------------------------------------------------------------------------------------


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TOP))
    import dev

    return dev


def test_set_up_is_read_by_an_old_python() -> None:
    ast.parse((TOP / "dev.py").read_text("utf-8"), feature_version=(3, 7))


def test_set_up_uses_the_standard_library_alone() -> None:
    tree = ast.parse((TOP / "dev.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_old_python_is_told_so(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    assert dev.main(["test"]) == 1
    assert "3.11 or newer" in capsys.readouterr().err


def test_python_without_ensurepip_is_told_what_to_install(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(dev.Failed, match=r"no ensurepip.*\n.*python3-venv"):
        dev.make_venv()


def test_browser_that_is_named_and_absent_is_reported(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONDS_CHROMIUM", "no/such/browser")
    assert dev.find_browser() == ("", "FONDS_CHROMIUM names no/such/browser, which is not there.")


def test_browser_that_cannot_be_had_is_reported_with_each_try(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FONDS_CHROMIUM", raising=False)
    monkeypatch.setattr(dev, "present_browser", lambda: "")
    monkeypatch.setattr(dev, "install_with_apt", lambda: "one")
    monkeypatch.setattr(dev, "install_with_playwright", lambda: "two")
    assert dev.find_browser() == ("", "no Chromium or Chrome on the PATH; one; two.")


def test_stamp_is_void_once_a_lock_changes(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stamp = tmp_path / "installed.txt"
    monkeypatch.setattr(dev, "STAMP", stamp)
    now = {
        "requirements.lock": "a",
        "requirements-build.lock": "b",
        "requirements-dev.lock": "c",
        "pyproject.toml": "d",
    }
    assert dev.installed(now) == set()
    stamp.write_text("c requirements-dev.lock\nd pyproject.toml\n", encoding="utf-8")
    assert set(dev.RUN_LOCKS) | set(dev.DEV_LOCKS) <= dev.installed(now)
    assert not set(dev.DEV_LOCKS) <= dev.installed(now | {"requirements-dev.lock": "new"})
    assert dev.installed(now | {"pyproject.toml": "new"}) == set()


def test_command_that_is_not_there_shows_the_commands() -> None:
    done = subprocess.run([sys.executable, "dev.py", "nonsense"], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "dev.py demo" in done.stderr
    assert "dev.py test" in done.stderr


def test_first_screen_of_the_readme_names_both_commands() -> None:
    screen = "\n".join((TOP / "README.md").read_text("utf-8").splitlines()[:60])
    assert "python3 dev.py demo" in screen
    assert "python3 dev.py test" in screen


def test_ci_runs_the_command_of_the_readme() -> None:
    text = (TOP / ".ci" / "run").read_text("utf-8")
    assert "set -euo pipefail" in text
    assert "dev.py test" in text


def test_raw_files_are_left_alone_by_git() -> None:
    assert "content/raw/** -text" in (TOP / ".gitattributes").read_text("utf-8").splitlines()


# --- what no file may name ------------------------------------------------------------------------------------

NOT_OURS = frozenset(
    {".git", ".venv", ".hypothesis", ".fonds", "public", "public.next", "public.old", "dist", "node_modules"}
)
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb.debian" + ".org")
PLACES = ("/wo" + "rk/main", "/wo" + "rk/shared", "/ro" + "ot/")


def ours() -> Iterator[Path]:
    for path in TOP.iterdir():
        if path.name not in NOT_OURS and not path.name.endswith("_cache"):
            yield from (file for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    words = [word.encode() for word in (*HOSTS, *PLACES)]
    files = [path for path in ours() if not {"__pycache__", "out"} & set(path.parts)]
    assert len(files) > 20
    named = [path.relative_to(TOP).as_posix() for path in files if any(word in path.read_bytes() for word in words)]
    assert not named
