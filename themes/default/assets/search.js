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
const heights = counts => {
  const numbers = bars.map(b => { let n = 0; for (let y = +b.dataset.first; y <= +b.dataset.last; y++) n += counts[String(y).padStart(4, '0')] || 0; return n })
  const high = Math.max(1, ...numbers)
  bars.forEach((b, i) => {
    const h = numbers[i] && Math.max(1, Math.round(numbers[i] / high * (floor - 26))), bar = b.querySelector('.sure')
    bar.setAttribute('y', floor - h); bar.setAttribute('height', h)
    const tip = b.querySelector('.tip')
    tip.textContent = tip.textContent.replace(/: .*/, ': ' + number(numbers[i]))
    if (cells[i]) cells[i].textContent = number(numbers[i])
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
const inRange = hit => !(state.from || state.to) || hit.date !== '' && hit.date.slice(0, 4) >= years()[0].padStart(4, '0') && hit.date.slice(0, 4) <= years()[1].padStart(4, '0')
const chosen = (hit, kind) => !state[kind].length || hit[kind].some(value => state[kind].includes(value))
// The hits within all that is chosen, but for one kind of choice: its own list shows what else could be chosen.
const within = (hits, but) => hits.filter(hit => (but === 'year' || inRange(hit)) && kinds.every(kind => kind === but || chosen(hit, kind)))
const counted = (hits, values) => { const all = {}; for (const hit of hits) for (const value of values(hit)) all[value] = (all[value] || 0) + 1; return all }
const newer = (a, b) => (a.date < b.date) - (a.date > b.date)
const orders = {
  '': (a, b) => b.score - a.score || newer(a, b),
  newest: (a, b) => newer(a, b) || b.score - a.score,
  oldest: (a, b) => !a.date - !b.date || newer(b, a) || b.score - a.score,
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
  found.hidden = !['found', 'nothing', 'loading'].includes(part)
  browse.hidden = !['idle', 'broken'].includes(part)
  browse.classList.add('ready')
  nothing.hidden = part !== 'nothing'
  bones.hidden = part !== 'loading'
  list.hidden = part !== 'found'
  list.toggleAttribute('aria-busy', part === 'loading')
}

// Pagefind gives escaped text with <mark> around the hits.
const plain = s => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#(39|x27);/g, "'").replace(/&nbsp;/g, '\u00a0').replace(/&amp;/g, '&')
const bits = s => s.split(/(<mark>.*?<\/mark>)/s).map(bit => bit.startsWith('<mark>') ? [plain(bit.slice(6, -7)), true] : [plain(bit), false])
const excerpt = (html, title) => {
  const found = bits(html), text = found.map(b => b[0]).join('')
  let over = 0 // the title, or its end, stands above already
  for (let i = 0; i < title.length - 8 && !over; i++) if (text.startsWith(title.slice(i))) over = title.length - i
  const nodes = found.map(([words, hit]) => {
    const rest = words.slice(over)
    over = Math.max(0, over - words.length)
    return hit && /[\p{L}\p{N}]/u.test(rest) ? make('mark', {}, rest) : rest
  }).filter(node => node !== '')
  if (typeof nodes[0] === 'string') nodes[0] = nodes[0].replace(/^[\s.:;,]+/, '')
  return [...nodes, ' …']
}
const fold = s => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const titled = title => {
  const words = fold(state.q).match(/[\p{L}\p{N}]+/gu) || []
  return title.split(/([\p{L}\p{M}\p{N}]+)/u).map((bit, i) => i % 2 && words.some(w => fold(bit).startsWith(w)) ? make('mark', {}, bit) : bit)
}
const when = date => {
  const [y, m, d] = date.split('-')
  if (!m) return y
  const day = new Date(Date.UTC(2000, m - 1, d || 1)); day.setUTCFullYear(+y)
  return day.toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { day: d && 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
// The index knows an entry as slug.html; its page is slug/.
// What was found there is named in the address, so that the page can mark it.
const hitsOf = (html, title) => [...new Set([...bits(html), ...titled(title).map(bit => [bit.textContent, !!bit.tagName])].filter(b => b[1]).flatMap(b => fold(b[0]).match(/[\p{L}\p{N}]+/gu) || []).concat(fold(state.q).match(/[\p{L}\p{N}]+/gu) || []))]
const place = (url, hits = []) => url.replace(/\.html(?=#|\?|$)/, '/' + (hits.length ? '?' + new URLSearchParams(hits.map(hit => ['hit', hit])) : ''))
const result = (data, hit) => {
  const { meta } = data, title = meta.title || plain(data.raw_content || data.content || '').slice(0, 80) + '…'
  const item = make('div', {}, make('h3', {}, make('a', { href: place(data.url, hitsOf(data.excerpt, meta.title || '')), dir: 'auto' }, ...titled(title))), make('p', { dir: 'auto' }, ...excerpt(data.excerpt, meta.title || '\n')))
  const subs = (data.sub_results || []).filter(s => s.url !== data.url && s.title !== meta.title).slice(0, 3)
  if (subs.length) item.append(make('p', { className: 'sub flow' }, ...subs.flatMap(s => [make('a', { href: place(s.url) }, s.title), ' '])))
  const facts = make('p', { className: 'meta' })
  if (hit.date) facts.append(make('time', { dateTime: hit.date }, hit.written || when(hit.date)))
  if (hit.date && hit.how) facts.append(' ', make('span', { className: 'sure about' }, hit.how))
  if (!hit.date) facts.append(make('span', { className: 'sure none' }, say('no date known')))
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
let turn = 0, asked, hits = [], results = [], shown = 0
const page = async mine => {
  const some = results.slice(shown, shown + step), data = await Promise.all(some.map(hit => hit.text()))
  if (mine !== turn) return
  const items = data.map((text, i) => result(text, some[i])), next = shown ? items[0]?.querySelector('a') : null
  shown += data.length
  list.append(...items)
  const left = results.length - shown
  more.hidden = left <= 0
  more.firstElementChild.textContent = say('Show {n} more', { n: Math.min(step, left) })
  next?.focus()
}
more.firstElementChild.onclick = () => page(turn).catch(broken)

// The results among the hits that are known; `whole`: no shard is still to be asked.
const draw = async (mine, whole) => {
  results = within(hits).sort(orders[state.sort] || orders['']); shown = 0
  for (const kind of kinds) facet(kind, counted(within(hits, kind), hit => hit[kind]))
  narrow.hidden = kinds.every(k => one(`[data-kind=${k}]`).hidden)
  more.hidden = true
  if (!results.length) { if (whole) { empty(narrowed() ? hits.length : 0); only('nothing') } return }
  list.replaceChildren()
  tell(whole)
  await page(mine)
  if (mine === turn) only('found')
}
const tell = whole => {
  const some = whole && narrowed() && hits.length !== results.length
  const text = some ? say('{count} of {n} entry with {q}|{count} of {n} entries with {q}', { n: hits.length }) : say('{count} entry with {q}|{count} entries with {q}', { n: results.length })
  count.replaceChildren(...weave(text, { count: make('b', { className: 'num' }, number(results.length)), q: make('b', {}, state.q) }))
}
const overlaps = shard => !(state.from || state.to) || shard.first && shard.first.slice(0, 4) <= years()[1] && shard.last.slice(0, 4) >= years()[0]

const run = async () => {
  const mine = ++turn
  document.title = document.title.replace(new RegExp(`^(.* · )?(?=${say('Search')} · )`), state.q ? state.q.replace(/\$/g, '$$$$') + ' · ' : '')
  narrowing()
  if (!state.q) return idle()
  const slow = setTimeout(() => { if (mine === turn) { only('loading'); more.hidden = true; narrow.hidden = false; count.textContent = say('Searching {entries}…', { entries: entries(total) }) } }, 150)
  try {
    await index.start()
    if (mine !== turn) return
    if (asked === state.q) { clearTimeout(slow); await draw(mine, true) }
    else {
      asked = undefined
      const first = index.shards.filter(overlaps), rest = index.shards.filter(shard => !overlaps(shard))
      const found = await index.find(state.q, first)
      if (mine !== turn) return
      hits = found
      clearTimeout(slow) // what is found is told now, and its texts come soon
      await draw(mine, !rest.length)
      if (rest.length) {
        const others = await index.find(state.q, rest, true)
        if (mine !== turn) return
        hits = [...found, ...others]
        results.length ? tell(true) : await draw(mine, true)
      }
      if (mine === turn) asked = state.q
    }
    if (mine === turn && fig) heights(counted(within(hits, 'year'), hit => hit.date ? [hit.date.slice(0, 4)] : []))
  } catch (error) {
    if (mine === turn) broken()
    console.error(error)
  } finally { clearTimeout(slow) }
}

// --- Hands
let typing
box.oninput = () => { clearTimeout(typing); typing = setTimeout(() => go({ q: box.value.trim() }, 'replaceState'), 120) }
box.onfocus = () => { index.openAll().catch(() => {}) }
ask.onsubmit = e => { e.preventDefault(); clearTimeout(typing); go({ q: box.value.trim() }, address({ ...state, q: box.value.trim() }) === location.pathname + location.search ? 'replaceState' : 'pushState') }
narrow.onsubmit = e => e.preventDefault()
sort.onchange = () => go({ sort: sort.value })
addEventListener('popstate', () => { read(); box.value = state.q; show(); run() })
read(); box.value = state.q; show(); run()
if (!state.q && matchMedia('(min-width:48em)').matches) box.focus()
