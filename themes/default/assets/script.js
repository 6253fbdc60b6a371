// fonds, default theme. Every page works without this file; it adds comforts only.
(() => {
  const root = document.documentElement
  const words = /*words*/{}
  const say = text => words[text] || text
  const make = (name, props, ...inside) => { const e = Object.assign(document.createElement(name), props); e.append(...inside); return e }
  const tones = { auto: say('Appearance: automatic'), light: say('Appearance: light'), dark: say('Appearance: dark') }, names = Object.keys(tones)
  let tone = 'auto'
  try { tone = localStorage.getItem('tone') || 'auto' } catch {}
  const paint = () => tone === 'auto' ? delete root.dataset.theme : root.dataset.theme = tone
  paint() // in <head>, before the first paint
  root.classList.add('js')

  const each = (css, f) => document.querySelectorAll(css).forEach(f)

  // The header is made whole as soon as it is there, before the page is painted: nothing moves afterwards.
  let way
  const head = () => {
    // Searching needs this file too: where there is room, a field takes the place of the link to the search page.
    way = document.querySelector('.tosearch a')
    // Home and the search page have a field of their own.
    if (way && ![way.pathname, way.pathname.replace(/[^/]+\/$/, '')].includes(location.pathname)) {
      const field = make('input', { type: 'search', name: 'q', ariaLabel: say('Search the archive'), placeholder: way.textContent })
      const form = make('form', { className: 'find', role: 'search', action: way.href }, field, make('button', {}, way.textContent))
      way.closest('nav').after(form)
    }

    // Light, dark, or as the system says.
    each('.spine,.topline', top => {
      const b = top.appendChild(make('button', { type: 'button', className: 'tone' }))
      const name = () => { b.ariaLabel = tones[tone] }
      name()
      b.onclick = () => {
        tone = names[(names.indexOf(tone) + 1) % 3]
        paint(); name()
        try { localStorage.setItem('tone', tone) } catch {}
      }
    })
  }
  const small = matchMedia('(max-width:47.99em)').matches
  const see = () => {
    if (way === undefined && document.querySelector('main')) head()
    // On a small screen two copies start in one column.
    if (small) each('#inline:not([data-set])', r => { r.checked = true; r.dataset.set = '' })
  }
  const watch = new MutationObserver(see)
  watch.observe(root, { childList: 1, subtree: 1 })

  addEventListener('DOMContentLoaded', () => {
    watch.disconnect()
    see() // a page that comes in one piece was not announced

    // Time line: one tab stop, then arrows, Home and End.
    each('.bars', svg => {
      const bars = [...svg.querySelectorAll('a')]
      if (!bars.length) return
      const stop = i => bars.forEach((b, j) => { b.tabIndex = i === j ? 0 : -1 })
      stop(bars.length - 1)
      svg.addEventListener('keydown', e => {
        const at = bars.indexOf(e.target.closest('a'))
        const way = document.dir === 'rtl' ? -1 : 1
        const to = { ArrowRight: at + way, ArrowLeft: at - way, Home: 0, End: bars.length - 1 }[e.key]
        if (to === undefined || !bars[to]) return
        e.preventDefault(); stop(to); bars[to].focus()
      })
    })

    // "/" and Ctrl-K lead to the search field, or to the search page where there is no room for one.
    addEventListener('keydown', e => {
      const typing = e.target.closest('input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]')
      if (!(e.key === 'k' && (e.ctrlKey || e.metaKey)) && (typing || e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey)) return
      const field = [...document.querySelectorAll('[type=search]')].find(f => f.offsetParent)
      if (!field && !way) return
      e.preventDefault()
      field ? (field.focus(), field.select()) : location.assign(way.href)
    })

    // On a small screen: facets start folded.
    if (small) each('.narrow', d => { d.open = false })

    // Hits of a search are marked on the page that it led to.
    const hits = new URLSearchParams(location.search).getAll('hit')
    if (hits.length) import('./hits.js').then(marks => marks.show(hits))

    // Citations are made of what the page says of itself, when they are asked for.
    each('.cite', fold => {
      fold.firstElementChild.append(' ', make('span', {}, 'APA, BibTeX, RIS, CSL-JSON'))
      fold.addEventListener('toggle', async () => (await import('./cite.js')).show(fold), { once: 1 })
    })
  })
})()
