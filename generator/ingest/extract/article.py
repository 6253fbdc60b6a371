"""A page -> its article as Markdown, with all that was left out told by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from itertools import compress
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import html
from msgspec import Struct

from generator.ingest.extract import votes
from generator.ingest.extract.blocks import Block, bare_host, blocks, sizes
from generator.ingest.extract.choice import choose
from generator.ingest.extract.features import Columns, features
from generator.ingest.extract.model import scores
from generator.ingest.extract.neighbours import in_other_posts
from generator.ingest.extract.pictures import drop_pictures
from generator.ingest.extract.prune import CUT_CHARS, Pruned, prune
from generator.ingest.extract.reader_view import Elements, reader_view
from generator.ingest.extract.said import summary_key, title_key
from generator.ingest.markup import held
from generator.ingest.to_markdown import to_markdown
from generator.types import Cut, Problem

LITTLE: Final = 0.25
"""An article with less than this share of the page's running text is doubted,"""
MOST: Final = 0.6
"""unless it is this share of what a reader view shows."""
MAX_BLOCKS: Final = 30_000
"""A page with more blocks of text is taken whole: weighing each would take longer than any document may take."""
NEXT_TO_NOTHING: Final = 0.1
"""If the rules leave less than this share of the page's text, they have misread the page."""
_PROSE_CHARS: Final = 80
_PROSE_LINKED: Final = 0.4
_ENOUGH_WORDS: Final = 40
"""Below so many words of running text there is nothing to choose from: the page is taken whole."""


class Extract(Struct, frozen=True):
    """The article of a page."""

    body: str
    """Markdown, without the page's title."""
    kept: int = 0
    """Words of the article."""
    people: tuple[str, ...] = ()
    """Names shown by hover cards."""
    rules: tuple[str, ...] = ()
    """What had a say: the extractors that voted, and the rules that took something out."""
    problems: tuple[Problem, ...] = ()
    cuts: tuple[Cut, ...] = ()


class Evidence(NamedTuple):
    """A page without its furniture, its blocks, and what speaks for and against each."""

    pruned: Pruned
    elements: list[html.HtmlElement]
    """All elements of the page (see markup.held)."""
    found: list[Block]
    columns: Columns
    """Empty if there are no blocks, or too many to weigh."""
    title: str
    viewed: Elements
    """The elements that a reader view shows."""
    voters: tuple[str, ...]
    problems: tuple[Problem, ...]


def evidence(tree: html.HtmlElement, url: str = "") -> Evidence:
    """What speaks for and against each block of a parsed page; `tree` is not changed."""
    title, told = title_key(tree), votes.schema_vote(tree)
    pruned, elements, found, viewed = _pruned(tree, _home(tree, url))
    first, problems = _first_vote(pruned.tree, url)
    ballots = [_ballot(first, found), [float(block.owner in viewed) for block in found], _ballot(told, found)]
    columns: Columns = {}
    if 0 < len(found) <= MAX_BLOCKS:
        columns = features(found, ballots, title, summary_key(tree))
    named = zip(("trafilatura", "reader-view", "schema.org"), (first.text, viewed, told.text), strict=True)
    return Evidence(
        pruned, elements, found, columns, title, viewed, tuple(name for name, vote in named if vote), tuple(problems)
    )


def extract(tree: html.HtmlElement, url: str = "", score: Callable[[Columns], Sequence[float]] = scores) -> Extract:
    """The article of a parsed page (see markup.parse); links are resolved against its `base` or `url`.

    trafilatura, a reader view and the page's own markup (schema.org, `article`, names of elements) are evidence for or
    against each block of text, which `score` weighs; what stays is written from the page's own elements. `tree` is not
    changed. A page of which little would be left is taken whole, with a Problem of level "warning".
    """
    seen = evidence(tree, url)
    page, found = seen.pruned.tree, seen.found
    keep, doubt = _chosen(seen, score, url)
    cuts = _merged((*seen.pruned.cuts, *_left_out(found, keep)))
    drop_pictures(page, found, keep, seen.viewed)
    _erase(found, keep)
    _empty(page, found, keep)
    return Extract(
        body=to_markdown(page, _base(tree, url)),
        kept=sum(len(block.text.split()) for block, yes in zip(found, keep, strict=True) if yes),
        people=seen.pruned.people,
        rules=(*seen.voters, *(cut.rule for cut in cuts)),
        problems=(*seen.problems, *doubt),
        cuts=cuts,
    )


def _pruned(tree: html.HtmlElement, home: str) -> tuple[Pruned, list[html.HtmlElement], list[Block], Elements]:
    """A copy of the page without its furniture, its elements, held, its blocks, and what a reader view shows of it.

    Only its hidden parts go if the rules would take nearly everything.
    """
    page = deepcopy(tree)
    elements = held(page)
    size, viewed = sizes(elements), reader_view(page)
    pruned, found = prune(page, size, viewed), blocks(page, home)
    if sum(len(block.text) for block in found) >= NEXT_TO_NOTHING * size[page]:
        return pruned, elements, found, viewed
    page = deepcopy(tree)
    elements, viewed = held(page), reader_view(page)
    pruned = prune(page, sizes(elements), gently=True)
    return pruned, elements, blocks(page, home), viewed


def _ballot(vote: votes.Vote, found: Sequence[Block]) -> list[float]:
    return [float(bool(block.key) and vote.holds(block.key)) for block in found]


def _first_vote(page: html.HtmlElement, url: str) -> tuple[votes.Vote, list[Problem]]:
    if votes.fits(page):
        return votes.trafilatura_vote(page), []
    problem = Problem(
        "note",
        url,
        "page too large for trafilatura",
        "the body was chosen by the page's markup alone, or taken whole",
    )
    return votes.NONE, [problem]


def _chosen(seen: Evidence, score: Callable[[Columns], Sequence[float]], url: str) -> tuple[list[bool], list[Problem]]:
    """Which blocks stay, and whether that is to be doubted; those of other posts on the page do not come into it."""
    found, columns = seen.found, seen.columns
    if not columns:
        return _doubted(found, [True] * len(found), seen.viewed, url)
    mine = [not other for other in in_other_posts(found, seen.title)]
    own = list(compress(found, mine))
    scores = list(compress(score(columns), mine))
    chosen = choose(own, scores, seen.title, {name: list(compress(each, mine)) for name, each in columns.items()})
    keep, doubt = _doubted(own, chosen, seen.viewed, url)
    left = iter(keep)
    return [yes and next(left) for yes in mine], doubt


def _doubted(found: Sequence[Block], keep: list[bool], viewed: Elements, url: str) -> tuple[list[bool], list[Problem]]:
    """Take the page whole if the choice leaves too little of its running text, and a reader view shows much more.

    Of saved pages of which little is chosen and hardly more shown, the rest was comments and teasers (5 of 5).
    """
    prose = [_is_prose(block) for block in found]
    words = [len(block.text.split()) for block in found]
    running = sum(n for n, yes in zip(words, prose, strict=True) if yes)
    held = sum(n for n, yes, kept in zip(words, prose, keep, strict=True) if yes and kept)
    taken = sum(n for n, kept in zip(words, keep, strict=True) if kept)
    if any(keep) and (running < _ENOUGH_WORDS or taken >= LITTLE * running or _is_shown(found, keep, viewed)):
        return keep, []
    everything = [True] * len(found)
    if running >= _ENOUGH_WORDS:
        wide = _widened(found, prose)
        message = f"extraction kept {held} of {running} words of running text: the page's whole text was taken"
        return wide, [Problem("warning", url, message, "look for menus and lists of links in the body")]
    if sum(words) >= _ENOUGH_WORDS:
        return everything, [Problem("warning", url, "no running text found: the page was taken whole")]
    return everything, []


def _is_shown(found: Sequence[Block], keep: Sequence[bool], viewed: Elements) -> bool:
    """Whether what is chosen is most of what a reader view shows."""
    sizes = [(len(block.text), yes) for block, yes in zip(found, keep, strict=True) if block.owner in viewed]
    return sum(size for size, yes in sizes if yes) > MOST * sum(size for size, _ in sizes)


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PROSE_CHARS and block.linked <= _PROSE_LINKED * len(block.text)


def _widened(found: Sequence[Block], prose: list[bool]) -> list[bool]:
    """All blocks from the first to the last that is running text."""
    places = [i for i, yes in enumerate(prose) if yes]
    return [places[0] <= i <= places[-1] for i in range(len(found))]


def _left_out(found: Sequence[Block], keep: Sequence[bool]) -> Iterable[Cut]:
    text = "\n".join(block.text for block, yes in zip(found, keep, strict=True) if not yes)
    if text:
        yield Cut(rule="page-furniture", text=text, words=len(text.split()))


def _merged(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """One Cut for each rule, in order of first use."""
    texts: dict[str, list[str]] = {}
    words: dict[str, int] = {}
    for each in cuts:
        texts.setdefault(each.rule, []).append(each.text)
        words[each.rule] = words.get(each.rule, 0) + each.words
    return tuple(Cut(rule=rule, text=_short("\n".join(found)), words=words[rule]) for rule, found in texts.items())


def _short(text: str) -> str:
    return text if len(text) <= CUT_CHARS else text[:CUT_CHARS] + "…"


def _erase(found: Sequence[Block], keep: Sequence[bool]) -> None:
    for block, yes in zip(found, keep, strict=True):
        if yes:
            continue
        for node, is_tail in block.places:
            if is_tail:
                node.tail = " "
            else:
                node.text = ""


def _empty(page: html.HtmlElement, found: Sequence[Block], keep: Sequence[bool]) -> None:
    """Empty the elements in which nothing stays: less to write as Markdown."""
    stays = [node.getparent() if is_tail else node for block in compress(found, keep) for node, is_tail in block.places]
    held: set[html.HtmlElement] = set()
    for node in (*stays, *page.iter("img", "hr", "br")):
        each: html.HtmlElement | None = node
        while each is not None and each not in held:
            held.add(each)
            each = each.getparent()
    rest = [page]
    while rest:
        for child in rest.pop():
            if child in held:
                rest.append(child)
            elif len(child):
                child.clear(keep_tail=True)


def _home(tree: html.HtmlElement, url: str) -> str:
    """The host of the page, by its own word or by its address."""
    try:
        return bare_host(urlsplit(_canonical(tree) or url).hostname or "")
    except ValueError:
        return ""


def _base(tree: html.HtmlElement, url: str) -> str:
    """The address that the page's links start from: its `base` element, its own address, its canonical link."""
    base = next((node.get("href") or "" for node in tree.iter("base")), "")
    own = url or _canonical(tree)
    try:
        base = urljoin(own, base.strip())
    except ValueError:
        return own
    return base if base.startswith(("http://", "https://")) else own


def _canonical(tree: html.HtmlElement) -> str:
    return next((node.get("href") or "" for node in tree.iter("link") if node.get("rel") == "canonical"), "")
