// fonds, default theme: the archive's search index as one value. Nothing of the page is known here.
//
// It is made of shards by time; the worker searches in those that it is told to, and ranks all that it finds as one.

// 'quay "sea wall" -gate' -> [{text: 'quay'}, {text: 'sea wall', exact: true}, {text: 'gate', exact: true, not: true}]
export const parse = query => {
  const asked = [], words = []
  for (const [, not, phrase, word] of query.replace(/[“”„«»]/g, '"').matchAll(/(?:^|(?<=[\s"]))(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const text = (phrase ?? word).trim()
    if (!/[\p{L}\p{N}]/u.test(text)) continue
    if (not || phrase !== undefined) asked.push({ text, exact: true, not: !!not })
    else words.push(text)
  }
  if (words.length) asked.unshift({ text: words.join(' '), exact: false, not: false })
  return asked
}

// A sort key (generator/search/table.py) -> its date: '2021-03-14', '2021-03', '2021' or ''.
const dated = key => [[key >> 9, 4], [key >> 5 & 15, 2], [key & 31, 2]].map(([n, size]) => n && `${n}`.padStart(size, 0)).filter(bit => bit).join('-')

export class Shards {
  // `base`: URL of the site.
  constructor(base) { Object.assign(this, { base, turn: 0, waiting: new Map() }) }

  // Load what is needed before anything can be asked; once. Then `shards`, by time, and for each page `date`, `how`
  // ('' or how the date is known) and `written` ('' or the date in the document's words) are there.
  start() { return this.started ??= this.#start() }

  async #start() {
    this.worker = new Worker(new URL('shards-worker.js', import.meta.url))
    this.worker.onmessage = ({ data }) => { this.waiting.get(data.id)(data); this.waiting.delete(data.id) }
    this.worker.onerror = () => this.waiting.forEach(end => end({ error: 'The search worker stopped.' }))
    const table = await this.#load('table.pf_meta', { cache: 'no-cache' })
    const ready = this.#call({ table })
    Object.assign(this, { date: [], how: [], written: [], shards: table.shards })
    table.shards.forEach((shard, number) => {
      Object.assign(shard, { number, begin: this.date.length })
      for (const part of shard.parts) {
        let key = 0
        part.dates.forEach((more, i) => { this.date.push(dated(key += more)); this.how.push(part.how[i] || ''); this.written.push(part.written[i] || '') })
      }
      shard.end = this.date.length
      const known = this.date.slice(shard.begin, shard.end).filter(date => date).sort()
      Object.assign(shard, { first: known[0] || '', last: known.at(-1) || '' })
    })
    await ready
  }

  async #load(path, how) {
    const answer = await fetch(new URL(`pagefind/${path}`, this.base), how)
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    return new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))).json()
  }

  #call(what) {
    return new Promise((yes, no) => {
      this.waiting.set(++this.turn, ({ error, result }) => error ? no(new Error(error)) : yes(result))
      this.worker.postMessage({ ...what, id: this.turn })
    })
  }

  // What narrows in some shards; once each. Then each has `source`, `person`, `tag` and `language`: for each of its pages a
  // list of numbers of `names`.
  facets(shards) { return Promise.all(shards.map(shard => shard.facets ??= this.#load(`${shard.name}/facets.pf_filter?${shard.tag}`).then(columns => Object.assign(shard, columns)))) }

  // What a query finds in some shards, in no order: [{page, score, shard}].
  async find(query, shards) {
    const asked = parse(query)
    if (!asked.some(a => !a.not)) return []
    const { pages, scores } = await this.#call({ asked, shards: shards.map(shard => shard.number) })
    return pages.map((page, i) => ({ page, score: scores[i], shard: shards.find(shard => page >= shard.begin && page < shard.end) }))
  }

  // The text of a hit of the last query: {url, content, meta, anchors, places: [[word, weight]]}.
  text(hit) { return this.#call({ page: hit.page }) }
}
