"""The second pipeline, as far as it must always run: has anything changed, is what is published the site?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from generator import kinds
from generator.edge import disk, fixity, lock, publish, themes
from generator.edge.cache import digest_of
from generator.edge.work import Work
from generator.pipeline import outputs
from generator.pipeline.files import Contents, Seen
from generator.pipeline.place import Place
from generator.pipeline.raws import wanted
from generator.types import Digest, Problem, RawFile, SiteInfo, Stop, TextFile, Theme, Tree

if TYPE_CHECKING:
    from generator.edge.processes import Beside
    from generator.pipeline.make import Arranged


class Built(Struct, frozen=True):
    """What one build made."""

    entries: int
    pages: int
    files: int
    size: int
    """Bytes of the whole site."""
    written: int
    """Bytes that were written; what did not change is linked."""
    problems: tuple[Problem, ...]
    kept_back: int = 0
    """Content files without a page: drafts, and what was withdrawn."""


class _State(Struct, frozen=True):
    """All that the finished site depends on."""

    entries: tuple[TextFile, ...]
    notes: tuple[TextFile, ...]
    copies: tuple[TextFile, ...]
    static: tuple[tuple[str, Digest], ...]
    theme: Theme
    info: SiteInfo
    sources: tuple[tuple[str, str], ...]
    withdrawn: Digest = ""
    mask: tuple[str, ...] = ()
    raw: tuple[RawFile, ...] = ()
    pictures: Digest = ""


class Known(Struct, frozen=True):
    """What was made of a state."""

    tree: Digest
    """Of the encoded Tree, which is looked at only if it is not what is published."""
    mark: Digest
    """Of the tree (publish.tree_digest)."""
    built: Built


def _nobody(_: object) -> None:
    """Nobody watches."""


def build(
    place: Place,
    work: Work,
    base_url: str,
    *,
    paranoid: bool = False,
    publishing: bool = True,
    watcher: Callable[[Arranged], None] = _nobody,
    always: bool = False,
    seen: Seen | None = None,
    found: Beside | None = None,
) -> Built:
    """Make the site from content/ and let it replace the published one; `publishing` False only checks it.

    Nothing is read but stat data and the theme if nothing changed. Stop if the site cannot be published; then what was
    published before is untouched. A `watcher` is given the site before its pages are made; if nothing changed, only if
    it `always` wants it. What was `seen` of content files since anything was written is not looked at again, nor what
    was `found` of the published folder (publish.intact).
    """
    site, trouble = made(place, work, base_url, paranoid, watcher, always, seen, found.tell if found else _nobody)
    if paranoid and publishing:
        _distrust(site, place, work)
    written = _published(site, place, work, None if paranoid else found) if publishing else 0
    return msgspec.structs.replace(site.built, written=written, problems=(*trouble, *site.built.problems))


def made(
    place: Place,
    work: Work,
    base_url: str,
    paranoid: bool = False,
    watcher: Callable[[Arranged], None] = _nobody,
    always: bool = False,
    seen: Seen | None = None,
    tell: Callable[[bool], None] = _nobody,
) -> tuple[Known, tuple[Problem, ...]]:
    """The site as a value, remembered or made now, and what could not be read.

    If it is to be made, it is told whether the theme and the site's options are as they were: then most files are, too.
    """
    found, state, trouble = _looked(place, work, base_url, paranoid, seen or Seen())
    known = work.recall("site", [state])[0]
    shape = digest_of(msgspec.msgpack.encode((state.theme, state.info))).encode()
    if known is None:
        tell(work.last("shape") == shape)
    if known is None or always:
        work.prepare()
        # Only here: what renders pages takes a while to load, and mostly there is nothing to render.
        from generator.pipeline.make import arranged, finish, render

        site = arranged(found, state.info, state.theme, place, work)
        watcher(site)
    if known is None:
        pages, kept_back = render(site, work), site.kept_back
        del site  # before the search index is packed, which takes much memory, too
        work.give_back()
        done = finish(pages, place, work)
        built = Built(done.entries, done.pages, len(done.tree), done.size, 0, done.problems, kept_back)
        tree = work.cache.keep([(b"", msgspec.msgpack.encode(dict(done.tree)))])[0]
        known = msgspec.msgpack.encode(Known(tree, publish.tree_digest(done.tree), built))
        work.remember("site", state, known)
        work.keep_last("shape", shape)
    return msgspec.msgpack.decode(known, type=Known), trouble


def _looked(
    place: Place, work: Work, base_url: str, paranoid: bool, seen: Seen
) -> tuple[Contents, _State, tuple[Problem, ...]]:
    entries, trouble = seen.files(place.entries, work, paranoid)
    notes, more = seen.files(place.notes, work, paranoid)
    copies, unread = seen.files(place.copies, work, paranoid)
    statics = disk.walk(place.static)[0]
    static = disk.digests(statics, work.cache, paranoid)[0]
    state = _State(
        tuple(file for file, _ in entries),
        tuple(file for file, _ in notes),
        tuple(file for file, _ in copies),
        tuple(sorted(static.items())),
        themes.load(themes.layers(place.root, place.config.theme), work.cache),
        _info(place, base_url),
        tuple(place.config.sources.items()),
        digest_of(disk.read(place.withdrawn)) if place.withdrawn.exists() else "",
        place.config.mask,
        wanted(place, work, paranoid),
        digest_of(disk.read(place.pictures)) if place.pictures.exists() else "",
    )
    return Contents(entries, notes, copies), state, (*trouble, *more, *unread)


def tree_of(site: Known, work: Work) -> Tree:
    """The files of a site."""
    return msgspec.msgpack.decode(work.cache.blob(site.tree), type=dict[str, Digest])


def _info(place: Place, base_url: str) -> SiteInfo:
    options = place.config
    whole, path = kinds.split_address(base_url) if base_url else ("", "/")
    return SiteInfo(
        title=options.title,
        description=options.description,
        base_url=whole,
        base_path=path,
        language=options.language,
        keeper=options.keeper,
        menu=options.menu,
        params=options.params,
        colours=options.colours,
        fonts=options.fonts,
        logo=options.logo,
        footer=options.footer,
        search=options.search,
        data=options.data,
        twins=options.twins,
        images=options.images,
        licence=options.licence,
    )


def _distrust(site: Known, place: Place, work: Work) -> None:
    """Read what was published; if it is not the site, nothing of it is trusted."""
    with lock.within(place.output.parent):
        publish.heal(place.output, place.published)
        if _is_altered(tree_of(site, work), place.output):
            place.published.unlink(missing_ok=True)


def _published(site: Known, place: Place, work: Work, found: Beside | None) -> int:
    """The bytes that were written. What was `found` counts only as far as marks of folders say the same now."""
    look = found.lines if found else publish.intact(place.output, place.published)
    try:
        with lock.within(place.output.parent):
            outputs.note(place)
            publish.heal(place.output, place.published)
            if publish.is_current(site.mark, place.output, next(look)):
                return 0
        if found:
            found.tell(False)
        spare = next(look)  # which takes the lock itself
        with lock.within(place.output.parent):
            tree = tree_of(site, work)
            return publish.publish(tree, work.cache.read, place.output, place.published, spare)
    except OSError as error:
        why = f"the site could not be written: {error.strerror}"
        raise Stop(Problem("error", place.config.output, why, "What was published before is untouched.")) from error


def _is_altered(tree: Tree, output: Path) -> bool:
    """Whether any byte of what is published is not as the tree has it; each is read."""
    there = fixity.digests(output)
    there.pop(publish.MARK, None)
    return there != tree
