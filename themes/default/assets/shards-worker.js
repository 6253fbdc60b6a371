// fonds, default theme: Pagefind's worker, for many shards. What they share is loaded once; what is known is not loaded at all.
const root = new URL('../pagefind/', location), load = self.fetch.bind(self), kept = {}
const once = url => (kept[url] ??= load(url)).then(answer => answer.clone())
let known = {}
// The list of shards comes first of all: their tables of words are loaded side by side, before they are asked for.
addEventListener('message', ({ data }) => {
  if (!data.shards) return
  known = Object.fromEntries(data.shards.map(s => [s.name, s]))
  for (const s of data.shards) once(new URL(`${s.name}/pagefind.${s.hash}.pf_meta`, root).href)
})
self.fetch = async address => {
  const url = new URL(address, root), [shard, file] = url.pathname.split('/').slice(-2)
  const { hash, wasm, count } = known[shard] || {}
  if (file === 'pagefind-entry.json') return new Response(JSON.stringify({ version: pagefind_version, languages: { any: { hash, wasm, page_count: count } } }))
  if (file.startsWith('wasm.')) return once(new URL(file, root).href)
  return file.endsWith('.pf_meta') ? once(url.href) : load(url)
}
importScripts(new URL('pagefind-worker.js', root))
