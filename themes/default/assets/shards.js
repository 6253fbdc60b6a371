// fonds, default theme: the shards of the search index, asked and ranked as one. Nothing of the page is known here.
//
// Pagefind's worker is spoken to directly. Its own script searches one index or all that were merged, and ranks by figures
// that hold for one only; here some can be asked, and the figures behind each score are put together over all of them.
const K1 = 1.4, B = 0.75 // BM25 as Pagefind sets it

// 'quay "sea wall" -gate' -> [{text: 'quay'}, {text: '"sea wall"'}, {text: '"gate"', not: true}]
export const parse = query => {
  const asked = [], words = []
  for (const [, not, phrase, word] of query.replace(/[“”„«»]/g, '"').matchAll(/(?:^|(?<=[\s"]))(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const text = (phrase ?? word).trim()
    if (!/[\p{L}\p{N}]/u.test(text)) continue
    if (not || phrase !== undefined) asked.push({ text: `"${text}"`, not: !!not })
    else words.push(text)
  }
  if (words.length) asked.unshift({ text: words.join(' '), not: false })
  return asked
}

const term = (word, terms) => terms.filter(t => word.startsWith(t)).sort((a, b) => b.length - a.length)[0]
const matched = result => [...(result.scores || []).map(s => s.search_term), ...(result.verbose_meta_scores || []).flatMap(m => m.matched_terms)]

// An answer without the pages that lack a word: Pagefind leaves out a word that its index lacks, or takes a shorter one.
const honest = ({ results, query_term_idfs }, total) => {
  if (!query_term_idfs) return { results, counts: [] } // a phrase: nothing else was found
  const words = results.map(matched), has = (own, t) => own.some(word => word.startsWith(t))
  // How many pages have a word is in its rarity; of a word that no result has, it was the shorter one's.
  const lacks = t => results.length && !words.some(own => has(own, t))
  const counts = query_term_idfs.map(({ term: t, idf }) => [t, lacks(t) ? 0 : Math.max(0, Math.round((total + 1) / Math.exp(idf) - 0.5))])
  return { results: results.filter((_, i) => counts.every(([t]) => has(words[i], t))), counts }
}

// Pagefind's own score with the figures of the whole archive in the place of those of one shard.
const score = (result, rare, mean) => {
  if (!result.scores) return result.score
  const terms = [...rare.keys()], of = word => rare.get(term(word, terms)) || 0, length = result.params.document_length
  const local = result.scores.reduce((n, s) => n + s.score, 0), meta = result.verbose_meta_scores || []
  const accents = local ? (result.score - meta.reduce((n, m) => n + m.coverage_boost, 0)) / local : 1
  const body = result.scores.reduce((n, { search_term, params }) => {
    const often = params.weighted_term_frequency * params.length_bonus
    return n + of(search_term) * (K1 + 1) * often / (K1 * (1 - B + B * length / mean) + often)
  }, 0)
  const all = [...rare.values()].reduce((n, r) => n + r, 0)
  return body * accents + meta.reduce((n, m) => { const own = m.matched_terms.reduce((k, word) => k + of(word), 0); return n + m.field_weight * own * (own / all) ** 2 }, 0)
}

export class Shards {
  // `base`: URL of the site.
  constructor(base) { Object.assign(this, { base, turn: 0, waiting: new Map(), held: [] }) }

  // The list of shards, and the worker with its program; once.
  start() { return this.started ??= this.#start() }

  async #start() {
    const { language, shards } = await (await fetch(new URL('pagefind/shards.json', this.base), { cache: 'no-cache' })).json()
    Object.assign(this, { language, shards, count: shards.reduce((n, s) => n + s.count, 0) })
    this.mean = shards.reduce((n, s) => n + s.words, 0) / this.count
    this.worker = new Worker(new URL('shards-worker.js', import.meta.url))
    this.worker.postMessage({ shards })
    const end = (id, error, result) => { const two = this.waiting.get(id); this.waiting.delete(id); if (two) error ? two[1](new Error(error)) : two[0](result) }
    this.worker.onmessage = ({ data }) => end(data.id, data.error, data.result)
    this.worker.onerror = () => [...this.waiting.keys()].forEach(id => end(id, 'The search worker stopped.'))
    for (const shard of shards) shard.table = fetch(new URL(`pagefind/${shard.name}/facets.json?${shard.tag}`, this.base)).then(r => r.json())
    if (shards.length) await this.open(shards.at(-1)) // two that load the program at once would each have their own
  }

  #call(shard, method, ...args) {
    return new Promise((yes, no) => {
      const id = `${this.turn++}`
      this.waiting.set(id, [yes, no])
      this.worker.postMessage({ id, instanceId: shard.name, method, args })
    })
  }

  // All that a shard needs before it can be asked; once.
  open(shard) { return shard.opened ??= this.#open(shard) }

  async #open(shard) {
    const basePath = `${this.base.pathname}pagefind/${shard.name}/`
    await this.#call(shard, 'init', { basePath, baseUrl: this.base.pathname, language: this.language, primary: true, metaCacheTag: shard.tag, excerptLength: 36 })
    const [facets] = await Promise.all([shard.table, this.#call(shard, 'enterPlaygroundMode')]) // so that scores come with their figures
    for (const kind of ['source', 'person', 'tag', 'language']) facets[kind] = facets[kind].map(row => row.map(i => facets.names[i]))
    shard.facets = facets
    shard.row = new Map(facets.id.map((id, i) => [id, i]))
  }

  async openAll() { await this.start(); await Promise.all(this.shards.map(s => this.open(s))) }

  // What a query finds in some shards, in no order: [{score, date, how, source, person, tag, language, text}]. `text()` gives
  // Pagefind's title, address and excerpt. Forgets what the last query found unless it is `more` of that.
  async find(query, shards, more = false) {
    if (!more) this.#forget()
    const asked = parse(query)
    if (!asked.some(a => !a.not)) return []
    const answers = await Promise.all(shards.map(shard => this.open(shard).then(() => this.#ask(shard, asked))))
    const counts = new Map(), total = shards.reduce((n, s) => n + s.count, 0)
    for (const [word, n] of answers.flatMap(a => a.counts)) counts.set(word, (counts.get(word) || 0) + n)
    const rare = new Map([...counts].map(([word, n]) => [word, Math.log((total + 1) / (n + 0.5))]))
    return answers.flatMap(({ shard, hits }) => hits.map(parts => {
      const { facets, row } = shard, i = row.get(parts[0].id)
      return {
        score: parts.reduce((n, part) => n + score(part, rare, this.mean), 0),
        date: facets.date[i], how: facets.how[i], written: facets.written[i], source: facets.source[i], person: facets.person[i], tag: facets.tag[i], language: facets.language[i],
        text: () => this.#call(shard, 'getData', parts[0].data),
      }
    }))
  }

  // The documents of one shard that have all that is asked for, each with what was found of it.
  async #ask(shard, asked) {
    const said = await Promise.all(asked.map(({ text }) => this.#call(shard, 'search', text)))
    for (const { results } of said) for (const r of results) this.held.push([shard, r.data])
    const answers = said.map(one => honest(one, shard.count)), by = answers.map(a => new Map(a.results.map(r => [r.id, r])))
    const not = by.filter((_, i) => asked[i].not), all = by.filter((_, i) => !asked[i].not)
    const ids = [...all[0].keys()].filter(id => shard.row.has(id) && all.every(m => m.has(id)) && !not.some(m => m.has(id)))
    return { shard, hits: ids.map(id => all.map(m => m.get(id))), counts: answers.flatMap((a, i) => asked[i].not ? [] : a.counts) }
  }

  #forget() {
    for (const [shard, data] of this.held) this.worker.postMessage({ instanceId: shard.name, method: 'releaseData', args: [data] })
    this.held = []
  }
}
