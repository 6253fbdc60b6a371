"""The name of a file and those of all others -> the others that say more about it: its companions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from generator.ingest.readers import omnivore, slack_file

_MOST = 1_000
"""Lists of one export: Omnivore writes one for each 20 articles."""


def by_folder(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The names that can be companions (lists in JSON), by their folder."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if name.endswith(".json"):
            found[name.rpartition("/")[0]].append(name)
    return found


def companions(name: str, folders: Mapping[str, Sequence[str]]) -> list[str]:
    """Of the files in `by_folder`, those whose bytes `read` wants beside this one: mostly none."""
    wanted = slack_file.companion(name) or omnivore.companion(name)
    if not wanted:
        return []
    folder, _, pattern = wanted.rpartition("/")
    return [each for each in folders.get(folder, ()) if fnmatchcase(each.rpartition("/")[2], pattern)][:_MOST]
