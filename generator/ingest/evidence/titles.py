"""Titles as found turned into titles as read: site names off, entities undone, slugs made readable again."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence, Set

from ...sketch import plain_letters

MAX_TITLE = 300
FIRST_WORDS = 80

_SEPARATORS = re.compile(r"\s+[|¦•·»«›‹/\\~⋆★–—-]\s+|\s*[|¦»«›]\s*|\s+::+\s+|\s+:\s+|(?<=\w)\s*::\s*(?=\w)|\s+\|\|\s+")
_TAGS = re.compile(r"<[/a-zA-Z][^<>]{0,200}>")
_LETTERS = re.compile(r"[\W_]+")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)")
_LINE_MARK = r"[ \t]{0,8}(?:#{1,6}|>|[*+-]|\d{1,3}[.)])[ \t]+"
_FIRST_MARK = re.compile(_LINE_MARK)
_OTHER_MARKS = re.compile("\n" + _LINE_MARK)
"""Many times as fast as one pattern with ^, for which each place of a text is tried."""
_EMPHASIS = re.compile(r"(?<!\\)(?:\*\*|__|`|(?<![^\W_])[*_]|[*_](?![^\W_]))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+){0,4}")
_AROUND = ".,;:!?\"'“”‘’()"
_MARKS = b".,;:!?\"'()"
"""Those of `_AROUND` that are ASCII."""
_JUNK = frozenset(
    "home homepage startseite untitled index article news blog error welcome page post titel title null 404".split()
)


def fold(text: str) -> str:
    """Letters and digits only, in lower case: what has to be equal for two titles to be the same."""
    if text.isascii() and text.isalnum():
        return text.lower()
    bare = plain_letters(text)
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text).lower()) if bare is None else bare


def tidy_title(text: str) -> str:
    """The title in one line without markup: entities undone (also those written twice), white space folded."""
    text = text[: MAX_TITLE * 8]
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    text = " ".join((_TAGS.sub("", text) if "<" in text else text).split())
    text = text if text.isprintable() else "".join(c for c in text if c.isprintable())
    return _shorten(text, MAX_TITLE)


def is_title(text: str) -> bool:
    """Whether a text can be a title at all: it has letters and is not a word that stands for none ("Home", "404")."""
    key = fold(text)
    return bool(key) and key not in _JUNK and not text.startswith(("http://", "https://", "{{", "<"))


def without_site(title: str, sites: tuple[str, ...]) -> str:
    """The title without a site's name before or after a separator.

    sites: names of the site as found (og:site_name, publisher, host). The last or first part of a title is a site's
    name if it equals one of them, or one is the beginning of the other.
    """
    parts = _SEPARATORS.split(title)
    if len(parts) < 2:
        return title
    names = {fold(site) for site in sites} | {fold(site.split(".")[0]) for site in sites if "." in site}
    names = {name for name in names if len(name) > 1}
    cuts = list(_SEPARATORS.finditer(title))
    if _names_site(fold(parts[-1]), names):
        return without_site(title[: cuts[-1].start()], sites)
    if _names_site(fold(parts[0]), names):
        return without_site(title[cuts[0].end() :], sites)
    return title


def _names_site(part: str, names: set[str]) -> bool:
    return any(part == name or (min(len(part), len(name)) >= 4 and (_within(part, name))) for name in names)


def _within(part: str, name: str) -> bool:
    return name.startswith(part) or name.endswith(part) or (part.startswith(name) and len(part) <= 2 * len(name) + 12)


def longest_part(title: str) -> str:
    """The longest part between separators if it holds most of the letters: the rest is a site's name or a section's."""
    parts = [part for part in _SEPARATORS.split(title) if part.strip()]
    return max(parts, key=len) if parts else title


def first_words(body: str) -> str:
    """About the first 80 characters of a Markdown body, cut at a word's end, with an ellipsis if there is more."""
    text = tidy_title(plain(body[:1200]))
    return _shorten(text, FIRST_WORDS)


def _shorten(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    head = text[: length - 1]
    at = head.rfind(" ")
    return (head[:at] if at > length // 2 else head).rstrip(" ,;:.-–—(") + "…"


def plain(markdown: str) -> str:
    """Markdown's marks taken off the beginning of lines, links and emphasis: good enough for a line of text."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", markdown)) if "](" in markdown else markdown
    first = _FIRST_MARK.match(text)
    text = text[first.end() :] if first else text
    text = _OTHER_MARKS.sub("\n", text) if "\n" in text else text
    text = _EMPHASIS.sub("", text) if "*" in text or "_" in text or "`" in text else text
    text = _ESCAPED.sub(r"\1", text) if "\\" in text else text
    return html.unescape(text) if "&" in text else text


def readable_slug(slug: str, body: str) -> str:
    """A slug's words as a title: in sentence case, each word as the body writes it inside its sentences.

    Words of the slug that the body joins by a hyphen, a full stop or an apostrophe are joined so again ("op ed" ->
    "op-ed", "u s" -> "U.S.", "bidens" -> "Biden's"). Source: observation of news addresses, which drop such marks.
    """
    words = slug.split()
    lowered = [word.lower() for word in words]
    wanted = {"".join(lowered[at : at + length]) for at in range(len(words)) for length in (1, 2, 3)}
    seen = _spellings(plain(body[:60_000]), wanted)
    out: list[str] = []
    at = 0
    while at < len(words):
        for length in (3, 2, 1):
            key = "".join(words[at : at + length]).lower()
            if length > 1 and (len(words) - at < length or key not in seen or not _marked(seen[key], length)):
                continue
            out.append(seen.get(key, words[at]))
            at += length
            break
    title = " ".join(out)
    return title[:1].upper() + title[1:]


def _marked(spelling: str, parts: int) -> bool:
    return len(re.findall(r"[^\W_]+", spelling)) == parts


_Found = dict[str, list[tuple[str, int]]]
"""By spelling: the texts between blanks in which it stands, and where in them."""


def _spellings(text: str, wanted: Set[str]) -> dict[str, str]:
    """For each of these words of a text (letters and digits, lower case) how it is written inside sentences."""
    found: dict[str, _Found] = {}
    letters = {word[:1] for word in wanted}
    for token in _may_be(text, {word.encode("utf-8", "surrogatepass") for word in wanted}):
        if (bare := token.strip(_AROUND)).isalpha() and bare.isascii() and bare.lower() not in wanted:
            continue
        for match in _WORD.finditer(token):
            word = match[0]
            if (word[0].isascii() and word[0].lower() not in letters) or (key := fold(word)) not in wanted:
                continue
            stop = "." in word and token[match.end() : match.end() + 1] == "."
            if stop and all(len(part) == 1 for part in word.split(".")):
                word += "."
            found.setdefault(key, {}).setdefault(word, []).append((token, match.start()))
    return {key: _most(text, spelled) for key, spelled in found.items()}


def _may_be(text: str, wanted: Set[bytes]) -> Set[str]:
    """What stands between blanks, without what is one word of ASCII, marks around it or not, that nobody asks for."""
    data = text.encode("utf-8", "surrogatepass")
    pairs = zip(data.split(), data.lower().split(), strict=True)
    tokens = {token for token, low in pairs if low in wanted or not low.isalnum()}
    marked = (token for token in tokens if (bare := token.strip(_MARKS).lower()) in wanted or not bare.isalnum())
    return {*b" ".join(marked).decode("utf-8", "surrogatepass").split()}


def _most(text: str, spelled: _Found) -> str:
    """The spelling that most places inside sentences have; one that only begins sentences without its capital."""
    word = next(iter(spelled))
    if len(spelled) > 1:
        counts = {word: _count(text, where) for word, where in spelled.items()}
        word = max(counts, key=lambda w: (counts[w], w))
    if not word[:1].isupper() or word[1:] != word[1:].lower():
        return word
    inside = any(not _begins_sentence(text, at) for at in _places(text, spelled[word]))
    return word if inside else word.lower()


def _count(text: str, where: Sequence[tuple[str, int]]) -> int:
    """A thousand for each place inside a sentence, one for each that begins one."""
    return sum(1 if _begins_sentence(text, at) else 1000 for at in _places(text, where))


def _places(text: str, where: Sequence[tuple[str, int]]) -> Iterator[int]:
    """Where in the text such words stand."""
    for token, inner in where:
        at = text.find(token)
        while at >= 0:
            end = at + len(token)
            if not text[max(0, at - 1) : at].strip() and not text[end : end + 1].strip():
                yield at + inner
            at = text.find(token, end)


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at].rstrip(" \t\"'“”‘’«»„(*_[")
    return not before.strip() or before[-1] in ".!?:\n…"
