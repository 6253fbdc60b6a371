// fonds, default theme: how to cite an entry, or the document that it is a copy of: in words (APA), which stand in its page, as
// BibLaTeX, RIS and CSL-JSON, made of its JSON-LD. generator/site/cite.py makes these for the data files; a test compares them.

import { know, say } from './words.js'

know(/*words*/{})

const plain = text => text.replace(/[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ').trim()

// Last name, given names: by the comma if there is one, else the last word is the last name.
const turned = author => {
  const name = plain(author), comma = name.indexOf(','), space = name.lastIndexOf(' ')
  return comma < 0 || !/[^, ]/.test(name)
    ? [name.slice(space + 1), name.slice(0, Math.max(space, 0)).trim()]
    : [name.slice(0, comma).trim(), name.slice(comma + 1).trim()]
}

// What is cited, as the page says it: its JSON-LD, its source, its full URL if that is known.
export const work = (key, article, { source, written }, url) => ({
  key,
  title: article.headline,
  authors: (article.author || []).map(person => person.name),
  date: article.datePublished || '',
  written: written || '',
  container: source,
  url,
  language: article.inLanguage || '',
  published: article['@type'] === 'NewsArticle',
})

const signs = {
  '\\': '\\textbackslash{}', '^': '\\textasciicircum{}', '~': '\\textasciitilde{}',
  '{': '\\textbraceleft{}', '}': '\\textbraceright{}',
}
const tex = text => plain(text).replace(/[\\{}$&#%_^~]/g, sign => signs[sign] || '\\' + sign)
const texName = author => {
  const [last, given] = turned(author)
  const parted = given && !given.includes(',') && !/(?<![\p{L}\p{N}_])and(?![\p{L}\p{N}_])/iu.test(author)
  return parted ? `${tex(last)}, ${tex(given)}` : `{${tex(author)}}`
}

export const bibtex = w => `@online{${w.key},\n` + Object.entries({
  author: w.authors.map(texName).join(' and '),
  title: `{${tex(w.title)}}`,
  organization: tex(w.container),
  date: w.date && w.written ? w.date + '~' : w.date,
  url: plain(w.url).replace(/[{}\\]/g, encodeURIComponent),
}).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`).join(',\n') + '\n}'

export const ris = w => ((date = w.date.replaceAll('-', '/')) => [
  ['TY', w.published ? 'NEWS' : 'ELEC'],
  ...w.authors.map(author => ['AU', turned(author).filter(Boolean).join(', ')]),
  ['TI', plain(w.title)],
  ['T2', plain(w.container)],
  ['PY', w.date.slice(0, 4)],
  ['DA', w.written ? date + '/'.repeat(4 - date.split('/').length) + plain(w.written) : date],
  ['LA', plain(w.language)],
  ['UR', plain(w.url)],
].filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}\n`).join('') + 'ER  - ')()

export const csl = w => JSON.stringify({
  id: w.key,
  type: w.published ? 'article-newspaper' : 'webpage',
  title: plain(w.title),
  author: w.authors.length ? w.authors.map(author => {
    const [family, given] = turned(author)
    return given ? { family, given } : { literal: plain(author) }
  }) : undefined,
  issued: w.date ? { 'date-parts': [w.date.split('-').map(Number)], circa: Boolean(w.written) || undefined } : undefined,
  'container-title': plain(w.container) || undefined,
  URL: plain(w.url) || undefined,
  language: w.language || undefined,
})

// One form at a time, to copy; where both addresses are known, of this copy or of the original.
export const show = fold => {
  const make = (name, more, ...inside) => { const e = Object.assign(document.createElement(name), more); e.append(...inside); return e }
  const base = new URL('../', import.meta.url).pathname
  const key = decodeURI(location.pathname.slice(base.length)).replace(/(index\.html)?$/, '').replace(/\/$/, '')
  const one = css => document.querySelector(css)
  const article = JSON.parse(one('[type="application/ld+json"]').textContent)
  const said = name => one(`[name="DC.${name}"]`)?.content
  const urls = [one('[rel=canonical]')?.href, article.isBasedOn].filter(Boolean)
  const works = (urls.length ? urls : ['']).map(url => work(key, article, { source: said('source'), written: said('date') }, url))
  const box = make('div'), pre = make('pre'), told = fold.querySelector('p')
  // The reference in the page, without the address that follows it.
  const words = urls.reduce((text, url) => text.endsWith(url) ? text.slice(0, -url.length).trim() : text, told.textContent.trim())
  const forms = { APA: w => `${words} ${w.url}`.trim(), BibTeX: bibtex, RIS: ris, 'CSL-JSON': w => `[${csl(w)}]` }
  box.append(pre)
  told.replaceWith(box)
  const copy = make('button', { type: 'button', className: 'tiny' }, say('Copy @button'))
  const chosen = { form: 'APA', which: 0 }
  const fill = () => { pre.textContent = forms[chosen.form](works[chosen.which]); copy.textContent = say('Copy @button') }
  const tabs = (name, legend, names, values) => make('fieldset', { className: 'tabs' }, make('legend', { className: 'vh' }, legend), ...names.map((label, i) =>
    make('label', {}, make('input', { type: 'radio', name, value: values[i], checked: !i }), ' ' + label)))
  box.prepend(tabs('form', say('Format'), Object.keys(forms), Object.keys(forms)))
  if (works.length > 1) box.prepend(tabs('which', say('What is cited'), [say('This copy'), say('The original')], [0, 1]))
  box.addEventListener('change', e => { chosen[e.target.name] = e.target.value; fill() })
  fill()
  if (!navigator.clipboard) return
  box.append(copy)
  copy.onclick = async () => {
    await navigator.clipboard.writeText(pre.textContent)
    copy.textContent = say('Copied')
  }
}
