// fonds, default theme: Pagefind's worker, for many shards. What they share is loaded once; what is known is not loaded at all.
const root = new URL('../pagefind/', location), load = self.fetch.bind(self), kept = {}
// Unpacked by the browser, which is faster than Pagefind's own script; what is unpacked already it takes as it is.
const unpacked = url => load(url).then(answer => answer.ok && self.DecompressionStream ? new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))) : answer)
const once = url => (kept[url] ??= unpacked(url)).then(answer => answer.clone())
// It looks each 50 ms whether an index is ready, which is long where there are many.
const later = self.setTimeout.bind(self)
self.setTimeout = (what, wait, ...more) => later(what, Math.min(wait, 5), ...more)
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
  return file.endsWith('.pf_meta') ? once(url.href) : unpacked(url)
}
importScripts(new URL('pagefind-worker.js', root))
