"""The second pipeline: content files -> entries -> pages -> a tree -> the published folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator import config
from generator.check import Rendered, check, scan
from generator.edge import disk, publish, search, themes
from generator.edge.cache import digest_of
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.pipeline.ingest import text_files
from generator.pipeline.place import Place
from generator.render import body
from generator.render.document import document
from generator.render.job import Job, render_page
from generator.site.arrange import Site, arrange
from generator.site.documents import documents
from generator.site.heads import Leaf, head
from generator.site.pages import pages
from generator.types import Digest, Entry, Page, Problem, Scan, SiteInfo, Stop, TextFile, Tree


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


def build(place: Place, work: Work, base_url: str, *, paranoid: bool = False, publishing: bool = True) -> Built:
    """Make the site from content/ and let it replace the published one; `publishing` False only checks it.

    Stop if it cannot be published; then what was published before is untouched.
    """
    entries, problems = _entries(place, work, paranoid)
    shown = [entry for entry in entries if not entry.meta.draft]
    notes, more = _notes(place, work, paranoid)
    site = arrange(_info(place, base_url), shown, notes)
    made = list(pages(site))
    tree: dict[str, Digest] = {}
    theme = themes.load(themes.layers(place.root, place.config.theme), work.cache)
    tree |= {f"assets/{path}": digest for path, digest in theme[0].assets.items()}
    rendered = _rendered(made, theme[1], site.info.base_path, work)
    static, clashes = _static(place, work, tree.keys() | rendered.keys())
    tree |= {**static, **rendered}
    scans = _scanned(made, tree, work)
    if site.info.search and site.entries:
        tree |= _indexed(site, place, work)
    size = work.cache.size(tree.values())
    problems += [*more, *clashes, *site.problems, *check(scans, tree, site.info.base_path, size)]
    written = _published(tree, place, work) if publishing else 0
    return Built(len(site.entries), len(scans), len(tree), size, written, tuple(problems))


def _entries(place: Place, work: Work, paranoid: bool) -> tuple[list[Entry], list[Problem]]:
    files, trouble = text_files(place.entries, work, paranoid)
    names = place.config.sources
    entries = [_named(entry, names) for entry in _heads(files, work)]
    return entries, [*trouble, *(problem for entry in entries for problem in entry.problems)]


def _named(entry: Entry, names: Mapping[str, str]) -> Entry:
    """The entry with its source called as site.yaml calls it."""
    source = names.get(entry.meta.source)
    return replace(entry, meta=replace(entry.meta, source=source)) if source else entry


def _notes(place: Place, work: Work, paranoid: bool) -> tuple[list[Entry], list[Problem]]:
    files, trouble = text_files(place.notes, work, paranoid)
    return _heads(files, work), trouble


def _heads(files: Sequence[tuple[TextFile, Found]], work: Work) -> list[Entry]:
    """Two steps over each file: its body as safe HTML, then its head, which needs the body's headings and opening."""
    real = {file.path: found.real for file, found in files}

    def data(file: TextFile) -> bytes:
        text = disk.read(real[file.path])
        if digest_of(text) != file.digest:
            hint = "Let it be, and build again."
            raise Stop(Problem("error", file.path, "was changed while it was being read", hint))
        return text

    texts = [file for file, _ in files]
    bodies = work.memo_map(
        body.convert, texts, fetch=lambda file: (data(file),), fallback=body.plain, label="Converting"
    )
    leaves = [Leaf(file, digest) for file, digest in zip(texts, bodies, strict=True)]
    heads = work.memo_map(head, leaves, fetch=lambda leaf: (data(leaf.file), work.cache.blob(leaf.body)))
    blobs = dict(work.cache.read(heads))
    return [msgspec.msgpack.decode(blobs[digest], type=Entry) for digest in heads]


def _info(place: Place, base_url: str) -> SiteInfo:
    options = place.config
    whole, path = config.split_address(base_url) if base_url else ("", "/")
    return SiteInfo(
        title=options.title,
        description=options.description,
        base_url=whole,
        base_path=path,
        language=options.language,
        keeper=options.keeper,
        menu=options.menu,
        params=options.params,
        search=options.search,
    )


def _static(place: Place, work: Work, taken: Set[str]) -> tuple[Tree, list[Problem]]:
    """Files that are published as they are, and an error for each that would stand in the place of a page."""
    files, trouble = disk.walk(place.static)
    hint = "Rename one of the two."
    clashes = [
        Problem("error", f"static/{file.path}", "a page has this address", hint) for file in files if file.path in taken
    ]
    kept = {file.path: work.cache.keep([(b"", disk.read(file.real))])[0] for file in files if file.path not in taken}
    return kept, [*trouble, *clashes]


def _rendered(made: Sequence[Page], theme: bytes, base_path: str, work: Work) -> Tree:
    named = digest_of(theme)
    jobs = [Job(page, named, base_path) for page in made]

    def fetch(job: Job) -> tuple[bytes]:
        return (work.cache.blob(job.page.body) if job.page.body else b"",)

    digests = work.memo_map(render_page, jobs, fetch=fetch, shared=(theme,), label="Rendering")
    return {page.path: digest for page, digest in zip(made, digests, strict=True)}


def _scanned(made: Sequence[Page], tree: Tree, work: Work) -> list[Scan]:
    rendered = [Rendered(page.path, tree[page.path]) for page in made if page.path.endswith(".html")]
    digests = work.memo_map(scan, rendered, fetch=lambda page: (work.cache.blob(page.digest),))
    blobs = dict(work.cache.read(digests))
    return [msgspec.msgpack.decode(blobs[digest], type=Scan) for digest in digests]


def _indexed(site: Site, place: Place, work: Work) -> Tree:
    """The search index of all entries: remembered by the digest of what goes in."""
    items = documents(site)
    known = work.recall("index", [items])[0]
    if known is None:
        work.tick("Indexing", 0, 1)
        pages = ((item.address, document(item, work.cache.blob(item.body))) for item in items)
        files = search.index(pages, place.state / "tmp", site.info.language.partition("-")[0].lower())
        digests = work.cache.keep((b"", data) for data in files.values())
        known = msgspec.msgpack.encode(dict(zip(files, digests, strict=True)))
        work.remember("index", items, known)
        work.tick("Indexing", 1, 1)
    return {f"pagefind/{path}": digest for path, digest in msgspec.msgpack.decode(known, type=dict[str, str]).items()}


def _published(tree: Tree, place: Place, work: Work) -> int:
    record = place.state / f"published-{digest_of(str(place.output.resolve()).encode())[:12]}.json"
    publish.heal(place.output)
    if publish.is_current(tree, place.output, record):
        return 0
    try:
        return publish.publish(tree, work.cache.read, place.output, record)
    except OSError as error:
        why = f"the site could not be written: {error.strerror}"
        raise Stop(Problem("error", place.config.output, why, "What was published before is untouched.")) from error
