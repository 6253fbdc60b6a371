"""An `img` element -> a Markdown image with the address that the page would load, however it was put off."""

from __future__ import annotations

import re
from typing import Final

from lxml import html

from generator.ingest.to_markdown_inline import address, escape
from generator.pictures import name_of_inline

_LAZY: Final = (
    "data-src", "data-original", "data-lazy-src", "data-hi-res-src", "data-full-src", "data-src-large", "data-image",
    "data-url", "data-lazy", "data-fallback-src", "data-old-src",
)  # fmt: skip
_SETS: Final = ("data-srcset", "srcset", "data-lazy-srcset")
_PICTURE: Final = re.compile(r"[^\s]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#&!/:]|$)", re.IGNORECASE)
_BLANK: Final = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|placeholder|pixel|transparent|lazy[-_]?load|1x1|grey|clear|(?:missing|no)[-_]?image)[\w-]*\.",
    re.I,
)
_SET_ENTRY: Final = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")


def image(node: html.HtmlElement, base_url: str = "", *, bars: bool = False) -> str:
    """`![alt](address)`, or "" if the element shows no picture (a tracking pixel, a placeholder).

    `bars`: escape those in the alt text, for a cell of a table.

    A picture that stands in the page itself is named by its digest.
    """
    if node.get("width") in ("0", "1") and node.get("height") in ("0", "1"):
        return ""
    whole = next(filter(None, (address(source, base_url) for source in sources(node))), "")
    if url := whole or name_of_inline(node.get("src") or ""):
        alt = escape(" ".join((node.get("alt") or "").split()), brackets=True, bars=bars)
        return f"![{alt}]({url})"
    return ""


def sources(node: html.HtmlElement) -> list[str]:
    """Addresses that the element or its `picture` names, the likeliest first; inline data is left out."""
    plain = (node.get("src") or "").strip()
    lazy = [(node.get(name) or "").strip() for name in _LAZY]
    sets = [largest(node.get(name) or "") for name in _SETS]
    owner = next((each for each in node.iterancestors() if each.tag != "source"), None)
    if owner is not None and owner.tag == "picture":
        sets += [largest(each.get(name) or "") for each in owner.iter("source") for name in _SETS]
    real = [each for each in lazy if _PICTURE.match(each)]
    if plain and not _is_stand_in(plain):
        found = [plain, *real, *sets]
    else:
        named = (value.strip() for name, value in node.attrib.items() if name.startswith("data-"))
        found = [*real, *sets, *filter(_is_whole, named), *lazy, plain]
    if real and plain != real[0]:
        found = [*real, plain, *sets]
    return [each for each in found if each and not each.lower().startswith("data:")]


def _is_whole(text: str) -> bool:
    """Whether all of a text is the address of a picture: pages put it off under names of their own."""
    return _PICTURE.fullmatch(text) is not None and not _is_stand_in(text)


def _is_stand_in(url: str) -> bool:
    return url.lower().startswith(("data:", "about:")) or bool(_BLANK.search(url))


def largest(srcset: str) -> str:
    """The address of the widest picture of a `srcset`."""
    best, size = "", -1.0
    for url, width in _SET_ENTRY.findall(srcset[:10_000]):
        found = float(width) if width.replace(".", "", 1).isdigit() else 1.0
        if found > size:
            best, size = url, found
    return best
