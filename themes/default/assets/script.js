// fonds, default theme. Every page works without this file; it adds comforts only.
(() => {
  const root = document.documentElement
  const tones = ['auto', 'light', 'dark']
  const asked = new URLSearchParams(location.search).get('theme')
  let tone = 'auto'
  try { tone = asked || localStorage.getItem('tone') || 'auto' } catch {}
  const paint = () => tone === 'auto' ? root.removeAttribute('data-theme') : root.setAttribute('data-theme', tone)
  paint() // in <head>, before the first paint

  const each = (css, f) => document.querySelectorAll(css).forEach(f)

  addEventListener('DOMContentLoaded', () => {
    // Light, dark, or as the system says.
    each('.spine,.topline', top => {
      const b = top.appendChild(document.createElement('button'))
      b.type = 'button'; b.className = 'tone'
      const name = () => b.setAttribute('aria-label', 'Appearance: ' + { auto: 'automatic', light: 'light', dark: 'dark' }[tone])
      name()
      b.onclick = () => {
        tone = tones[(tones.indexOf(tone) + 1) % 3]
        paint(); name()
        try { localStorage.setItem('tone', tone) } catch {}
      }
    })

    // Time line: one tab stop, then arrows, Home and End.
    each('.bars', svg => {
      const bars = [...svg.querySelectorAll('a')]
      if (!bars.length) return
      const stop = i => bars.forEach((b, j) => b.setAttribute('tabindex', i === j ? 0 : -1))
      stop(bars.length - 1)
      svg.addEventListener('keydown', e => {
        const at = bars.indexOf(e.target.closest('a'))
        const way = getComputedStyle(root).direction === 'rtl' ? -1 : 1
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
      const way = document.querySelector('.tosearch a')
      if (!field && !way) return
      e.preventDefault()
      field ? (field.focus(), field.select()) : location.assign(way.href)
    })

    // On a small screen: facets start folded, two copies start in one column.
    if (matchMedia('(max-width:47.99em)').matches) {
      each('.narrow', d => { d.open = false })
      each('#inline', r => { r.checked = true })
    }

    // Citations: other forms are made when they are asked for.
    each('.cite', fold => {
      fold.querySelector('summary span').append(', BibTeX, RIS, CSL-JSON')
      fold.addEventListener('toggle', async () => (await import('./cite.js')).show(fold), { once: true })
    })
  })
})()
