// fonds, default theme: the search page. The page's address holds the whole state; found texts become text nodes only.
import { Shards } from './shards.js'
import { say, weave } from './words.js'
const one = css => document.querySelector(css)
const ask = one('#ask'), box = ask.elements.q, found = one('#found'), narrow = one('.facets'), sort = one('[name=sort]')
const list = found.querySelector('.entries'), count = one('.count'), chips = one('.chips.on'), more = one('.more')
const nothing = one('#nothing'), bones = one('#bones'), browse = one('#browse')
const fig = one('[data-range]'), kinds = ['source', 'person', 'tag', 'language'], step = 20
const base = new URL(ask.dataset.base, location.href), lang = document.documentElement.lang || 'en'
const total = +ask.dataset.count, names = new Map([...document.querySelectorAll('#languages option')].map(o => [o.value, o.textContent]))
const every = { source: n => say('All {n} sources', { n }), person: n => say('All {n} people', { n }), tag: n => say('All {n} tags', { n }), language: n => say('All {n} languages', { n }) }
const number = n => n.toLocaleString(lang)
const entries = n => say('{n} entry|{n} entries', { n })

// Elements without markup: make('b', {className: 'num'}, 'text', node, ...)
const make = (name, props = {}, ...inside) => { const e = Object.assign(document.createElement(name), props); e.append(...inside); return e }

// --- State <-> address
const state = {}
const read = () => {
  const at = new URLSearchParams(location.search)
  for (const key of ['q', 'from', 'to', 'sort']) state[key] = at.get(key) || ''
  for (const kind of kinds) state[kind] = at.getAll(kind)
}
const address = s => {
  const to = new URLSearchParams()
  for (const key of ['q', 'from', 'to', 'sort']) if (s[key]) to.set(key, s[key])
  for (const kind of kinds) for (const value of s[kind]) to.append(kind, value)
  return location.pathname + (`${to}` && '?' + to)
}
const go = (change, how = 'pushState') => { Object.assign(state, change); history[how](null, '', address(state)); show(); run() }

// --- The range of years: bars to drag over, two menus that hold the truth
const svg = fig?.querySelector('svg'), from = fig?.querySelector('[name=from]'), to = fig?.querySelector('[name=to]')
const bars = fig ? [...svg.querySelectorAll('g')] : [], last = bars.length - 1
const cells = fig ? [...fig.querySelectorAll('td')] : []
const end = fig ? parseFloat(svg.querySelector('.base').getAttribute('x2')) : 0
const floor = fig ? +svg.querySelector('.hit').getAttribute('height') : 0
const paint = () => {
  const a = from.selectedIndex, z = to.selectedIndex, unit = end / bars.length
  bars.forEach((b, i) => b.classList.toggle('out', i < a || i > z))
  svg.querySelector('.band').setAttribute('x', a * unit + '%')
  svg.querySelector('.band').setAttribute('width', (z - a + 1) * unit + '%')
  svg.querySelectorAll('.grip').forEach((g, i) => ['x1', 'x2'].forEach(k => g.setAttribute(k, (i ? z + 1 : a) * unit + '%')))
}
const heights = (counts, sure = () => true) => {
  const numbers = bars.map(b => { let n = 0; for (let y = +b.dataset.first; y <= +b.dataset.last; y++) n += counts[String(y).padStart(4, '0')] || 0; return n })
  const high = Math.max(1, ...numbers)
  bars.forEach((b, i) => {
    const h = numbers[i] && Math.max(1, Math.round(numbers[i] / high * (floor - 26))), bar = b.querySelector('.sure')
    bar.setAttribute('y', floor - h); bar.setAttribute('height', h)
    const tip = b.querySelector('.tip'), said = sure(b.dataset.last.padStart(4, '0')) ? number(numbers[i]) : '…'
    tip.textContent = tip.textContent.replace(/: .*/, ': ' + said)
    if (cells[i]) cells[i].textContent = said
  })
}
const ranged = () => {
  if (from.selectedIndex > to.selectedIndex) [from.selectedIndex, to.selectedIndex] = [to.selectedIndex, from.selectedIndex]
  go({ from: from.selectedIndex ? from.value : '', to: to.selectedIndex < last ? to.value : '' })
}
if (fig) {
  const start = Object.fromEntries(bars.map((b, i) => [b.dataset.first, +cells[i].textContent.replace(/\D/g, '')]))
  fig.archive = start
  const at = e => {
    const r = svg.getBoundingClientRect()
    let x = (e.clientX - r.left) / r.width
    if (document.documentElement.dir === 'rtl') x = 1 - x
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
const narrowed = () => kinds.some(k => state[k].length) || state.from || state.to
const years = () => [state.from || bars[0]?.dataset.first, state.to || bars[last]?.dataset.last]
const range = sign => [...new Set(years())].join(sign)
const inYears = (first, last) => first.slice(0, 4) <= years()[1].padStart(4, '0') && last.slice(0, 4) >= years()[0].padStart(4, '0')
const inRange = date => !(state.from || state.to) || date !== '' && inYears(date, date)
// Whether a hit has one of the chosen names of a kind; their numbers are those of its shard.
const chooser = kind => {
  if (!state[kind].length) return () => true
  const numbers = new Map(index.shards.map(shard => [shard, new Set(state[kind].map(name => shard.names?.indexOf(name)))]))
  return ({ shard, page }) => shard[kind]?.[page - shard.begin].some(number => numbers.get(shard).has(number))
}
// The hits within all that is chosen, but for one kind of choice: its own list shows what else could be chosen.
const within = (hits, but) => {
  const choosers = kinds.filter(kind => kind !== but && state[kind].length).map(chooser)
  return hits.filter(hit => (but === 'year' || inRange(index.date[hit.page])) && choosers.every(has => has(hit)))
}
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
  const index = (value, key, none) => { const i = bars.findIndex(b => +value >= +b.dataset.first && +value <= +b.dataset.last); return value && i >= 0 ? i : none }
  from.selectedIndex = index(state.from, 'first', 0)
  to.selectedIndex = index(state.to, 'last', last)
  paint()
}
const only = part => {
  found.hidden = narrow.hidden = !['found', 'nothing', 'loading'].includes(part)
  browse.hidden = !['idle', 'broken'].includes(part)
  browse.classList.add('ready')
  nothing.hidden = part !== 'nothing'
  bones.hidden = part !== 'loading'
  list.hidden = part !== 'found'
  list.toggleAttribute('aria-busy', part === 'loading')
}

const fold = s => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const named = () => fold(state.q).match(/[\p{L}\p{N}]+/gu) || []
const titled = title => title.split(/([\p{L}\p{M}\p{N}]+)/u).map((bit, i) => i % 2 && named().some(w => fold(bit).startsWith(w)) ? make('mark', {}, bit) : bit)

// The words around most of the hits, which are marked: the title stands above already.
const excerpt = (words, places, title, length = 36) => {
  const skip = words.slice(0, 60).join(' ').startsWith(title) ? title.split(/\s+/).length : 0
  const inside = places.filter(([at]) => at >= skip), hit = new Set(inside.map(([at]) => at))
  let best = 0, from = skip, sum = 0
  for (let a = 0, z = 0; a < inside.length; sum -= inside[a++][1]) {
    for (; z < inside.length && inside[z][0] < inside[a][0] + length; z++) sum += inside[z][1]
    if (sum > best) { best = sum; from = inside[a][0] - Math.floor((length - (inside[z - 1][0] - inside[a][0])) / 2) }
  }
  from = Math.max(skip, Math.min(from, words.length - length))
  const nodes = words.slice(from, from + length).flatMap((word, i) => {
    if (!hit.has(from + i)) return [word, ' ']
    const [, before, core, after] = word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su)
    return [before, make('mark', {}, core), after, ' ']
  })
  return [from > skip ? '… ' : '', ...nodes, '…']
}
const when = date => {
  const [y, m, d] = date.split('-')
  if (!m) return y
  const day = new Date(Date.UTC(2000, m - 1, d || 1)); day.setUTCFullYear(+y)
  return day.toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { day: d && 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
const result = ({ url, content, meta, anchors, places }, { page }) => {
  const glued = content.includes('\u200b') // between the words of a script without blanks
  const words = content.split(glued ? '\u200b' : /\s+/), title = meta.title || words.slice(0, 12).join(' ') + '…'
  // What was found there is named in the address, so that the page can mark it.
  const hits = new Set([...places.map(([at]) => fold(words[at] || '').match(/[\p{L}\p{N}]+/gu) || []).flat(), ...named()])
  const at = new URL(url.slice(1), base), to = `${at.pathname}?${new URLSearchParams([...hits].slice(0, 20).map(hit => ['hit', hit]))}`
  const item = make('div', {}, make('h3', {}, make('a', { href: to, dir: 'auto' }, ...titled(title))), make('p', { dir: 'auto' }, ...excerpt(words, places, title)))
  const heads = anchors.filter(a => /^h[2-6]$/i.test(a.element) && a.text.trim() && a.text !== title)
  const parts = new Set(places.map(([place]) => heads.findLast(a => a.location <= place)).filter(a => a))
  if (parts.size) item.append(make('p', { className: 'sub flow' }, ...[...parts].slice(0, 3).flatMap(a => [make('a', { href: `${at.pathname}#${a.id}` }, a.text), ' '])))
  const facts = make('p', { className: 'meta' }), date = index.date[page], how = index.how[page]
  if (date) facts.append(make('time', { dateTime: date }, index.written[page] || when(date)))
  if (date && how) facts.append(' ', make('span', { className: 'sure about' }, how))
  if (!date) facts.append(make('span', { className: 'sure none' }, say('no date known')))
  for (const fact of [meta.source, meta.people]) if (fact) facts.append(make('br'), make('bdi', {}, fact))
  return make('li', {}, item, facts)
}
const facet = (kind, counts) => {
  const set = one(`[data-kind=${kind}]`), open = set.querySelector('details')?.open, chosen = state[kind]
  const all = [...new Set([...chosen, ...Object.keys(counts)])].map(v => [v, counts[v] || 0]).filter(([v, n]) => n || chosen.includes(v))
  all.sort((a, b) => chosen.includes(b[0]) - chosen.includes(a[0]) || b[1] - a[1] || a[0].localeCompare(b[0], lang))
  const label = ([value, n]) => {
    const tick = make('input', { type: 'checkbox', checked: chosen.includes(value), name: kind, value })
    tick.onchange = () => go({ [kind]: tick.checked ? [...chosen, value] : chosen.filter(v => v !== value) })
    return make('label', {}, tick, make('bdi', {}, kind === 'language' && names.get(value) || value), ' ', make('b', { className: 'num' }, number(n)))
  }
  const focus = document.activeElement?.name === kind && document.activeElement.value
  set.replaceChildren(set.querySelector('legend'), ...all.slice(0, 6).map(label))
  if (all.length > 6) set.append(make('details', { className: 'plain', open }, make('summary', {}, every[kind](all.length)), ...all.slice(6, 300).map(label)))
  if (focus) [...set.querySelectorAll('input')].find(i => i.value === focus)?.focus()
  set.hidden = all.length < 2 && !chosen.length
}
const chip = (words, change) => { const b = make('button', { type: 'button' }, make('span', { className: 'vh' }, say('Remove:') + ' '), words); b.onclick = () => { go(change); box.focus() }; return b }
const narrowing = () => {
  const on = state.from || state.to ? [chip(range('–'), { from: '', to: '' })] : []
  for (const kind of kinds) for (const value of state[kind]) on.push(chip(kind === 'language' && names.get(value) || value, { [kind]: state[kind].filter(v => v !== value) }))
  chips.replaceChildren(...on.flatMap(c => [c, ' ']))
  one('#chosen').textContent = on.length ? say('{n} chosen', { n: on.length }) : ''
}
const link = (words, change) => { const to = { ...state, ...change }, a = make('a', { href: address(to) }, words); a.onclick = e => { e.preventDefault(); go(change) }; return a }
const free = { from: '', to: '', source: [], person: [], tag: [], language: [] }
const empty = without => {
  count.replaceChildren(...weave(without ? say('Nothing has {q} in it within what is chosen.') : say('Nothing has {q} in it.'), { q: make('b', {}, state.q) }))
  const tip = make('p', {}, without ? say('Without what is chosen there is {n} entry:|Without what is chosen there are {n} entries:', { n: without }) + ' ' : say('Try one word fewer, or another spelling.'))
  if (without) tip.append(link(say('search everything'), free), state.from || state.to ? say('; the range is now {range}.', { range: range(` ${say('to')} `) }) : '.')
  nothing.replaceChildren(tip)
  if (without && (state.from || state.to)) nothing.append(make('p', { className: 'meta' }, say('Entries without a date are never inside a range of years.')))
}
const idle = () => {
  only('idle')
  one('#b').textContent = say('Browse')
  one('#state').textContent = say('Type a word or a name to search {entries}.', { entries: entries(total) })
  one('#why').textContent = ''; one('#still').textContent = say('Everything can also be reached by')
  if (fig) heights(fig.archive)
}
const broken = () => {
  only('broken')
  one('#state').textContent = say('Search cannot start here.')
  one('#why').textContent = say('Its index did not load: it needs a web server, and a site that was built with search.')
  one('#still').textContent = say('Everything can still be reached by')
}

// --- One search
let turn = 0, hits = [], results = [], shown = 0
const known = { q: '', shards: [] } // what `hits` answers
const page = async mine => {
  for (let end = shown + step, further = shown > 0; shown < Math.min(end, results.length);) {
    const some = results.slice(shown, shown + step / 2) // the first ones do not wait for those below
    const texts = await Promise.all(some.map(hit => index.text(hit)))
    if (mine !== turn) return
    const items = texts.map((text, i) => Object.assign(result(text, some[i]), { page: some[i].page }))
    if (!shown) list.replaceChildren()
    shown += items.length
    list.append(...items)
    if (further) items[0].querySelector('a').focus()
    further = false
    more.hidden = results.length <= shown
    more.firstElementChild.textContent = say('Show {n} more', { n: Math.min(step, results.length - shown) })
    only('found')
  }
}
more.firstElementChild.onclick = () => page(turn).catch(broken)

const searching = () => { count.textContent = say('Searching {entries}…', { entries: entries(total) }) }
const everywhere = () => known.shards.length === index.shards.length
const tell = () => {
  const some = everywhere() && narrowed() && hits.length !== results.length
  const text = some ? say('{count} of {n} entry with {q}|{count} of {n} entries with {q}', { n: hits.length }) : say('{count} entry with {q}|{count} entries with {q}', { n: results.length })
  count.replaceChildren(...weave(text, { count: make('b', { className: 'num' }, number(results.length)), q: make('b', {}, state.q) }))
}
const spread = () => {
  if (!fig) return
  const all = {}
  for (const { page } of within(hits, 'year')) { const year = index.date[page].slice(0, 4); all[year] = (all[year] || 0) + 1 }
  heights(all, everywhere() ? () => true : inRange)
}
const lists = async mine => {
  await index.facets(known.shards)
  if (mine !== turn) return
  for (const kind of kinds) {
    const all = {}, numbers = new Map(known.shards.map(shard => [shard, new Uint32Array(shard.names.length)]))
    for (const { shard, page } of within(hits, kind)) for (const number of shard[kind][page - shard.begin]) numbers.get(shard)[number]++
    for (const [shard, counts] of numbers) counts.forEach((n, i) => { if (n) all[shard.names[i]] = (all[shard.names[i]] || 0) + n })
    facet(kind, all)
  }
  narrow.style.visibility = kinds.every(k => one(`[data-kind=${k}]`).hidden) ? 'hidden' : '' // its room stays: nothing moves
}
const draw = async mine => {
  const same = list.dataset.q === state.q && shown && results.length >= shown && [...list.children].every((item, i) => item.page === results[i].page)
  more.hidden = results.length <= shown
  if (same) return only('found')
  shown = 0
  more.hidden = true
  list.dataset.q = state.q
  await page(mine)
}
const overlaps = shard => !(state.from || state.to) || shard.first && inYears(shard.first, shard.last)
// Shards in the order in which their results come, where these are in order of time; those without a date are last.
const byTime = shards => state.sort === 'newest' ? [...shards].sort((a, b) => !a.last - !b.last || (a.last < b.last) - (a.last > b.last)) : shards

// `hits` are those of all these shards, if not of more.
const find = async (mine, shards) => {
  if (known.q === state.q && shards.every(shard => known.shards.includes(shard))) return
  const found = await index.find(state.q, shards)
  if (mine !== turn) throw new Error('late')
  hits = found
  Object.assign(known, { q: state.q, shards })
}
const ranked = () => { results = within(hits).sort(orders[state.sort] || orders['']); return results.length }

const run = async () => {
  const mine = ++turn
  document.title = document.title.replace(new RegExp(`^(.* · )?(?=${say('Search')} · )`), state.q ? state.q.replace(/\$/g, '$$$$') + ' · ' : '')
  narrowing()
  if (!state.q) return idle()
  const slow = setTimeout(() => { if (mine !== turn) return; searching(); if (!list.firstChild || list.hidden) only('loading') }, 150)
  try {
    await index.start()
    const shards = byTime(index.shards.filter(overlaps))
    if (kinds.some(kind => state[kind].length)) await index.facets(shards)
    // In order of time, only those that have the first results are asked at first.
    for (let n = 1; state.sort && n < shards.length && mine === turn; n++) {
      await find(mine, shards.slice(0, n))
      if (ranked() >= step) { searching(); clearTimeout(slow); await draw(mine); break }
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
const typed = () => ({ q: box.value.trim() })
box.oninput = () => {
  clearTimeout(typing); clearTimeout(written)
  typing = setTimeout(() => { Object.assign(state, typed()); run() }, 30)
  written = setTimeout(() => history.replaceState(null, '', address(state)), 400)
}
box.onfocus = () => { index.start().catch(() => {}) }
ask.onsubmit = e => {
  e.preventDefault(); clearTimeout(typing); clearTimeout(written)
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
addEventListener('popstate', () => { clearTimeout(written); read(); box.value = state.q; show(); run() })
read(); box.value = state.q; show(); run()
if (!state.q && matchMedia('(min-width:48em)').matches) box.focus()
