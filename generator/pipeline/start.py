"""A path to site.yaml -> an opened site: its place, its lock, its cache; and a new site where there is none."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from generator import config, kinds
from generator.edge import code, disk, lock
from generator.edge.cache import Cache
from generator.edge.work import Tick, Work
from generator.pipeline.place import Place
from generator.types import Problem, Stop

_IGNORED = ".fonds/\npublic/\npublic.next/\npublic.old/\n"


def place(path: Path, output: str | None = None) -> tuple[Place, tuple[Problem, ...]]:
    """Read site.yaml; `output`, from the command line, is relative to the current folder. Stop if there is no file."""
    if path.is_dir():
        path = path / "site.yaml"
    if not path.exists():
        hint = "`fonds init .` makes one here; -c names one elsewhere."
        raise Stop(Problem("error", str(path), "there is no such file", hint))
    try:
        text = disk.read(path).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(Problem("error", path.name, f"cannot be read: {error}", "Save it as UTF-8.")) from error
    options, problems = config.parse(text, path.name)
    if output:
        options = replace(options, output=str(Path(output).absolute()))
    found = Place(path.parent.absolute(), options, path.name, f"{_year() + 1}-12-31")
    _check_folders(found)
    return found, problems


def check_address(address: str) -> None:
    """Stop if a base URL of the command line is none."""
    wrong = kinds.check_address(address) if address else ""
    if wrong:
        raise Stop(Problem("error", "--base-url", wrong, "Give scheme, host and path: https://name.github.io/repo/"))


@contextmanager
def open_work(
    place: Place, jobs: int, waiting: Callable[[], None], tick: Tick, executor: str = "processes"
) -> Iterator[Work]:
    """Hold the lock and open the cache of a site; steps run where `executor` says."""
    with lock.alone(place.state, waiting):
        cache = Cache(place.state / "cache.sqlite")
        try:
            with Work(cache, code.digest(), jobs, tick, executor) as work:
                yield work
        finally:
            cache.close()


def init(folder: Path, title: str) -> list[str]:
    """Begin an archive: site.yaml, content/raw/, .gitignore. What is there stays. Gives the paths that were made."""
    folder.mkdir(parents=True, exist_ok=True)
    name = title or folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "An archive"
    made = []
    for path, text in (("site.yaml", _site_yaml(name)), (".gitignore", _IGNORED), ("content/raw/.gitkeep", "")):
        if not (folder / path).exists():
            disk.write(folder, path, text.encode())
            made.append(path)
    return made


def day(given: str) -> str:
    """The day that was given, else that of SOURCE_DATE_EPOCH or of the clock, in UTC: "2026-11-22". Stop if none."""
    # Only here: what reads written dates takes a tenth of an unchanged build to load.
    from generator import content

    if given and (len(given) != 10 or content.valid_date(given) != given):
        raise Stop(Problem("error", "--date", f"{given!r} is no day", "Write it as 2026-11-22."))
    return given or time.strftime("%Y-%m-%d", _now())


def stopwatch() -> Callable[[], float]:
    """Seconds since now."""
    begun = time.monotonic()
    return lambda: time.monotonic() - begun


def _year() -> int:
    return _now().tm_year


def _now() -> time.struct_time:
    """SOURCE_DATE_EPOCH, else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return time.gmtime(int(epoch) if epoch.isdigit() else None)


def _site_yaml(title: str) -> str:
    from generator import yamltext

    lines = [yamltext.dump({"title": title}).rstrip("\n"), ""]
    for option in config.OPTIONS:
        if option.name != "title":
            lines += [f"# {option.does}", f"# {option.name}: {option.default}".rstrip()]
    return "\n".join(lines) + "\n"


def _check_folders(found: Place) -> None:
    """The output is replaced as a whole: it must not hold, or lie in, what is only ever read."""
    output = Path(os.path.normpath(found.output))
    for folder in (found.root, found.raw, found.root / found.config.content):
        kept = Path(os.path.normpath(folder))
        inside_content = kept != found.root and output.is_relative_to(kept)
        if output == kept or kept.is_relative_to(output) or inside_content:
            hint = "Choose a folder of its own, such as public."
            raise Stop(
                Problem("error", found.name, f"the output {found.config.output!r} would replace {kept.name}/", hint)
            )
