"""Content files -> entries -> pages -> the tree of the finished site, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator import manifest
from generator.check import weigh
from generator.edge import disk
from generator.edge.cache import digest_of
from generator.edge.work import Work
from generator.pipeline import pictures
from generator.pipeline.data import data_files, twins
from generator.pipeline.dress import dressed
from generator.pipeline.files import Contents
from generator.pipeline.gone import copies_shown, shown
from generator.pipeline.heads import heads_of
from generator.pipeline.indexing import indexing
from generator.pipeline.kin import kin
from generator.pipeline.place import Place
from generator.pipeline.privacy import Source, masks
from generator.pipeline.raws import published
from generator.pipeline.rendering import Last, checked, last_pages, rendered
from generator.pipeline.withheld import withdrawals_of
from generator.site.arrange import Site, arrange
from generator.site.compare import Pair, compare, too_long
from generator.site.documents import documents
from generator.site.pages import compare as compared
from generator.site.shards import shards
from generator.types import Digest, Entry, Problem, SiteInfo, Theme, Tree


class Arranged(NamedTuple):
    """All that pages are made of, when none has been made."""

    site: Site
    theme: Theme
    """In the site's language."""
    tree: Tree
    """Files that are no pages: assets, pictures, data, raw files."""
    problems: tuple[Problem, ...]
    kept_back: int
    """Content files without a page: drafts, and what was withdrawn."""
    indexed: Callable[[], tuple[Tree, list[Problem]]]
    """Waits for the files of the search index, and what it cannot find."""


class Rendering(NamedTuple):
    """A site when its pages are made: all but itself, which takes most of the memory and is no longer needed."""

    tree: Tree
    """Files that are no pages."""
    pages: Mapping[str, tuple[bytes, Digest]]
    """As `rendered` gives them."""
    last: Last
    search: Callable[[], tuple[Tree, list[Problem]]]
    """Waits for the search index."""
    entries: int
    remote: bool
    """Whether pictures elsewhere are loaded from there."""
    problems: tuple[Problem, ...]


class Made(Struct, frozen=True):
    """A site before it is published."""

    tree: Tree
    entries: int
    pages: int
    size: int
    """Bytes of all files."""
    problems: tuple[Problem, ...]


def arranged(found: Contents, info: SiteInfo, theme: Theme, place: Place, work: Work) -> Arranged:
    """The site from its content files; `info` is what site.yaml says that pages show."""
    gone = withdrawals_of(place)
    left, risen = shown(found.entries, gone, work)
    entries = masks(left, place.config.mask, work)
    copies = masks(copies_shown(found.copies, gone), place.config.mask, work)
    info, theme, assets, plain = dressed(info, theme, work)
    heads = [named(entry, place.config.sources) for entry in heads_of(entries, work)]
    site = arrange(
        info,
        [entry for entry in heads if not entry.meta.draft],
        heads_of(masks(found.notes, (), work), work),
        partial(kin, work=work),
    )
    wanted = shards(documents(site)) if info.search else []
    index = indexing(wanted, info.language.partition("-")[0].lower(), work)  # workers do it beside all that follows
    raw = published(place, gone, work)
    site = replace(
        site, raw=raw.addresses, withdrawn=tuple(gone), compared=_compared(site, heads_of(copies, work), work)
    )
    seen = pictures.shown([one.entry for one in site.entries], place, work)
    site = replace(site, pictures=seen.of)
    site, written = _with_data(site, entries, work)
    problems = [problem for entry in heads for problem in entry.problems]
    problems += [*risen, *raw.problems, *seen.problems, *plain, *site.problems]
    tree = {**assets, **seen.tree, **written, **raw.tree}
    return Arranged(site, theme, tree, tuple(problems), len(found.entries) - len(site.entries), index)


def render(found: Arranged, work: Work) -> Rendering:
    """All pages of the site."""
    last = last_pages(work)
    pages = rendered(found.site, found.theme, last, work)
    remote, count = found.site.info.images == "keep", len(found.site.entries)
    return Rendering(found.tree, pages, last, found.indexed, count, remote, found.problems)


def finish(made: Rendering, place: Place, work: Work) -> Made:
    """All files of the site, checked."""
    searched, unfound = made.search()
    static, clashes = _static(place, work, {*made.tree, *made.pages, manifest.NAME})
    tree = {**made.tree, **static, **searched}
    files, wrong = checked(made.pages, tree.keys(), made.last, work, made.remote)
    tree |= files
    tree[manifest.NAME] = work.cache.keep([(b"", manifest.show(tree).encode())])[0]
    size = _weight(tree, work)
    problems = (*made.problems, *clashes, *unfound, *wrong, *weigh(size))
    shown_pages = sum(path.endswith(".html") for path in made.pages)
    return Made(tree, made.entries, shown_pages, size, problems)


def _weight(tree: Tree, work: Work) -> int:
    """The bytes of all files; it is asked only of those that the last build had not."""
    data = work.last("sizes of files")
    last = msgspec.msgpack.decode(data, type=dict[Digest, int]) if data else {}
    new = work.cache.sizes({*tree.values()} - last.keys())
    if new:
        last = {digest: new[digest] if digest in new else last[digest] for digest in tree.values()}
        work.keep_last("sizes of files", msgspec.msgpack.encode(last))
    return sum([last[digest] for digest in tree.values()])


def _with_data(site: Site, source: Source, work: Work) -> tuple[Site, Tree]:
    """The site that knows its data files, and those and the twins."""
    files, read = source
    by_path = {file.path: file for file, _ in files}
    texts = [by_path[one.entry.path] for one in site.entries]
    data = data_files(site, texts, read, work)
    tree = {file.path: file.sha256 for file in data} | twins(site, texts, read, work)
    return replace(site, data=tuple(data)), tree


def _compared(site: Site, copies: Sequence[Entry], work: Work) -> Mapping[tuple[int, int], Digest]:
    """The differences of each entry from each of its copies: both bodies are fetched only where they are not known."""
    pairs = compared.pairs(site, copies)

    def fetch(pair: Pair) -> tuple[bytes, bytes]:
        return work.cache.blob(pair.a), work.cache.blob(pair.b)

    said = msgspec.msgpack.encode(site.info.words)
    items = [replace(pair, words=digest_of(said)) for pair in pairs.values()]
    made = work.memo_map(compare, items, fetch=fetch, shared=(said,), fallback=too_long, label="Comparing")
    return dict(zip(pairs, made, strict=True))


def named(entry: Entry, names: Mapping[str, str]) -> Entry:
    """The entry with its source called as site.yaml calls it."""
    source = names.get(entry.meta.source)
    return replace(entry, meta=replace(entry.meta, source=source)) if source else entry


def _static(place: Place, work: Work, taken: Set[str]) -> tuple[Tree, list[Problem]]:
    """Files that are published as they are, and an error for each that would stand in the place of a page."""
    files, trouble = disk.walk(place.static)
    hint = "Rename one of the two."
    clashes = [
        Problem("error", f"static/{file.path}", "a page has this address", hint) for file in files if file.path in taken
    ]
    kept = {file.path: work.cache.keep([(b"", disk.read(file.real))])[0] for file in files if file.path not in taken}
    return kept, [*trouble, *clashes]
