// fonds, default theme: searches in an index of many parts as Pagefind does in one.
//
// What is loaded for a word holds all parts of a shard (generator/search/). Pagefind's program ranks within one index only,
// and takes time by the square of its pages; here it parts and stems what is asked, and finds the chunks. Its score (BM25,
// and more for words of a title) is computed from its index with the figures of the whole archive.
const root = new URL('../pagefind/', location), K1 = 1.4, B = 0.75, ACCENTED = 1.8, FIELDS = { title: 5 } // as Pagefind sets them
const unpacked = async (path, how) => {
  const answer = await fetch(new URL(path, root), how)
  if (!answer.ok) throw Error(`${path}: ${answer.status}`)
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer())
}
const kept = {}, once = (path, read = data => data) => kept[path] ??= unpacked(path).then(read)
const bytes = text => new TextEncoder().encode(text), said = data => new TextDecoder().decode(data), json = data => JSON.parse(said(data))

// Values -> CBOR (RFC 8949): texts and lists.
const head = (kind, n) => n < 24 ? [kind << 5 | n] : [kind << 5 | 26, n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255]
const cbor = v => Array.isArray(v) ? [...head(4, v.length), ...v.flatMap(cbor)] : [...head(3, bytes(v).length), ...bytes(v)]

const sum = all => all.reduce((n, one) => n + one, 0)

let table, parts, lengths = [], program, mean, apart
const start = async () => {
  const first = unpacked('table.pf_meta', { cache: 'no-cache' })
  importScripts(new URL('program.js', root)) // defines wasm_bindgen; the table is on its way meanwhile
  table = json(await first)
  apart = more => RegExp(table.apart + more, 'gu') // letters that are words: Kana, ideographs
  const code = once(table.wasm, data => data.subarray(12)) // after Pagefind's signature
  await wasm_bindgen({ module_or_path: await code })
  // An index without pages, to be asked for chunks and stems.
  const chunks = table.chunks.map(([first, last], i) => [first, last, `${i}`])
  program = wasm_bindgen.enter_playground_mode(wasm_bindgen.init_pagefind(new Uint8Array(cbor(['', [], chunks, [], [], []]))))
  parts = table.shards.flatMap(shard => shard.parts)
  for (const shard of table.shards) {
    shard.begin = lengths.length
    for (const part of shard.parts) { part.begin = lengths.length; lengths = lengths.concat(part.lengths) }
  }
  mean = sum(lengths) / lengths.length
}

// What was asked, as Pagefind's own script prepares it: its words parted, without marks of punctuation, in lower case.
const prepared = text => {
  const plain = t => t.replace(/(?!\p{Pc})\p{P}\p{M}*/gu, '').toLocaleLowerCase()
  text = table.apart[2] ? text.replace(apart(''), ' $& ') : Array.from(new Intl.Segmenter(table.language, { granularity: 'word' }).segment(text), s => plain(s.segment)).join(' ')
  return plain(text).replace(/\s+/g, ' ').trim()
}

// --- The words of a shard in one range (generator/search/packs.py)
// All pages of a pack with words that `fits` knows, into the terms: fits(word) gives [[term, how much the word counts]].
const collect = (shard, data, fits) => {
  const [letters, pages, places, named] = new Uint32Array(data.buffer, 0, 4), rows = said(data.subarray(16, 16 + letters)).split('\n')
  let end = 16 + letters, known, name, p = 0, t = 0, f = 0
  // Numbers of three bytes each, which stand in three columns, the lowest first.
  const [held, gap, texts, fields, step, weight, field, within] = [rows.length, pages, pages, pages, places, places, named, named].map(count => {
    const at = end
    end += 3 * count
    return i => data[at + i] | data[at + count + i] << 8 | data[at + 2 * count + i] << 16
  })
  rows.forEach((row, w) => {
    const form = row.trim()
    if (row === form) { known = fits(row); name = known.length && row }
    for (let last = p + held(w), page = shard.begin; p < last; p++) {
      page += gap(p)
      const text = [], own = [], after = t + texts(p), behind = f + fields(p)
      if (name) {
        for (let at = 0; t < after; t++) text.push(at += step(t), weight(t))
        for (; f < behind; f++) own.push(within(f), table.fields[field(f)])
        for (const [term, alike] of known) {
          const all = term.pages.get(page) || []
          all.push({ term, name, alike, accents: form.startsWith(term.typed) || term.typed.startsWith(form) ? ACCENTED : 1, text, fields: own })
          term.pages.set(page, all)
        }
      }
      t = after
      f = behind
    }
  })
}

// --- Of one page
// Words: the score, and the places in the text with their weights.
const weighed = (page, terms, all) => {
  const found = [], first = new Map(), named = new Map()
  for (const { pages } of terms) for (const one of pages.get(page)) {
    if (!first.has(one.name)) first.set(one.name, one)
    for (let i = 0; i < one.text.length; i += 2) found.push([one.text[i], one.text[i + 1], one])
    for (let i = 0; i < one.fields.length; i += 2) { const field = one.fields[i + 1]; named.set(field, (named.get(field) || new Map()).set(one.name, one.term.rare)) }
  }
  found.sort((a, b) => a[0] - b[0])
  const often = new Map(), marks = []
  for (let i = 0, z; i < found.length; i = z) {
    for (z = i + 1; z < found.length && found[z][0] === found[i][0];) z++
    // At one place a term counts once; where several terms meet, each weighs the more.
    const own = found.slice(i, z).filter(([, , one], n, group) => group.findIndex(other => other[2].term === one.term) === n)
    const weight = Math.min(255, Math.min(...own.map(w => w[1])) * own.length)
    for (const [, , one] of own) often.set(one.name, (often.get(one.name) || 0) + weight)
    marks.push([found[i][0], weight ** 2 * sum(own.map(w => w[2].alike))])
  }
  let score = 0
  for (const [name, n] of often) {
    const { term, alike, accents } = first.get(name), much = n / 24 * alike
    score += term.rare * (K1 + 1) * much / (K1 * (1 - B + B * lengths[page] / mean) + much) * accents
  }
  for (const [field, some] of named) { const own = sum([...some.values()]); score += (FIELDS[field] || 1) * own ** 3 / all ** 2 }
  return { score, marks }
}
// A phrase: its words one after the other in the text, or in one field. Pagefind does not say which page has more of it;
// of letters that are words one wants to know.
const phrased = (page, { terms, run }) => {
  const places = (kind, field) => {
    const own = terms.map(({ pages }) => new Map(pages.get(page).flatMap(one => one[kind].flatMap((place, i, all) => i % 2 || field && all[i + 1] !== field ? [] : [[place, all[i + 1]]]))))
    return [...own[0]].filter(([place]) => own.every((some, i) => some.has(place + i)))
  }
  const found = places('text')
  if (found[0]) return { score: run ? Math.log1p(sum(found.map(one => one[1]))) : 1, marks: found.flatMap(([place]) => terms.map((_, i) => [place + i, 1])) }
  const field = table.fields.find(name => places('fields', name)[0])
  return field && { score: FIELDS[field] || 1, marks: [] }
}

// --- Of one query
// A word of what was asked: `stem` as it stands in the index, and as it was typed.
const termsOf = ({ text, ...how }) => {
  const typed = prepared(text), plain = typed.normalize('NFD').replace(/\p{M}/gu, '')
  const chunks = JSON.parse(wasm_bindgen.request_indexes(program, plain)).map(i => table.chunks[i])
  const stems = plain ? JSON.parse(wasm_bindgen.search(program, plain, typed, '{}', '', false, false)).query_term_idfs : []
  return { ...how, chunks, terms: stems.map(({ t }, i) => ({ stem: t, typed: typed.split(' ')[i] || '', pages: new Map() })) }
}
const fitting = ({ exact, chunks, terms }) => own => {
  if (!chunks.some(([first, last]) => first <= own && own <= last)) return []
  const some = terms.filter(({ stem }) => exact ? own === stem : own.startsWith(stem))
  // The more alike in length, the more a word counts.
  return some.map(term => [term, Math.exp(Math.exp(-((bytes(own).length - bytes(term.stem).length + 1) ** 2) / 8) - 1)])
}

// The packs in which there may be words that begin as one of the stems does, within its chunks.
const rangesOf = ({ chunks, terms }) => [...table.ranges.keys()].filter(i => {
  const [from, to] = [table.ranges[i], table.ranges[i + 1]]
  const within = chunks.some(([first, last]) => from <= last && !(to <= first))
  return within && terms.some(({ stem }) => (from <= stem || from.startsWith(stem)) && !(to <= stem))
})

let asked = [] // the last query
// The pages that a query finds in some shards, in no order, and their scores.
const find = async what => {
  // Letters that are words stand together in the text as they do here.
  const runs = apart('{2,}'), parted = one => one.exact ? one : [{ text: one.text.replace(runs, ' ') }, ...Array.from(one.text.matchAll(runs), ([text]) => ({ text, exact: 1, run: 1 }))]
  const now = what.asked.flatMap(parted).filter(one => one.text.match(/[\p{L}\p{N}]/u)).map(termsOf), some = what.shards.map(i => table.shards[i])
  await Promise.all(some.flatMap(shard => now.flatMap(one => rangesOf(one).map(async range =>
    collect(shard, await once(`${shard.name}/${range}.pf_index?${shard.tag}`), fitting(one))
  ))))
  const total = some.flatMap(shard => shard.parts).flatMap(part => part.lengths).length
  for (const one of now) {
    for (const term of one.terms) term.rare = Math.log((total + 1) / (term.pages.size + 0.5))
    one.all = sum(one.terms.map(term => term.rare))
    one.of = page => one.terms.length && one.terms.every(({ pages }) => pages.has(page)) ? one.exact ? phrased(page, one) : weighed(page, one.terms, one.all) : undefined
  }
  asked = now.filter(one => !one.not)
  const not = now.filter(one => one.not), least = asked.flatMap(one => one.terms).sort((a, b) => a.pages.size - b.pages.size)[0]
  const found = { pages: [], scores: [] }
  for (const page of least?.pages.keys() || []) {
    let score = 0
    if (asked.every(one => { const own = one.of(page); score += own?.score || 0; return own }) && !not.some(one => one.of(page))) { found.pages.push(page); found.scores.push(score) }
  }
  return found
}

// Where a page is, how many words it has, what is shown beside them, and where in them (counted) the hits stand, each with
// its weight.
const text = async ({ page }) => {
  const part = parts.findLast(part => part.begin <= page), at = page - part.begin, { block } = table
  const rows = await once(`${part.name}/${Math.floor(at / block)}.pf_meta?${part.tag}`, json)
  const [address, source, people] = rows[at % block], places = asked.flatMap(one => one.of(page)?.marks || []).sort((a, b) => a[0] - b[0])
  return { address, source, people, length: lengths[page], places, apart: table.apart }
}

// { asked, shards } -> what is found; { page } -> text; { path } -> what a file holds; {} -> the shards.
let ready
onmessage = async ({ data: { id, ...what } }) => {
  try {
    await (ready ??= start())
    postMessage({ id, result: await (what.asked ? find(what) : what.path ? once(what.path, json) : 'page' in what ? text(what) : table.shards) })
  } catch (error) { postMessage({ id, error: `${error}` }) }
}
