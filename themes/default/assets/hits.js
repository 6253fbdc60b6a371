// fonds, default theme: the words that were searched for, marked on the page that the search led to.
export const fold = s => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

// `hits`: words as they stand in the text. Nothing in the page is changed: the browser paints over ranges of its text.
export const show = hits => {
  const asked = hits.slice(0, 20).map(fold), ranges = []
  const words = new Intl.Segmenter([], { granularity: 'word' }) // parts Chinese and Japanese, whatever the language
  if (!self.Highlight) return
  for (const part of document.querySelectorAll('h1, .text')) {
    for (const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT); walk.nextNode();) {
      const node = walk.currentNode
      for (const run of node.data.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) for (const { segment, index } of words.segment(run[0])) {
        if (!asked.includes(fold(segment))) continue
        const range = new Range(), at = run.index + index
        range.setStart(node, at); range.setEnd(node, at + segment.length)
        ranges.push(range)
      }
    }
  }
  CSS.highlights.set('hit', new Highlight(...ranges))
  const first = ranges.find(range => !range.startContainer.parentElement.closest('h1'))
  if (!location.hash && first?.getBoundingClientRect().top > innerHeight) first.startContainer.parentElement.scrollIntoView({ block: 'center' })
}
