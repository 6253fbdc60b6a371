"""The folders into which a site was ever published: after a withdrawal each of them is to be built again."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from generator.edge import disk, publish
from generator.pipeline.place import Place

_NAME = "outputs.txt"


def note(place: Place) -> None:
    """Remember that the site is published into its output folder."""
    listed = _listed(place)
    if place.output.resolve() not in listed:
        lines = "".join(f"{folder}\n" for folder in (*listed, place.output.resolve()))
        disk.write(place.state, _NAME, lines.encode("utf-8", "surrogateescape"))


def others(place: Place) -> list[Place]:
    """The site with each other output folder that holds what was published there, as far as .fonds/ remembers."""
    ours = place.output.resolve()
    folders = [folder for folder in _listed(place) if folder != ours and (folder / publish.MARK).is_file()]
    return [replace(place, config=replace(place.config, output=str(folder))) for folder in folders]


def _listed(place: Place) -> list[Path]:
    file = place.state / _NAME
    text = disk.read(file).decode("utf-8", "surrogateescape") if file.exists() else ""
    return [Path(line) for line in text.split("\n") if line]
