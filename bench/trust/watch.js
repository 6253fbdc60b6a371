// In every frame: what runs or could run is told on the console; the last word of a frame is "done".
(() => {
  const tell = (kind, what) => console.log('@@' + JSON.stringify([kind, location.pathname + location.search, String(what).slice(0, 200)]))
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'evil', 'netsparker', 'xss'])
    window[name] = (...said) => { tell('fired', name + '(' + said.join() + ')'); return '' }
  addEventListener('error', e => e.message && tell('error', e.message))
  addEventListener('securitypolicyviolation', e => tell('policy', e.violatedDirective + ' ' + e.blockedURI))
  const links = new Set(['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'srcdoc', 'poster', 'background', 'from', 'to', 'values'])
  const never = new Set(['iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'base', 'template', 'foreignobject', 'animate', 'set', 'math', 'audio', 'video', 'style', 'marquee', 'isindex', 'xss'])
  const look = () => {
    if (self === top) return
    for (const node of document.querySelectorAll('*')) {
      const name = node.localName.toLowerCase()
      if (never.has(name)) tell('markup', node.outerHTML)
      if (name === 'script' && !/^(application|text)\/(ld\+)?json$/.test(node.type) && !(node.src || '').startsWith(location.origin + '/assets/')) tell('script', node.outerHTML)
      if (name === 'link' && /stylesheet|icon|import|preload/.test(node.rel) && !node.href.startsWith(location.origin + '/assets/')) tell('link', node.outerHTML)
      if (name === 'meta' && /refresh|set-cookie/i.test(node.httpEquiv || '') && !/^0; url=\/(?!\/)/.test(node.content)) tell('meta', node.outerHTML)
      if (node.type === 'application/ld+json') try { JSON.parse(node.textContent) } catch (e) { tell('json', e) }
      for (const { name: key, value } of node.attributes || []) {
        if (/^on/i.test(key)) tell('handler', node.outerHTML)
        if (links.has(key.toLowerCase()) && /^(javascript|vbscript|data|livescript|mocha):/i.test(value.replace(/[\x00-\x20]/g, ''))) tell('address', key + '=' + value)
      }
      for (const act of ['mouseover', 'mouseenter', 'pointerover', 'mousemove', 'focus', 'toggle', 'animationend', 'scroll', 'copy'])
        try { node.dispatchEvent(new Event(act)) } catch {}
    }
  }
  const results = () => document.querySelectorAll('#found ol.entries > li').length
  const told = () => +(document.querySelector('.count b')?.textContent || '').replace(/\D/g, '')
  const settled = () => told() && results() >= Math.min(20, told()) // the first ten stand before those below are there
  const over = () => { look(); tell('done', results()) }
  const end = (left = WAIT) => left <= 0 ? setTimeout(over) : settled() ? setTimeout(over, 200) : setTimeout(end, 100, left - 100)
  document.readyState === 'complete' ? end() : addEventListener('load', () => end())
})()
