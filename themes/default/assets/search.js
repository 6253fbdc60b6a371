// fonds, default theme: the search page. The page's address holds the whole state; found texts become text nodes only.
import { Shards } from './shards.js'
import { fold } from './hits.js'
import { know, say, weave } from './words.js'

know(/*words*/{})
const one = (css, within = document) => within.querySelector(css)
const ask = one('#ask'), box = ask.elements.q, found = one('#found'), narrow = one('.facets'), sort = one('[name=sort]')
const list = one('.entries', found), count = one('.count'), chips = one('.chips.on'), more = one('.more'), further = more.firstElementChild
const nothing = one('#nothing'), bones = one('#bones'), browse = one('#browse')
const fig = one('[data-range]'), kinds = ['source', 'person', 'tag', 'language'], step = 20
const base = new URL(ask.dataset.base, location.href), lang = document.documentElement.lang || 'en'
const title = document.title, total = +ask.dataset.count
const every = {
  source: n => say('All {n} sources', n), person: n => say('All {n} people', n),
  tag: n => say('All {n} tags', n), language: n => say('All {n} languages', n),
}
const nameOf = (kind, value) => kind === 'language' && one(`#languages [value="${CSS.escape(value)}"]`)?.textContent || value
const number = n => n.toLocaleString(lang)
const entries = n => say('{n} entry|{n} entries', { n })

// Elements without markup: make('b', {className: 'num'}, 'text', node, ...)
const make = (name, props = {}, ...inside) => { const e = Object.assign(document.createElement(name), props); e.append(...inside); return e }

// --- State <-> address
const state = {}, single = ['q', 'from', 'to', 'sort']
const read = () => {
  const at = new URLSearchParams(location.search)
  for (const key of single) state[key] = at.get(key) || ''
  for (const kind of kinds) state[kind] = at.getAll(kind)
}
const address = s => {
  const to = new URLSearchParams([...single, ...kinds].flatMap(key => [s[key]].flat().filter(v => v).map(v => [key, v])))
  return location.pathname + (`${to}` && '?' + to)
}
const go = (change, how = 'pushState') => { Object.assign(state, change); history[how](null, '', address(state)); show(); run() }

// --- The range of years: bars to drag over, two menus that hold the truth
const each = css => fig ? [...fig.querySelectorAll(css)] : []
const [svg] = each('svg'), [from, to] = each('select')
const bars = each('svg g'), last = bars.length - 1, cells = each('td')
const archive = new Map(bars.map((b, i) => [+b.dataset.first, +cells[i].textContent.replace(/\D/g, '')]))
const end = fig ? parseFloat(one('.base', svg).getAttribute('x2')) : 0
const floor = fig ? +one('.hit', svg).getAttribute('height') : 0
const draws = (e, places) => { for (const name in places) e.setAttribute(name, places[name]) }
const paint = () => {
  const a = from.selectedIndex, z = to.selectedIndex, unit = end / bars.length, band = one('.band', svg)
  bars.forEach((b, i) => b.classList.toggle('out', i < a || i > z))
  draws(band, { x: a * unit + '%', width: (z - a + 1) * unit + '%' })
  each('.grip').forEach((g, i) => { const x = (i ? z + 1 : a) * unit + '%'; draws(g, { x1: x, x2: x }) })
}
const heights = counts => {
  const numbers = bars.map(b => { let n = 0; for (let y = +b.dataset.first; y <= +b.dataset.last; y++) n += counts.get(y) || 0; return n })
  const high = Math.max(1, ...numbers)
  bars.forEach((b, i) => {
    const h = numbers[i] && Math.max(1, Math.round(numbers[i] / high * (floor - 26))), bar = one('.sure', b)
    draws(bar, { y: floor - h, height: h })
    const tip = one('.tip', b), said = !state.q || everywhere() || inRange(b.dataset.last) ? number(numbers[i]) : '…'
    tip.textContent = tip.textContent.replace(/: .*/, ': ' + said)
    cells[i].textContent = said
  })
}
const ranged = () => {
  const [a, z] = [from, to].map(menu => menu.selectedIndex).sort((a, z) => a - z)
  go({ from: a ? bars[a].dataset.first : '', to: z < last ? bars[z].dataset.last : '' })
}
if (fig) {
  const at = e => {
    const r = svg.getBoundingClientRect()
    let x = (e.clientX - r.left) / r.width
    if (document.dir === 'rtl') x = 1 - x
    return Math.max(0, Math.min(last, Math.floor(x * 100 / end * bars.length)))
  }
  let held = -1
  const pull = e => { const i = at(e); from.selectedIndex = Math.min(held, i); to.selectedIndex = Math.max(held, i); paint() }
  svg.onpointerdown = e => { held = at(e); svg.setPointerCapture(e.pointerId); pull(e) }
  svg.onpointermove = e => { if (held >= 0) pull(e) }
  svg.onpointerup = svg.onpointercancel = () => { if (held >= 0) { held = -1; ranged() } }
  from.onchange = to.onchange = ranged
}

// --- What is asked
const bounded = () => state.from || state.to
const chosen = () => kinds.filter(kind => state[kind].length)
const narrowed = () => bounded() || chosen().length
const years = () => [state.from || bars[0]?.dataset.first, state.to || bars[last]?.dataset.last]
const range = sign => [...new Set(years())].join(sign)
// Whether something from one date to another is within the chosen years; without a date it never is.
const inRange = (first, last = first) => !bounded() || first && parseInt(first) <= years()[1] && parseInt(last) >= years()[0]
// Names of a kind that a hit has; the columns of its shard must be there.
const namesOf = (kind, { shard, page }) => shard[kind][page - shard.begin].map(number => shard.names[number])
// The hits within all that is chosen, but for one kind of choice: its own list shows what else could be chosen.
const within = but => {
  const asked = chosen().filter(kind => kind !== but)
  return hits.filter(hit => (but === 'year' || inRange(index.date[hit.page])) && asked.every(kind => namesOf(kind, hit).some(name => state[kind].includes(name))))
}
const tally = values => values.reduce((counts, value) => counts.set(value, (counts.get(value) || 0) + 1), new Map())
const newer = (a, b) => { const x = index.date[a.page], y = index.date[b.page]; return (x < y) - (x > y) }
const orders = {
  '': (a, b) => b.score - a.score || newer(a, b) || a.page - b.page,
  newest: (a, b) => newer(a, b) || b.page - a.page,
  oldest: (a, b) => !index.date[a.page] - !index.date[b.page] || newer(b, a) || a.page - b.page,
}

const index = new Shards(base)

// --- What is shown
const show = () => {
  if (box !== document.activeElement || !box.value) box.value = state.q
  sort.value = state.sort
  if (!fig) return
  const index = (value, none) => { const i = bars.findIndex(b => +value >= +b.dataset.first && +value <= +b.dataset.last); return value && i >= 0 ? i : none }
  from.selectedIndex = index(state.from, 0)
  to.selectedIndex = index(state.to, last)
  paint()
}
const only = part => {
  found.hidden = narrow.hidden = part === 'idle' || part === 'broken'
  browse.hidden = !found.hidden
  browse.classList.add('ready')
  nothing.hidden = part !== 'nothing'
  bones.hidden = part !== 'loading'
  list.hidden = part !== 'found'
}

const bits = text => fold(text).match(/[\p{L}\p{N}]+/gu) || []
const named = () => bits(state.q)
const titled = title => title.split(/([\p{L}\p{M}\p{N}]+)/u).map((bit, i) => i % 2 && named().some(w => fold(bit).startsWith(w)) ? make('mark', {}, bit) : bit)

// The words around most of the hits, which are marked: the title stands above already.
const excerpt = (words, places, skip) => {
  const length = words.join('').length > 4 * words.length ? 36 : 72
  const inside = places.filter(([at]) => at >= skip), hit = new Set(inside.map(([at]) => at))
  let best = 0, from = skip, sum = 0
  for (let a = 0, z = 0; a < inside.length; sum -= inside[a++][1]) {
    for (; z < inside.length && inside[z][0] < inside[a][0] + length; z++) sum += inside[z][1]
    if (sum > best) { best = sum; from = inside[a][0] - Math.floor((length - (inside[z - 1][0] - inside[a][0])) / 2) }
  }
  from = Math.max(skip, Math.min(from, words.length - length))
  const nodes = words.slice(from, from + length).flatMap((word, i) => {
    if (!hit.has(from + i)) return word
    return word.split(/([\p{L}\p{N}](?:.*[\p{L}\p{N}])?)/su).map((bit, i) => i % 2 ? make('mark', {}, bit) : bit)
  })
  return [from > skip ? '… ' : '', ...nodes, '…']
}
const when = date => {
  const [y, m, d] = date.split('-')
  if (!m) return y
  const day = new Date(Date.UTC(2000, m - 1, d || 1)); day.setUTCFullYear(+y)
  return day.toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { day: d && 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
// Places where words of the query stand, where the index cannot be trusted to know them.
const seen = words => words.flatMap((word, i) => bits(word).some(bit => named().some(n => bit.startsWith(n) || bit > '、' && n.includes(bit))) ? [[i, 1]] : [])
const result = ({ url, words, skip, heads = [], source, people, places = seen(words), title = words.slice(0, 12).join('') + '…' }, { page }) => {
  // What was found there is named in the address, so that the page can mark it.
  const hits = new Set([...places.flatMap(([at]) => bits(words[at] || '').filter(bit => bit[1])), ...named()])
  const to = `${url.pathname}?${new URLSearchParams([...hits].slice(0, 20).map(hit => ['hit', hit]))}`
  const item = make('div', {}, make('h3', {}, make('a', { href: to, dir: 'auto' }, ...titled(title))), make('p', { dir: 'auto' }, ...excerpt(words, places, skip)))
  const parts = new Set(places.map(([at]) => heads.findLast(head => head.place <= at)).filter(head => head))
  if (parts.size) item.append(make('p', { className: 'sub flow' }, ...[...parts].slice(0, 3).flatMap(a => [make('a', { href: `${url.pathname}#${a.id}` }, a.text), ' '])))
  const facts = make('p', { className: 'meta' }), date = index.date[page], how = index.how[page]
  if (date) facts.append(make('time', { dateTime: date }, index.written[page] || when(date)))
  if (date && how) facts.append(' ', make('span', { className: 'sure about' }, how))
  if (!date) facts.append(make('span', { className: 'sure none' }, say('no date known')))
  for (const fact of [source, people]) if (fact) facts.append(make('br'), make('bdi', {}, fact))
  return make('li', {}, item, facts)
}
const facet = (kind, counts) => {
  const set = one(`[data-kind=${kind}]`), open = one('details', set)?.open, chosen = state[kind]
  const all = [...new Set([...chosen, ...counts.keys()])].map(v => [v, counts.get(v) || 0])
  all.sort((a, b) => chosen.includes(b[0]) - chosen.includes(a[0]) || b[1] - a[1] || a[0].localeCompare(b[0], lang))
  const label = ([value, n]) => {
    const onchange = () => go({ [kind]: tick.checked ? [...state[kind], value] : state[kind].filter(v => v !== value) })
    const tick = make('input', { type: 'checkbox', checked: chosen.includes(value), name: kind, value, onchange })
    return make('label', {}, tick, make('bdi', {}, nameOf(kind, value)), ' ', make('b', { className: 'num' }, number(n)))
  }
  const focus = document.activeElement?.name === kind && document.activeElement.value
  set.replaceChildren(one('legend', set), ...all.slice(0, 6).map(label))
  if (all.length > 6) set.append(make('details', { className: 'plain', open }, make('summary', {}, every[kind]({ n: all.length })), ...all.slice(6, 300).map(label)))
  if (focus) one(`[value="${CSS.escape(focus)}"]`, set)?.focus()
  set.hidden = all.length < 2 && !chosen.length
}
const chip = (words, change) => make('button', { type: 'button', onclick: () => { go(change); box.focus() } }, make('span', { className: 'vh' }, say('Remove:') + ' '), words)
const narrowing = () => {
  const on = bounded() ? [chip(range('–'), { from: '', to: '' })] : []
  for (const kind of kinds) for (const value of state[kind]) on.push(chip(nameOf(kind, value), { [kind]: state[kind].filter(v => v !== value) }))
  chips.replaceChildren(...on.flatMap(c => [c, ' ']))
  told({ chosen: on.length ? say('{n} chosen', { n: on.length }) : '' })
}
const link = (words, change) => make('a', { href: address({ ...state, ...change }), onclick: e => { e.preventDefault(); go(change) } }, words)
const free = { from: '', to: '', source: [], person: [], tag: [], language: [] }
const empty = without => {
  count.replaceChildren(...weave(without ? say('Nothing has {q} in it within what is chosen.') : say('Nothing has {q} in it.'), { q: make('b', {}, state.q) }))
  const tip = make('p', {}, without ? say('Without what is chosen there is {n} entry:|Without what is chosen there are {n} entries:', { n: without }) + ' ' : say('Try one word fewer, or another spelling.'))
  if (without) tip.append(link(say('search everything'), free), bounded() ? say('; the range is now {range}.', { range: range(` ${say('to')} `) }) : '.')
  nothing.replaceChildren(tip)
  if (without && bounded()) nothing.append(make('p', { className: 'meta' }, say('Entries without a date are never inside a range of years.')))
}
const told = says => { for (const id in says) one('#' + id).textContent = says[id] }
const idle = () => {
  only('idle')
  told({ state: say('Type a word or a name to search {entries}.', { entries: entries(total) }), why: '', still: say('Everything can also be reached by') })
  if (fig) heights(archive)
}
const broken = () => {
  only('broken')
  told({ state: say('Search cannot start here.'), why: say('Its index did not load: it needs a web server, and a site that was built with search.'), still: say('Everything can still be reached by') })
}

// --- One search
let turn = 0, hits = [], results = [], shown = 0
const known = { q: '', shards: [] } // what `hits` answers
const page = async mine => {
  for (let end = shown + step, grown = shown > 0; shown < Math.min(end, results.length);) {
    const some = results.slice(shown, shown + step / 2) // the first ones do not wait for those below
    const texts = await Promise.all(some.map(hit => index.text(hit)))
    if (mine !== turn) return
    const items = texts.map((text, i) => Object.assign(result(text, some[i]), { page: some[i].page }))
    if (!shown) list.replaceChildren()
    shown += items.length
    list.append(...items)
    if (grown) one('a', items[0]).focus()
    grown = false
    more.hidden = results.length <= shown
    further.textContent = say('Show {n} more', { n: Math.min(step, results.length - shown) })
    only('found')
  }
}
further.onclick = () => page(turn).catch(broken)

const searching = () => { count.textContent = say('Searching {entries}…', { entries: entries(total) }) }
const everywhere = () => known.shards.length === index.shards.length
const tell = () => {
  const some = everywhere() && narrowed() && hits.length !== results.length
  const text = some ? say('{count} of {n} entry with {q}|{count} of {n} entries with {q}', { n: hits.length }) : say('{count} entry with {q}|{count} entries with {q}', { n: results.length })
  count.replaceChildren(...weave(text, { count: make('b', { className: 'num' }, number(results.length)), q: make('b', {}, state.q) }))
}
const spread = () => {
  if (fig) heights(tally(within('year').map(({ page }) => parseInt(index.date[page]))))
}
const lists = async mine => {
  await index.facets(known.shards)
  if (mine !== turn) return
  for (const kind of kinds) facet(kind, tally(within(kind).flatMap(hit => namesOf(kind, hit))))
}
const draw = async mine => {
  const same = list.dataset.q === state.q && shown && results.length >= shown && [...list.children].every((item, i) => item.page === results[i].page)
  more.hidden = !same || results.length <= shown
  if (same) return only('found')
  shown = 0
  list.dataset.q = state.q
  await page(mine)
}
// Shards in the order in which their results come, where these are in order of time; those without a date are last.
const byTime = shards => state.sort === 'newest' ? [...shards].sort((a, b) => !a.last - !b.last || (a.last < b.last) - (a.last > b.last)) : shards

// `hits` are those of all these shards, if not of more.
const find = async (mine, shards) => {
  const same = known.q === state.q && shards.every(shard => known.shards.includes(shard))
  const columns = chosen().length && index.facets(same ? known.shards : shards)
  if (same) return columns
  const [found] = await Promise.all([index.find(state.q, shards), columns])
  if (mine !== turn) throw Error('late')
  hits = found
  Object.assign(known, { q: state.q, shards })
}
const ranked = () => { results = within().sort(orders[state.sort] || orders['']); return results.length }

const run = async () => {
  const mine = ++turn
  document.title = (state.q && state.q + ' · ') + title
  narrowing()
  if (!state.q) return idle()
  const slow = setTimeout(() => { if (mine !== turn) return; searching(); if (!list.firstChild || list.hidden) only('loading') }, 150)
  try {
    await index.start()
    const shards = byTime(index.shards.filter(shard => inRange(shard.first, shard.last)))
    // In order of time, only those that have the first results are asked at first.
    for (let n = 1; state.sort && n < shards.length && mine === turn; n++) {
      await find(mine, shards.slice(0, n))
      if (ranked() >= step) { searching(); await draw(mine); break }
    }
    await find(mine, shards)
    if (!ranked() && narrowed()) await find(mine, index.shards) // to say what there is without what is chosen
    clearTimeout(slow)
    spread()
    if (results.length) { tell(); await draw(mine) }
    else { empty(narrowed() ? hits.length : 0); more.hidden = true; only('nothing') }
    if (mine === turn) await lists(mine)
  } catch (error) {
    if (mine === turn) { broken(); console.error(error) }
  } finally { clearTimeout(slow) }
}

// --- Hands
let typing, written
const settle = () => { clearTimeout(typing); clearTimeout(written) }
const typed = () => ({ q: box.value.trim() })
box.oninput = () => {
  settle()
  typing = setTimeout(() => { Object.assign(state, typed()); run() }, 30)
  written = setTimeout(() => history.replaceState(null, '', address(state)), 400)
}
box.onfocus = () => { index.start().catch(() => {}) }
ask.onsubmit = e => {
  e.preventDefault(); settle()
  go(typed(), address({ ...state, ...typed() }) === location.pathname + location.search ? 'replaceState' : 'pushState')
}
// Outside of a range of years is asked for when a hand comes near.
if (fig) for (const near of ['pointerenter', 'focusin']) fig.addEventListener(near, async () => {
  if (!state.q || known.q !== state.q || everywhere()) return
  await find(turn, index.shards).catch(() => {})
  spread()
})
narrow.onsubmit = e => e.preventDefault()
sort.onchange = () => go({ sort: sort.value })
const open = () => { settle(); read(); box.value = state.q; show(); run() }
onpopstate = open
// What was typed while this module was still on its way is what is asked.
const early = typed()
open()
if (early.q) go(early, 'replaceState')
if (!state.q && matchMedia('(min-width:48em)').matches) box.focus()
