"""The shape of the code, read from its sources: who imports whom, what pure rooms may touch, and how big things are.

docs/architecture.md says why. Each rule is a function from a module's syntax tree to findings ("file:line: rule"),
and each is shown below to fail on a small source that breaks it.
"""

from __future__ import annotations

import ast
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]

FLOOR = frozenset({"types"})
GROUND = FLOOR | {
    "yamltext",
    "sketch",
    "address",
    "runs",
    "written",
    "phrases",
    "weburl",
    "manifest",
    "bagit",
    "private",
    "connected",
    "pictures",
    "kinds",
}
SHELF = GROUND | {"config", "content", "withdrawals"}
ROOMS = SHELF | {"ingest", "site", "render", "search", "check"}
MAY_IMPORT = {
    "": frozenset[str](),
    "types": frozenset[str](),
    "yamltext": FLOOR,
    "sketch": FLOOR,
    "address": FLOOR,
    "runs": FLOOR,
    "written": FLOOR,
    "weburl": FLOOR,
    "manifest": FLOOR,
    "bagit": FLOOR,
    "private": FLOOR,
    "phrases": FLOOR | {"yamltext"},
    "connected": FLOOR,
    "pictures": FLOOR | {"weburl"},
    "kinds": FLOOR | {"yamltext"},
    "config": GROUND,
    "content": GROUND,
    "withdrawals": GROUND,
    "search": GROUND,
    "ingest": SHELF,
    "site": SHELF,
    "render": SHELF,
    "check": SHELF,
    "edge": FLOOR,
    "pipeline": ROOMS | {"edge"},
    "report": ROOMS | {"pipeline"},
    "progress": frozenset[str](),
    "commands": ROOMS | {"edge", "pipeline", "report", "progress"},
    "cli": ROOMS | {"edge", "pipeline", "report", "progress", "commands"},
    "__main__": frozenset({"cli"}),
}
"""Room -> the other rooms that it may import. "" is generator/__init__.py, which everyone may import."""

WORLD = frozenset(
    {"os", "pathlib", "shutil", "tempfile", "glob", "sqlite3", "logging"}
    | {"subprocess", "threading", "multiprocessing", "concurrent", "asyncio", "signal", "ctypes"}
    | {"socket", "http", "ftplib", "smtplib", "time", "random", "secrets", "uuid", "builtins"}
)
"""Modules through which the world (disk, clock, chance, other processes) gets into a result."""
WORLD_CALLS = frozenset({"open", "input", "eval", "exec", "globals", "hash"})
"""`hash` of a text differs from process to process, so it must not shape a result."""
CLOCK_CALLS = frozenset({"now", "utcnow", "today"})
MUTABLE_CALLS = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"})
VAGUE_NAMES = frozenset({"utils", "util", "common", "helpers", "helper", "manager", "managers", "base", "misc"})
LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION, MEDIAN_FUNCTION = 360, 400, 50, 12


@dataclass(frozen=True)
class Module:
    """One source file: `path` relative to the project, its room, its text and its syntax tree."""

    path: str
    room: str
    text: str
    tree: ast.Module

    def at(self, line: int, rule: str) -> str:
        return f"{self.path}:{line}: {rule}"


def module(path: str, text: str) -> Module:
    """Parse one file of generator/; its room is the first part of its path under generator/."""
    parts = Path(path).with_suffix("").parts[1:]
    room = "" if parts == ("__init__",) else parts[0]
    return Module(path, room, text, ast.parse(text, path))


def sources(folder: str) -> list[Path]:
    return sorted(path for path in (TOP / folder).rglob("*.py") if "__pycache__" not in path.parts)


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    paths = sources("generator")
    return [module(path.relative_to(TOP).as_posix(), path.read_text("utf-8")) for path in paths]


# --- the rules ------------------------------------------------------------------------------------------------


def imported(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of each import anywhere in a tree; `package` resolves the relative ones."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def package_of(found: Module) -> str:
    return ".".join(Path(found.path).parts[:-1])


def wrong_imports(found: Module) -> Iterator[str]:
    """Imports between rooms that the table does not allow."""
    if found.room not in MAY_IMPORT:
        yield found.at(1, f"the room `{found.room}` is not in the table of tests/test_architecture.py")
        return
    allowed = MAY_IMPORT[found.room] | {found.room}
    for line, name in imported(found.tree, package_of(found)):
        parts = name.split(".")
        is_room = (
            parts[0] == "generator" and len(parts) > 1 and (parts[1] in MAY_IMPORT or not parts[1].startswith("__"))
        )
        if is_room and parts[1] not in allowed:
            yield found.at(line, f"`{found.room}` must not import `{parts[1]}`")


def touches_world(found: Module) -> Iterator[str]:
    """Imports and calls in a pure room by which something other than its argument could get into a result."""
    if found.room not in ROOMS:
        return
    for line, name in imported(found.tree, package_of(found)):
        if name.split(".")[0] in WORLD or name.startswith("urllib.request"):
            yield found.at(line, f"a pure room must not import `{name}`")
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Global):
            yield found.at(node.lineno, "a pure room must not use `global`")
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in WORLD_CALLS or ("." in called and called.split(".")[-1] in CLOCK_CALLS):
                yield found.at(node.lineno, f"a pure room must not call `{called}`")


def mutable_state(found: Module) -> Iterator[str]:
    """Names of a pure room's module level that are bound to something that can change.

    A dict whose name is annotated as a Mapping passes: mypy, which is a gate too, refuses each change to it.
    """
    if found.room not in ROOMS:
        return
    for node in found.tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith("Mapping["):
            continue
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) else None
        if value is not None and is_mutable(value) and "__all__" not in ast.unparse(node).split("=")[0]:
            yield found.at(
                node.lineno, "mutable module state: use a tuple, frozenset, MappingProxyType or annotate Mapping"
            )


def is_mutable(value: ast.expr) -> bool:
    displays = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).split("[")[0].split(".")[-1] in MUTABLE_CALLS
    return isinstance(value, displays)


def prints(found: Module) -> Iterator[str]:
    """Words to the terminal from anywhere but cli.py, its commands and the bar that they show."""
    if found.room in ("cli", "commands", "progress"):
        return
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "click.echo", "click.secho"):
            yield found.at(node.lineno, "only cli.py prints")
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr"):
            yield found.at(node.lineno, "only cli.py prints")
    for line, name in imported(found.tree, package_of(found)):
        if name.split(".")[0] in ("rich", "click"):
            yield found.at(line, f"only cli.py talks to the terminal, so only it imports `{name}`")


def undocumented(found: Module) -> Iterator[str]:
    """The module, and public functions and classes of its top level, without a docstring."""
    if not ast.get_docstring(found.tree):
        yield found.at(1, "a module opens with one sentence: what it turns into what")
    for node in found.tree.body:
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield found.at(node.lineno, f"`{node.name}` is public and has no docstring")


def vague_name(found: Module) -> Iterator[str]:
    """A file or folder name that says nothing."""
    for part in Path(found.path).with_suffix("").parts:
        if part in VAGUE_NAMES:
            yield found.at(1, f"`{part}` says nothing: name it by what it makes")


def too_long(found: Module) -> Iterator[str]:
    """A file or a function that does not fit the house."""
    lines = found.text.count("\n")
    if lines > LONGEST_FILE:
        yield found.at(lines, f"{lines} lines; a file has at most {LONGEST_FILE}")
    for line, name, length in functions(found):
        if length > LONGEST_FUNCTION:
            yield found.at(line, f"`{name}` has {length} lines; a function has at most {LONGEST_FUNCTION}")


def functions(found: Module) -> Iterator[tuple[int, str, int]]:
    """First line, name and number of lines of each function, without its decorators."""
    for node in ast.walk(found.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name, (node.end_lineno or node.lineno) - node.lineno + 1


RULES: dict[Callable[[Module], Iterator[str]], tuple[str, str]] = {
    wrong_imports: ("generator/site/x.py", "from generator.render import body"),
    touches_world: ("generator/ingest/x.py", "import os"),
    mutable_state: ("generator/config.py", "SEEN = {}"),
    prints: ("generator/pipeline.py", "print('x')"),
    undocumented: ("generator/check.py", "def scan(): ..."),
    vague_name: ("generator/site/utils.py", ""),
    too_long: ("generator/content.py", "\n" * (LONGEST_FILE + 1)),
}
"""Each rule, with a path and a source that break it."""


# --- the code keeps them --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_code_keeps(rule: Callable[[Module], Iterator[str]], modules: list[Module]) -> None:
    assert modules, "no sources found in generator/"
    findings = [finding for found in modules for finding in rule(found)]
    assert not findings, "\n" + "\n".join(findings)


def test_functions_are_short_in_the_median(modules: list[Module]) -> None:
    lengths = [length for found in modules for _, _, length in functions(found)]
    assert statistics.median(lengths) < MEDIAN_FUNCTION


def test_test_files_are_not_too_long() -> None:
    sizes = {path.relative_to(TOP).as_posix(): path.read_text("utf-8").count("\n") for path in sources("tests")}
    findings = [f"{path}:{size}: a test file has at most {LONGEST_TEST} lines" for path, size in sizes.items()]
    assert not [finding for finding, size in zip(findings, sizes.values(), strict=True) if size > LONGEST_TEST]


# --- the rules can fail ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_finds_its_example(rule: Callable[[Module], Iterator[str]]) -> None:
    path, text = RULES[rule]
    findings = list(rule(module(path, text)))
    assert len(findings) == 1 or rule is undocumented
    assert findings[0].startswith(f"{path}:")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("generator/types.py", "import generator.config"),
        ("generator/config.py", "from generator import content"),
        ("generator/ingest/readers/a.py", "from ...site import views"),
        ("generator/edge/disk.py", "from generator.content import print_text"),
        ("generator/edge/disk.py", "from .. import config"),
        ("generator/render/body.py", "def f():\n    from generator.pipeline import build"),
        ("generator/pipeline.py", "from generator.cli import main"),
        ("generator/newroom.py", "x = 1"),
    ],
)
def test_wrong_import_is_found(path: str, line: str) -> None:
    assert list(wrong_imports(module(path, line)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("generator/config.py", "from generator.types import Problem\nfrom generator import yamltext, __version__"),
        ("generator/ingest/readers/a.py", "from ..clean import f\nfrom . import b\nfrom ...types import Raw"),
        ("generator/edge/disk.py", "import os\nfrom generator.types import Digest\nfrom .cache import Cache"),
        ("generator/pipeline.py", "from generator.edge import disk\nfrom generator.site.arrange import arrange"),
    ],
)
def test_right_import_is_not_found(path: str, line: str) -> None:
    assert not list(wrong_imports(module(path, line)))


@pytest.mark.parametrize(
    "line",
    [
        "from pathlib import Path",
        "import urllib.request",
        "def f():\n    import time",
        "x = datetime.now()",
        "x = datetime.date.today()",
        "x = open('a')",
        "x = hash('a')",
        "def f():\n    global x",
    ],
)
def test_world_in_a_pure_room_is_found(line: str) -> None:
    assert len(list(touches_world(module("generator/site/x.py", line)))) == 1
    assert not list(touches_world(module("generator/edge/x.py", line)))


@pytest.mark.parametrize(
    "value", ["[]", "{1}", "{'a': 1}", "[x for x in y]", "list()", "defaultdict(list)", "dict[str, int]()"]
)
def test_mutable_module_state_is_found(value: str) -> None:
    assert list(mutable_state(module("generator/site/x.py", f"A = {value}")))
    assert list(mutable_state(module("generator/site/x.py", f"A: object = {value}")))


@pytest.mark.parametrize(
    "value", ["(1, 2)", "frozenset({1})", "MappingProxyType({'a': 1})", "re.compile('x')", "tuple([1])"]
)
def test_fixed_module_state_is_not_found(value: str) -> None:
    assert not list(mutable_state(module("generator/site/x.py", f"A = {value}\n__all__ = ['A']")))
    assert not list(mutable_state(module("generator/site/x.py", "A: Mapping[str, int] = {'a': 1}")))


def test_words_to_the_terminal_are_found() -> None:
    for line in ("import sys\nsys.stderr.write('x')", "from rich.progress import Progress", "import click"):
        assert list(prints(module("generator/edge/serve.py", line)))
        assert not list(prints(module("generator/cli.py", line)))


def test_long_function_is_found() -> None:
    body = "def f():\n" + "    x = 1\n" * 50
    assert list(too_long(module("generator/site/x.py", body))) == [
        "generator/site/x.py:1: `f` has 51 lines; a function has at most 50"
    ]


def test_missing_docstrings_are_found() -> None:
    text = "class A: ...\ndef _b(): ...\ndef c():\n    '''Says.'''"
    assert [line.split(" ")[0] for line in undocumented(module("generator/check.py", text))] == [
        "generator/check.py:1:",
        "generator/check.py:1:",
    ]
