// fonds, default theme: the archive's search index as one value. Nothing of the page is known here.
//
// It is made of shards by time; the worker searches in those that it is told to, and ranks all that it finds as one.

// 'quay "sea wall" -gate' -> [{text: 'quay'}, {text: 'sea wall', exact: 1, not: ''}, {text: 'gate', exact: 1, not: '-'}]
export const parse = query => {
  const asked = [], words = []
  for (const [, not, phrase, word] of query.replace(/[“”„«»]/g, '"').matchAll(/(?:^|(?<=[\s"]))(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const text = (phrase ?? word).trim()
    if (not || phrase !== undefined) asked.push({ text, exact: 1, not })
    else words.push(text)
  }
  if (words.length) asked.unshift({ text: words.join(' ') })
  return asked
}

// A sort key (generator/search/table.py) -> its date: '2021-03-14', '2021-03', '2021' or ''.
const dated = key => [[key >> 9, 4], [key >> 5 & 15, 2], [key & 31, 2]].map(([n, size]) => n && `${n}`.padStart(size, 0)).filter(bit => bit).join('-')

// What parts no words.
const INLINE = 'a,abbr,b,bdi,bdo,cite,code,del,dfn,em,i,ins,kbd,mark,q,s,samp,small,span,strong,sub,sup:not([id]),u,var'

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
    Object.assign(this, { date: [], how: [], written: [], shards: await this.#call() })
    this.shards.forEach((shard, number) => {
      Object.assign(shard, { number, begin: this.date.length })
      for (const part of shard.parts) {
        let key = 0
        part.dates.forEach((more, i) => { this.date.push(dated(key += more)); this.how.push(part.how[i] || ''); this.written.push(part.written[i] || '') })
      }
      shard.end = this.date.length
      const known = this.date.slice(shard.begin, shard.end).filter(date => date).sort()
      Object.assign(shard, { first: known[0] || '', last: known.at(-1) || '' })
    })
  }

  #call(what) {
    return new Promise((yes, no) => {
      this.waiting.set(++this.turn, ({ error, result }) => error ? no(Error(error)) : yes(result))
      this.worker.postMessage({ ...what, id: this.turn })
    })
  }

  // What narrows in some shards; once each. Then each has `source`, `person`, `tag` and `language`: for each of its pages a
  // list of numbers of `names`.
  facets(shards) { return Promise.all(shards.map(shard => shard.facets ??= this.#call({ path: `${shard.name}/facets.pf_filter?${shard.tag}` }).then(columns => Object.assign(shard, columns)))) }

  // What a query finds in some shards, in no order: [{page, score, shard}].
  async find(query, shards) {
    const asked = parse(query)
    if (!asked.some(a => !a.not)) return []
    const { pages, scores } = await this.#call({ asked, shards: shards.map(shard => shard.number) })
    return pages.map((page, i) => ({ page, score: scores[i], shard: shards.find(shard => page >= shard.begin && page < shard.end) }))
  }

  // A hit of the last query, of which its own page is read: {url, title, words, skip, heads: [{id, text, place}], source,
  // people, places: [[word, weight]]}. The first words (`skip`) are the title's; blanks stand behind their words. Where
  // their number is not what Pagefind counted there are no `heads` and `places`.
  async text(hit) {
    const { address, length, places, apart, ...facts } = await this.#call({ page: hit.page })
    const url = new URL(address, this.base), answer = await fetch(url)
    const { body } = new DOMParser().parseFromString(answer.ok ? await answer.text() : '', 'text/html')
    const title = body.querySelector('h1')?.textContent.trim(), text = body.querySelector('.text') || body, words = [], heads = []
    for (const e of text.querySelectorAll('*')) {
      if (e.matches('.cut,.caret,.out')) e.remove()
      else if (!e.matches(INLINE)) { e.prepend(' '); e.after(' ') }
      if (e.id && /^H[2-6]$/.test(e.tagName)) { heads.push({ id: e.id, text: e.textContent.trim() }); e.prepend(' \0 ') }
    }
    const parted = t => t.replace(RegExp(apart + '\\s*', 'gu'), '\x01$&\x01').match(/[^\s\x01]+\s*/g) || []
    let head = 0
    for (const word of parted(`${title || ''} ${text.textContent}`)) word[0] === '\0' ? heads[head++].place = words.length : words.push(word)
    return { url, title, words, skip: parted(title || '').length, ...words.length === length && { heads, places }, ...facts }
  }
}
