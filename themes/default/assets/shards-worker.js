// fonds, default theme: Pagefind's program over an index in parts, asked and ranked as one.
//
// Each part has an index of its own in the program; what is loaded for a word holds all parts of a shard (generator/search/).
// Pagefind ranks by figures that hold for one index, so it is asked for those, and they are put together over all.
const root = new URL('../pagefind/', location), K1 = 1.4, B = 0.75 // BM25 as Pagefind sets it
const unpacked = async path => {
  const answer = await fetch(new URL(path, root))
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer())
}
const kept = {}, once = (path, read = data => data) => kept[path] ??= unpacked(path).then(read)
const bare = data => data.subarray(12) // after Pagefind's signature
const json = text => JSON.parse(text)

// Values -> CBOR (RFC 8949): whole numbers, texts, lists.
const head = (kind, n) => n < 24 ? [kind << 5 | n] : [kind << 5 | 26, n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255]
const cbor = v => Array.isArray(v) ? [...head(4, v.length), ...v.flatMap(cbor)] : typeof v === 'number' ? head(0, v) : (b => [...head(3, b.length), ...b])(new TextEncoder().encode(v))
// An index of pages (name, words), chunks (first word, last word, name) and named fields.
const meta = (pages, chunks, fields) => wasm_bindgen.init_pagefind(new Uint8Array(cbor(['', pages, chunks, [], [], fields])))

let table, parts, router, mean
const start = async ({ table: said }) => {
  table = said
  const program = once(table.wasm, bare)
  importScripts(new URL('pagefind.js', root)) // defines wasm_bindgen
  await wasm_bindgen({ module_or_path: await program })
  router = meta([], table.ranges.map(([first, last], i) => [first, last, `${i}`]), [])
  let begin = 0, words = 0
  for (const shard of table.shards) for (const part of shard.parts) {
    words += part.lengths.reduce((n, l) => n + l, 0)
    Object.assign(part, { begin, loaded: new Set() })
    begin += part.lengths.length
  }
  parts = table.shards.flatMap(shard => shard.parts)
  mean = words / begin
}

const rust = (name, ptr, ...args) => wasm_bindgen[name](ptr, ...args)
const index = part => part.ptr ??= rust('enter_playground_mode', meta(part.lengths.map((l, i) => [`${i}`, l]), [], part.fields)) // so that scores come with their figures

// A range of words of one shard: its bytes, part by part, into the program.
const load = async (shard, range) => {
  const data = await once(`${shard.name}/${range}.pf_index?${shard.tag}`), view = new DataView(data.buffer)
  let at = 0
  for (const part of shard.parts) {
    const size = view.getUint32(at, true)
    if (!part.loaded.has(range)) {
      part.loaded.add(range)
      part.ptr = rust('load_index_chunk', index(part), data.subarray(at + 4, at + 4 + size))
    }
    at += 4 + size
  }
}

// What was asked, as Pagefind's own script prepares it: its words parted, without marks of punctuation, in lower case.
const prepared = text => {
  const by = granularity => new Intl.Segmenter(table.language, { granularity }), bits = (how, t) => [...by(how).segment(t)].map(s => s.segment)
  const plain = t => bits('grapheme', t).filter(g => /[_\u203f\u2040\u2054\ufe33\ufe34\ufe4d-\ufe4f\uff3f]/.test(g) || !/^\p{Pd}|\p{Pe}|\p{Pf}|\p{Pi}|\p{Po}|\p{Ps}$/u.test(g)).map(g => g.toLocaleLowerCase()).join('')
  const words = /^(zh|ja|th)/.test(table.language) ? bits('word', text).map(plain).filter(w => w).join(' ') : plain(text)
  return words.replace(/\s+/g, ' ').trim()
}

const term = (word, terms) => terms.filter(t => word.startsWith(t)).sort((a, b) => b.length - a.length)[0]
const matched = r => [...(r.scores || []).map(s => s.w), ...(r.vms || []).flatMap(m => m.mt)]

// An answer without the pages that lack a word: Pagefind leaves out a word that its index lacks, or takes a shorter one.
const honest = ({ results, query_term_idfs }, total) => {
  if (!query_term_idfs) return { results, counts: [] } // a phrase: nothing else was found
  const words = results.map(matched), has = (own, t) => own.some(word => word.startsWith(t))
  // How many pages have a word is in its rarity; of a word that no result has, it was the shorter one's.
  const lacks = t => results.length && !words.some(own => has(own, t))
  const counts = query_term_idfs.map(({ t, i }) => [t, lacks(t) ? 0 : Math.max(0, Math.round((total + 1) / Math.exp(i) - 0.5))])
  return { results: results.filter((_, i) => counts.every(([t]) => has(words[i], t))), counts }
}

// Pagefind's own score with the figures of the whole archive in the place of those of one part.
const score = (r, rare) => {
  if (!r.scores) return r.s
  const terms = [...rare.keys()], of = word => rare.get(term(word, terms)) || 0
  const local = r.scores.reduce((n, s) => n + s.s, 0), fields = r.vms || []
  const accents = local ? (r.s - fields.reduce((n, m) => n + m.cb, 0)) / local : 1
  const body = r.scores.reduce((n, { w, params }) => {
    const often = params.w_tf * params.lb
    return n + of(w) * (K1 + 1) * often / (K1 * (1 - B + B * r.params.dl / mean) + often)
  }, 0)
  const all = [...rare.values()].reduce((n, x) => n + x, 0)
  return body * accents + fields.reduce((n, m) => { const own = m.mt.reduce((k, word) => k + of(word), 0); return n + m.fw * own * (own / all) ** 2 }, 0)
}

// The pages of a part that have all that is asked for, each with what was found of it.
const ask = (part, asked) => {
  const said = asked.map(({ term, plain, exact }) => honest(json(rust('search', part.ptr, plain, term, '{}', '', exact, false)), part.lengths.length))
  const by = said.map(one => new Map(one.results.map(r => [r.p, r]))), not = by.filter((_, i) => asked[i].not), all = by.filter((_, i) => !asked[i].not)
  const pages = [...all[0].keys()].filter(p => all.every(m => m.has(p)) && !not.some(m => m.has(p)))
  return { hits: pages.map(p => [part.begin + +p, all.map(m => m.get(p))]), counts: said.flatMap((one, i) => asked[i].not ? [] : one.counts) }
}

let found = new Map() // page -> what was found of it by the last query

// The pages that a query finds in some shards, in no order, and their scores.
const find = async ({ asked, shards }) => {
  asked = asked.map(({ text, exact, not }) => { const term = prepared(text); return { term, plain: term.normalize('NFD').replace(/\p{M}/gu, ''), exact, not } })
  const ranges = new Set(asked.flatMap(({ plain }) => json(rust('request_indexes', router, plain))))
  const some = shards.map(i => table.shards[i])
  await Promise.all(some.flatMap(shard => [...ranges].map(range => load(shard, range))))
  const inside = some.flatMap(shard => shard.parts)
  inside.forEach(index)
  const answers = inside.map(part => ask(part, asked)), total = inside.reduce((n, part) => n + part.lengths.length, 0)
  const counts = new Map()
  for (const [word, n] of answers.flatMap(a => a.counts)) counts.set(word, (counts.get(word) || 0) + n)
  const rare = new Map([...counts].map(([word, n]) => [word, Math.log((total + 1) / (n + 0.5))]))
  const hits = answers.flatMap(a => a.hits)
  found = new Map(hits)
  return { pages: hits.map(([page]) => page), scores: hits.map(([, own]) => own.reduce((n, r) => n + score(r, rare), 0)) }
}

// The text of a page, and where in it (counted in words) the hits stand, each with its weight.
const text = async ({ page }) => {
  const part = parts.findLast(part => part.begin <= page), places = (found.get(page) || []).flatMap(r => r.l)
  const said = await once(`${part.name}/${page - part.begin}.pf_fragment?${part.tag}`, data => json(new TextDecoder().decode(bare(data))))
  return { ...said, places: places.map(({ l, s }) => [l, s]) }
}

let ready
onmessage = async ({ data: { id, ...what } }) => {
  try {
    if (what.table) ready = start(what)
    await ready
    postMessage({ id, result: what.table ? true : await (what.asked ? find(what) : text(what)) })
  } catch (error) { postMessage({ id, error: `${error}` }) }
}
