// fonds, default theme: searches in an index of many parts as Pagefind does in one.
//
// What is loaded for a word holds all parts of a shard (generator/search/). Pagefind's program ranks within one index only,
// and takes time by the square of its pages; here it parts and stems what is asked, and finds the chunks. Its score (BM25,
// and more for words of a title) is computed from its index with the figures of the whole archive.
const root = new URL('../pagefind/', location), K1 = 1.4, B = 0.75, ACCENTS = 0.8, FIELDS = { title: 5 } // as Pagefind sets them
const unpacked = async path => {
  const answer = await fetch(new URL(path, root))
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer())
}
const kept = {}, once = (path, read = data => data) => kept[path] ??= unpacked(path).then(read)
const bare = data => data.subarray(12) // after Pagefind's signature
const bytes = text => new TextEncoder().encode(text), said = data => new TextDecoder().decode(data)

// Values -> CBOR (RFC 8949): whole numbers, texts, lists.
const head = (kind, n) => n < 24 ? [kind << 5 | n] : [kind << 5 | 26, n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255]
const cbor = v => Array.isArray(v) ? [...head(4, v.length), ...v.flatMap(cbor)] : typeof v === 'number' ? head(0, v) : [...head(3, bytes(v).length), ...bytes(v)]

let table, parts, program, mean
const start = async what => {
  ({ table } = what)
  const code = once(table.wasm, bare)
  importScripts(new URL('program.js', root)) // defines wasm_bindgen
  await wasm_bindgen({ module_or_path: await code })
  // An index without pages, to be asked for chunks and stems.
  const chunks = table.chunks.map(([first, last], i) => [first, last, `${i}`])
  program = wasm_bindgen.enter_playground_mode(wasm_bindgen.init_pagefind(new Uint8Array(cbor(['', [], chunks, [], [], []]))))
  for (const chunk of table.chunks) chunk.words = chunk.map(bytes)
  table.ranges = table.ranges.map(bytes)
  parts = table.shards.flatMap(shard => shard.parts)
  let begin = 0, words = 0
  for (const part of parts) {
    part.begin = begin
    begin += part.lengths.length
    words += part.lengths.reduce((n, l) => n + l, 0)
  }
  mean = words / begin
}

// What was asked, as Pagefind's own script prepares it: its words parted, without marks of punctuation, in lower case.
const prepared = text => {
  const bits = (granularity, t) => [...new Intl.Segmenter(table.language, { granularity }).segment(t)].map(s => s.segment)
  const plain = t => bits('grapheme', t).filter(g => !/(?!\p{Pc})\p{P}/u.test(g)).map(g => g.toLocaleLowerCase()).join('')
  const words = /^(zh|ja|th)/.test(table.language) ? bits('word', text).map(plain).filter(w => w).join(' ') : plain(text)
  return words.replace(/\s+/g, ' ').trim()
}

// --- Pagefind's index: entries of [word, pages, [[spelling, pages], ...]]; a page is [number, places, places in fields].
let data, at
const number = () => {
  const b = data[at++]
  let n = b & 31
  if (n > 23) for (let size = 1 << n - 24, i = n = 0; i < size; i++) n = n * 256 + data[at++]
  return b >> 5 === 1 ? -1 - n : n
}
const word = () => { const size = number(); at += size; return data.subarray(at - size, at) }
// Numbers are each less the one before; one below zero sets what those after it have in common, a weight or a field.
const places = common => {
  const all = []
  for (let n = number(), last = 0; n; n--) {
    const value = number()
    if (value < 0) { common = -1 - value; last = 0 } else all.push(last += value, common)
  }
  return all
}
// `take`: (page, places, places in fields), or nothing if the pages are passed over.
const pages = take => {
  for (let n = number(), page = 0; n; n--) {
    at++
    page += number()
    if (take) take(page, places(25), places(0))
    else for (let list = 2; list; list--) for (let m = number(); m; m--) number()
  }
}
const order = (a, b) => { for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i]; return a.length - b.length }
const begins = (own, with_) => own.length >= with_.length && with_.every((b, i) => own[i] === b)

// All pages of some parts with words that `fits` knows, into the terms: fits(word) gives [[term, how much the word counts]].
const collect = (part, slice, fits) => {
  [data, at] = [slice, 0]
  while (at < slice.length) {
    at++
    const own = word(), known = fits(own), name = known.length ? said(own) : ''
    const add = form => (page, text, fields) => { for (const [term, alike] of known) {
      const one = { term, name, alike, accents: form.startsWith(term.typed) || term.typed.startsWith(form) ? 1 + ACCENTS : 1, text, fields, part }
      const all = term.pages.get(part.begin + page)
      all ? all.push(one) : term.pages.set(part.begin + page, [one])
    } }
    pages(name && add(name))
    for (let n = number(); n; n--) { at++; const form = said(word()); pages(name && add(form)) }
  }
}

// --- Of one page
// Words: the score, and the places in the text with their weights.
const weighed = (page, terms, all) => {
  const found = [], first = new Map(), named = new Map()
  for (const { pages } of terms) for (const one of pages.get(page)) {
    if (!first.has(one.name)) first.set(one.name, one)
    for (let i = 0; i < one.text.length; i += 2) found.push([one.text[i], one.text[i + 1], one])
    for (let i = 0; i < one.fields.length; i += 2) { const field = one.part.fields[one.fields[i + 1]]; named.set(field, (named.get(field) || new Map()).set(one.name, one.term.rare)) }
  }
  found.sort((a, b) => a[0] - b[0])
  const often = new Map(), marks = []
  for (let i = 0, z; i < found.length; i = z) {
    for (z = i + 1; z < found.length && found[z][0] === found[i][0];) z++
    // At one place a term counts once; where several terms meet, each weighs the more.
    const own = found.slice(i, z).filter(([, , one], n, group) => group.findIndex(other => other[2].term === one.term) === n)
    const weight = Math.min(255, Math.min(...own.map(w => w[1])) * own.length)
    for (const [, , one] of own) often.set(one.name, (often.get(one.name) || 0) + weight)
    marks.push([found[i][0], weight ** 2 * own.reduce((n, [, , one]) => n + one.alike, 0)])
  }
  let score = 0
  for (const [name, n] of often) {
    const { term, alike, accents, part } = first.get(name), much = n / 24 * alike
    score += term.rare * (K1 + 1) * much / (K1 * (1 - B + B * part.lengths[page - part.begin] / mean) + much) * accents
  }
  for (const [field, some] of named) { const own = [...some.values()].reduce((n, rare) => n + rare, 0); score += (FIELDS[field] || 1) * own * (own / all) ** 2 }
  return { score, marks }
}
// A phrase: its words one after the other in the text, or in one field.
const phrased = (page, terms) => {
  const run = (kind, common) => {
    const own = terms.map(({ pages }) => new Set(pages.get(page).flatMap(one => one[kind].filter((_, i) => i % 2 === 0 && (kind === 'text' || one.part.fields[one.fields[i + 1]] === common)))))
    return [...own[0]].find(place => own.every((some, i) => some.has(place + i)))
  }
  const place = run('text')
  if (place !== undefined) return { score: 1, marks: terms.map((_, i) => [place + i, 1]) }
  const field = terms[0].pages.get(page)[0].part.fields.find(name => run('fields', name) !== undefined)
  return field && { score: FIELDS[field] || 1, marks: [] }
}

// --- Of one query
// A word of what was asked: `stem` as it stands in the index, and as it was typed.
const termsOf = ({ text, exact, not }) => {
  const typed = prepared(text), plain = typed.normalize('NFD').replace(/\p{M}/gu, '')
  const chunks = JSON.parse(wasm_bindgen.request_indexes(program, plain)).map(i => table.chunks[i])
  const stems = plain ? JSON.parse(wasm_bindgen.search(program, plain, typed, '{}', '', false, false)).query_term_idfs : []
  return { exact, not, chunks, terms: stems.map(({ t }, i) => ({ stem: bytes(t), typed: typed.split(' ')[i] || '', pages: new Map() })) }
}
const fitting = ({ exact, chunks, terms }) => own => {
  if (!chunks.some(({ words: [first, last] }) => order(own, first) >= 0 && order(own, last) <= 0)) return []
  const some = terms.filter(({ stem }) => exact ? !order(own, stem) : begins(own, stem))
  // The more alike in length, the more a word counts.
  return some.map(term => [term, Math.exp(Math.exp(-((Math.abs(own.length - term.stem.length) + 1) ** 2) / 8) - 1)])
}

// The packs in which there may be words that begin as one of the stems does, within its chunks.
const rangesOf = ({ chunks, terms }) => [...table.ranges.keys()].filter(i => {
  const [from, to] = [table.ranges[i], table.ranges[i + 1]]
  const within = chunks.some(({ words: [first, last] }) => order(from, last) <= 0 && !(to && order(to, first) <= 0))
  return within && terms.some(({ stem }) => (order(from, stem) <= 0 || begins(from, stem)) && !(to && order(to, stem) <= 0))
})

let asked = [] // the last query
// The pages that a query finds in some shards, in no order, and their scores.
const find = async what => {
  const now = what.asked.map(termsOf), some = what.shards.map(i => table.shards[i])
  await Promise.all(some.flatMap(shard => now.flatMap(one => {
    return rangesOf(one).map(async range => {
      const pack = await once(`${shard.name}/${range}.pf_index?${shard.tag}`), view = new DataView(pack.buffer), fits = fitting(one)
      let begin = 0
      for (const part of shard.parts) {
        const end = begin + 4 + view.getUint32(begin, true)
        collect(part, pack.subarray(begin + 4, end), fits)
        begin = end
      }
    })
  })))
  const total = some.flatMap(shard => shard.parts).reduce((n, part) => n + part.lengths.length, 0)
  for (const one of now) {
    for (const term of one.terms) term.rare = Math.log((total + 1) / (term.pages.size + 0.5))
    one.all = one.terms.reduce((n, term) => n + term.rare, 0)
    one.of = page => one.terms.length && one.terms.every(({ pages }) => pages.has(page)) ? one.exact ? phrased(page, one.terms) : weighed(page, one.terms, one.all) : undefined
  }
  asked = now.filter(one => !one.not)
  const not = now.filter(one => one.not), least = asked.flatMap(one => one.terms).sort((a, b) => a.pages.size - b.pages.size)[0]
  const found = { pages: [], scores: [] }
  for (const page of least ? least.pages.keys() : []) {
    let score = 0
    if (asked.every(one => { const own = one.of(page); score += own?.score || 0; return own }) && !not.some(one => one.of(page))) { found.pages.push(page); found.scores.push(score) }
  }
  return found
}

// The text of a page, and where in it (counted in words) the hits stand, each with its weight.
const text = async ({ page }) => {
  const part = parts.findLast(part => part.begin <= page), marks = asked.flatMap(one => one.of(page)?.marks || []).sort((a, b) => a[0] - b[0])
  return { ...await once(`${part.name}/${page - part.begin}.pf_fragment?${part.tag}`, data => JSON.parse(said(bare(data)))), places: marks }
}

let ready
onmessage = async ({ data: { id, ...what } }) => {
  try {
    if (what.table) ready = start(what)
    await ready
    postMessage({ id, result: what.table ? true : await (what.asked ? find(what) : text(what)) })
  } catch (error) { postMessage({ id, error: `${error}` }) }
}
