// fonds, default theme: the words that were searched for, marked on the page that the search led to.
export const fold = s => s.normalize('NFD').replace(/(?![\u3099\u309a])\p{M}/gu, '').normalize().toLowerCase()

// `hits`: words as they stand in the text. Nothing in the page is changed: the browser paints over ranges of its text.
export const show = hits => {
  const asked = hits.slice(0, 20).map(fold), ranges = []
  if (!self.Highlight) return
  for (const part of document.querySelectorAll('h1, .text')) {
    for (const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT); walk.nextNode();) {
      const node = walk.currentNode
      for (const run of node.data.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
        const text = fold(run[0])
        for (const word of asked) for (let at = -1; (at = text.indexOf(word, at + 1)) >= 0;) {
          if (text !== word && word < '、') continue // words of Chinese and Japanese have no ends
          const range = new Range(), from = run.index + at
          range.setStart(node, from); range.setEnd(node, from + (text === word ? run[0] : word).length)
          ranges.push(range)
        }
      }
    }
  }
  CSS.highlights.set('hit', new Highlight(...ranges))
  const first = ranges.find(range => !range.startContainer.parentElement.closest('h1'))
  if (!location.hash && first?.getBoundingClientRect().top > innerHeight) first.startContainer.parentElement.scrollIntoView({ block: 'center' })
}
