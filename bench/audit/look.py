"""A page in the browser -> what is wrong with it: axe-core, moving parts, loads from elsewhere, keys, scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SETTINGS = ((390, "dark"), (1440, "light"))
EVERY_SETTING = tuple((width, tone) for width in (390, 820, 1440) for tone in ("light", "dark"))
SHIFTS = """
  addEventListener('DOMContentLoaded', () => new PerformanceObserver(list => list.getEntries().forEach(one => {
    if (!one.hadRecentInput) self.moved = (self.moved || 0) + one.value
  })).observe({ type: 'layout-shift', buffered: true }))
"""
READY = """() => !location.search
  || ['#nothing', '#found .entries li'].some(css => document.querySelector(css)?.offsetParent)"""
UNFOLD = """() => {
  document.querySelectorAll('details').forEach(one => { one.open = true })
  document.querySelectorAll('#cuts').forEach(one => { one.checked = true })
}"""
AXE = """async () => (await axe.run({ resultTypes: ['violations'] })).violations.map(one =>
  one.id + ': ' + one.help + ' (' + one.nodes.length + ', as in ' + one.nodes[0].html.slice(0, 160) + ')')"""
STOPS = """() => {
  const all = [...document.querySelectorAll('a[href],button,input,select,summary,[tabindex="0"]')]
  const first = one => one.type !== 'radio' || one.checked
  const stops = all.filter(one => one.tabIndex >= 0 && first(one) && one.checkVisibility({ visibilityProperty: true }))
  stops.forEach((one, at) => { one.dataset.stop = at })
  return stops.length
}"""
AT = "document.activeElement.dataset.stop ?? (document.activeElement === document.body ? 'end' : '')"
MOST_STOPS = 250


def wrong(page: Any, address: str, width: int, axe: str, *, keys: bool) -> Iterator[str]:
    """Open an address in a page of a fresh context and say what is wrong with it there.

    `page` must be of a context that bypasses the content security policy, for axe-core is put into it.
    """
    outside: list[str] = []
    errors: list[str] = []
    here = address.split("/", 3)[2]
    page.on("request", lambda asked: outside.append(asked.url) if _elsewhere(asked.url, here) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(SHIFTS)
    page.goto(address)
    page.wait_for_function(READY)
    page.wait_for_timeout(300)
    moved = page.evaluate("self.moved || 0")
    if moved > 0:
        yield f"something moved while it loaded: {moved:.4f}"
    if keys:
        yield from _unreached(page)
    page.evaluate(UNFOLD)
    page.wait_for_timeout(200)
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        yield f"{wide} pixels wide in a window of {width}"
    page.evaluate(axe)
    yield from page.evaluate(AXE)
    yield from (f"asked for {url}" for url in outside)
    yield from (f"script error: {error}" for error in errors)


def _elsewhere(url: str, here: str) -> bool:
    return not url.startswith(("data:", "blob:")) and url.split("/", 3)[2] != here


def _unreached(page: Any) -> Iterator[str]:
    """What the Tab key alone does not reach, among the first few hundred things that can have the focus."""
    count = min(page.evaluate(STOPS), MOST_STOPS)
    seen: set[str] = set()
    ends = 0  # a page may put the focus into a field of its own accord: then the second round begins at the top
    for _ in range(2 * count + 5):
        page.keyboard.press("Tab")
        at = page.evaluate(AT)
        seen.add(at)
        ends += at == "end"
        if ends == 2 or len(seen) > count:
            break
    for at in range(count):
        if str(at) not in seen:
            shown = page.locator(f"[data-stop='{at}']").evaluate("one => one.outerHTML.slice(0, 160)")
            yield f"no key leads to {shown}"
