"""An entry among the versions of its story -> the lines that lead to them."""

from __future__ import annotations

from generator.site.arrange import Site
from generator.site.filed import Filed, clip
from generator.site.views import VersionView

BEFORE = 0
"""In `Site.compared` the number of the version before; copies are numbered from 1."""


def versions(site: Site, place: int) -> tuple[VersionView, ...]:
    """All versions of the story that an entry tells, oldest first; nothing if there is but this one."""
    return tuple(
        VersionView(
            number=number,
            title=clip(site.entries[one].name, 120),
            address=site.entries[one].address,
            date=site.entries[one].date,
            here=one == place,
            differences=change_address(site.entries[one]) if (one, BEFORE) in site.compared else "",
        )
        for number, one in enumerate(site.versions.get(place, ()), 1)
    )


def before(site: Site, place: int) -> int | None:
    """The place of the version before, if there is one."""
    story = site.versions.get(place, (place,))
    at = story.index(place)
    return story[at - 1] if at else None


def change_address(one: Filed) -> str:
    """Of the page that compares an entry with the version before."""
    return f"{one.address}versions/"
