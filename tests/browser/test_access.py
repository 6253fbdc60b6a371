"""What every kind of page of the default theme owes to all readers: names, order, contrast, focus, room.

The rules are our own and small; where axe-playwright-python is installed, axe-core looks at the same pages too.
"""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]
KINDS = {
    "home": "",
    "entry with cuts and copies": "2021/03/14/the-night-the-sea-wall-held/",
    "entry with a table": "2021/03/18/the-gauges-in-full/",
    "entry with notes": "2024/03/29/the-last-tide-table/",
    "entry without a date": "undated/to-keep-samphire/",
    "year": "2021/",
    "years": "years/",
    "month": "2021/03/",
    "day": "2021/03/16/",
    "days of the year": "on-this-day/",
    "a month of all years": "on-this-day/03/",
    "titles": "a-z/",
    "person": "people/ilse-hargrave/",
    "people": "people/",
    "source": "sources/courier-website/",
    "sources": "sources/",
    "tag": "tags/sea-wall/",
    "tags": "tags/",
    "language": "languages/nl/",
    "languages": "languages/",
    "all entries": "all/",
    "undated": "undated/",
    "search": "search/",
    "search with results": "search/?q=wall",
    "search with nothing found": "search/?q=zzzqqq",
    "about": "about/",
    "nothing at this address": "no/such/page/",
}
WIDTHS, TONES = (390, 1440), ("light", "dark")
READY = (
    "() => !location.search || ['#nothing', '#found .entries li'].some(c => document.querySelector(c)?.offsetParent)"
)
UNFOLD = """() => {
  document.querySelectorAll('details').forEach(d => { d.open = true })
  document.querySelectorAll('#cuts').forEach(c => { c.checked = true })
}"""

RULES = """() => {
  const wrong = [], all = css => [...document.querySelectorAll(css)]
  const say = (rule, e) => wrong.push(rule + ': ' + (e ? e.outerHTML.slice(0, 120) : ''))
  const shown = e => e.checkVisibility({ visibilityProperty: true })
  const words = e => (e?.textContent || '').trim()
  const at = id => words(document.getElementById(id))
  const reached = 'a[href],button,input,select,summary'
  if (all('h1').filter(shown).length !== 1) say('one h1')
  if (!document.documentElement.lang) say('language')
  if (!document.title.trim()) say('title')
  if (all('main').length !== 1) say('one main')
  if (!document.querySelector('meta[name=viewport]')) say('viewport')
  const ids = all('[id]').map(e => e.id)
  all('[id]').filter(e => ids.indexOf(e.id) !== ids.lastIndexOf(e.id)).forEach(e => say('id twice', e))
  let above = 0
  for (const h of all('h1,h2,h3,h4,h5,h6').filter(shown)) {
    if (+h.tagName[1] > above + 1) say('level of heading skipped', h)
    if (!words(h)) say('empty heading', h)
    above = +h.tagName[1]
  }
  all('img:not([alt])').forEach(e => say('image without alt', e))
  all('[style],[onclick]').forEach(e => say('inline style or script', e))
  all('th').filter(e => !words(e)).forEach(e => say('empty head of a table', e))
  for (const e of all('[aria-labelledby],[aria-describedby],[for]')) {
    for (const name of ['aria-labelledby', 'aria-describedby', 'for']) {
      if (e.hasAttribute(name) && !at(e.getAttribute(name))) say('label leads nowhere', e)
    }
  }
  const named = e => e.getAttribute('aria-label')?.trim() || at(e.getAttribute('aria-labelledby'))
    || (e.labels && [...e.labels].some(words)) || (!e.matches('input,select,textarea') && words(e))
  all(reached + ',[tabindex="0"],[role=group],[role=region],[role=img],nav,form[role]')
    .filter(e => shown(e) && !named(e)).forEach(e => say('no name', e))
  all('[tabindex]').filter(e => e.tabIndex > 0).forEach(e => say('tabindex above 0', e))
  all('[aria-hidden=true]').filter(e => e.querySelector(reached)).forEach(e => say('hidden but reachable', e))
  all('a a, a button, button a, p div, p ul, p table').forEach(e => say('element out of place', e))
  all('li').filter(e => !e.parentElement.matches('ul,ol')).forEach(e => say('item outside a list', e))
  const scrolls = e => e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)
  const mute = e => scrolls(e) && e.tabIndex < 0 && !e.matches('input')
  all('main *').filter(mute).forEach(e => say('scrolls without keys', e))
  if (document.documentElement.scrollWidth > innerWidth) say('wider than the window')
  return wrong
}"""

SMALL = """() => {
  const box = e => e.getBoundingClientRect()
  const running = 'p,li,td,dd,h2,h3,.text *' // a link in a line of text is as high as the line
  const inText = e => getComputedStyle(e).display === 'inline' && e.parentElement.matches(running)
  const targets = 'a[href],button,select,summary,label:has(input),input:not(label input,fieldset input)'
  return [...document.querySelectorAll(targets)]
    .filter(e => e.checkVisibility() && !e.closest('svg') && !e.matches('.skip') && !inText(e))
    .filter(e => box(e).height < 24 || box(e).width < 16)
    .map(e => Math.round(box(e).width) + 'x' + Math.round(box(e).height) + ' ' + e.outerHTML.slice(0, 100))
}"""

OVERLAPS = """() => {
  const found = [], seen = e => e.checkVisibility() && !e.closest('.vh,svg,.skip')
  const rows = '.days, .days > dd, .entries > li, .rail dl, .beside a, .ways > div'
  for (const row of document.querySelectorAll(rows)) {
    const cells = [...row.children].filter(seen).map(e => {
      const range = document.createRange(); range.selectNodeContents(e)
      return [...range.getClientRects()].filter(r => r.width && r.height)
    })
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
    cells.forEach((a, i) => cells.slice(i + 1).forEach(b => {
      if (a.some(x => b.some(y => meet(x, y)))) found.push(row.textContent.trim().slice(0, 80))
    }))
  }
  return found
}"""

CONTRAST = """() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const rgba = colour => {
    context.clearRect(0, 0, 1, 1); context.fillStyle = colour; context.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = (top, ground) => top.slice(0, 3).map((c, i) => c * top[3] + ground[i] * (1 - top[3]))
  const light = rgb => {
    const [r, g, b] = rgb.map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    return .2126 * r + .7152 * g + .0722 * b
  }
  const ground = e => {
    const layers = []
    for (; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor))
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255])
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faint = new Set(), looked = new Set()
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, style = getComputedStyle(e)
    if (!walk.currentNode.data.trim() || e.closest('option,.tip')) continue
    if (!e.checkVisibility({ opacityProperty: true })) continue
    const back = ground(e), front = over(rgba(e.closest('svg') ? style.fill : style.color), back)
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05)
    looked.add(e)
    if (ratio < 4.5) faint.add(ratio.toFixed(2) + ' ' + e.outerHTML.slice(0, 100))
  }
  return { looked: looked.size, faint: [...faint] }
}"""

FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e), hit = e.querySelector(':scope > .hit')
  const line = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none'
  const drawn = hit && getComputedStyle(hit).stroke !== 'none'
  const around = e.closest('label') && getComputedStyle(e.closest('label')).outlineStyle !== 'none'
  return { mark: e.outerHTML.slice(0, 120), seen: !!(line || drawn || around),
    skip: e.matches('.skip'), body: e === document.body,
    search: e.matches('[type=search], .tosearch a'), entry: e.matches('main .entries h3 a') }
}"""


@pytest.fixture(scope="module")
def demo(site_at: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published demo archive."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copytree(TOP / "content", folder / "content")
    shutil.copy(TOP / "site.yaml", folder)
    public: Path = site_at(folder).build("--base-url", "https://archive.example/").public
    return public


@pytest.fixture
def look(demo: Path, browser: Any, serve: Callable[..., str]) -> Iterator[Callable[..., Any]]:
    """`look(address, width, tone)` opens a page of the demo in a window of that width, without moving pictures."""
    base, contexts = serve(demo), []

    def go(address: str, width: int = 1440, tone: str = "light", **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=tone, reduced_motion="reduce", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(base + address)
        page.wait_for_function(READY)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_keeps_the_rules_folded_and_unfolded(look: Callable[..., Any], kind: str) -> None:
    for width in WIDTHS:
        page = look(KINDS[kind], width)
        assert complaints(page) == ([], [], []), width
        page.evaluate(UNFOLD)
        assert complaints(page) == ([], [], []), width
        for tone in TONES:
            page.emulate_media(color_scheme=tone)
            contrast = page.evaluate(CONTRAST)
            assert contrast["looked"] > 10
            assert contrast["faint"] == [], (width, tone)


def complaints(page: Any) -> tuple[list[str], list[str], list[str]]:
    """Broken rules, targets under 24 pixels, and lines of lists whose words lie on each other."""
    return page.evaluate(RULES), page.evaluate(SMALL), page.evaluate(OVERLAPS)


def walked(page: Any, steps: int) -> list[SimpleNamespace]:
    """What has the focus after each press of the Tab key, from the top of the page."""
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(SimpleNamespace(**page.evaluate(FOCUS)))
        if found[-1].body:
            break
    return found


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("kind", ["home", "entry with cuts and copies", "year", "person", "tags", "about"])
def test_the_tab_key_leads_past_the_skip_link_with_the_focus_in_sight(
    look: Callable[..., Any], kind: str, width: int
) -> None:
    stops = walked(look(KINDS[kind], width), 60)
    assert stops[0].skip
    assert any(stop.search for stop in stops[:12]), "search is near the top"
    assert [stop.mark for stop in stops if not stop.seen and not stop.body] == []


def test_the_tab_key_reaches_the_search_field_and_the_first_entry(look: Callable[..., Any]) -> None:
    stops = walked(look(""), 20)
    search = next(i for i, stop in enumerate(stops) if stop.search)
    entry = next(i for i, stop in enumerate(stops) if stop.entry)
    assert search < entry


def test_every_page_has_its_search_field_and_the_choice_of_appearance(demo: Path, browser: Any, serve: Any) -> None:
    base, page = serve(demo), browser.new_page(viewport={"width": 1440, "height": 900})
    for address in [*KINDS.values()] * 2:  # the second time the script is at hand, and a page comes in one piece
        page.goto(base + address)
        shown = page.locator("[type=search]").all()
        assert [field.is_visible() for field in shown] == [True], address
        assert page.locator("button.tone").count() == 1, address
    page.close()


def test_the_skip_link_shows_itself_and_leads_to_the_text(look: Callable[..., Any]) -> None:
    page = look(KINDS["year"], 390)
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    assert box["y"] >= 0 and box["height"] >= 24
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_rules_see_what_is_wrong(look: Callable[..., Any]) -> None:
    page = look("about/", 390)
    page.evaluate("""() => { document.querySelector('main').innerHTML =
      '<h1>A</h1><h1>B</h1><h4>C</h4><img src="/assets/icon.svg"><hr width="900"><input><a href="/">&nbsp;</a>'
      + '<b id=x></b><b id=x></b><div aria-hidden=true><button>D</button></div>' }""")
    found = {said.partition(":")[0] for said in page.evaluate(RULES)}
    wanted = (
        "one h1/level of heading skipped/image without alt/no name/id twice/hidden but reachable/wider than the window"
    )
    assert found >= set(wanted.split("/"))


def test_axe_finds_nothing(look: Callable[..., Any]) -> None:
    try:
        made = importlib.import_module("axe_playwright_python.sync_playwright")
    except ImportError:
        pytest.skip("axe-playwright-python is not installed")
    for kind, address in KINDS.items():
        for width, tone in product(WIDTHS, TONES):
            page = look(address, width, tone, bypass_csp=True)
            page.evaluate(UNFOLD)
            found = made.Axe().run(page)
            assert found.violations_count == 0, (kind, width, tone, found.generate_report())
