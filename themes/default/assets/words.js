// fonds, default theme: the words of scripts in the site's language. The English text is the key, as in generator/phrases.py.
// Each script brings those of its own texts (generator/render/assets.py puts them there).
const words = {}
export const know = more => Object.assign(words, more)
const order = ['zero', 'one', 'two', 'few', 'many', 'other']

// A text whose parts are nodes: weave('Nothing has {q} in it.', { q: node }) -> texts and nodes in turn.
export const weave = (text, nodes) => text.split(/\{(\w+)\}/).map((bit, i) => i % 2 ? nodes[bit] : bit).filter(bit => bit !== '')

// say('{n} entry|{n} entries', { n: 3 }): the form of number for n, its {parts} filled in.
export const say = (text, parts = {}) => {
  const lang = text in words ? document.documentElement.lang : 'en', forms = (words[text] || text.split(' @')[0]).split('|')
  const rules = new Intl.PluralRules(lang)
  const known = order.filter(name => rules.resolvedOptions().pluralCategories.includes(name))
  const form = parts.n === undefined ? forms[0] : forms[Math.min(known.indexOf(rules.select(parts.n)), forms.length - 1)]
  return form.replace(/\{(\w+)\}/g, (whole, name) => name === 'n' ? parts.n.toLocaleString(lang) : parts[name] ?? whole)
}
