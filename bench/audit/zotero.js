// Pages and data files -> the items that Zotero makes of them, by the code of its own translation server.
//
//     node zotero.js < {tools, pages: [[address, file]], files: [file]} > {pages: {address: [item]}, files: {file: [item]}}
//
// The package gives out its readers of files; that of web pages is within, and is taken from there.
const fs = require('fs'), Module = require('module'), path = require('path')

const asked = JSON.parse(fs.readFileSync(0, 'utf8'))
process.env.DEBUG_LEVEL = '0'
const place = path.join(asked.tools, 'node_modules', 'zotero-translators', 'index.js')
const within = 'Translators.init(__webpack_require__(50));'
const source = fs.readFileSync(place, 'utf8')
if (!source.includes(within)) throw new Error('zotero-translators is not the version that this was written for')
const zotero = new Module(place, module)
zotero.filename = place
zotero.paths = Module._nodeModulePaths(path.dirname(place))
zotero._compile(source.replace(within, `${within} exports.Web = Translate.Web;`), place)
const { JSDOM } = zotero.require('jsdom')

const saved = async (address, file) => {
  const web = new zotero.exports.Web()
  web.setDocument(new JSDOM(fs.readFileSync(file, 'utf8'), { url: address }).window.document)
  const [first] = await web.getTranslators(true)
  if (!first) return []
  web.setTranslator(first)
  const items = await web.translate({ libraryID: false })
  return items.map(({ itemType, title, date, creators, publicationTitle, websiteTitle, language, url }) => (
    { itemType, title, date, creators, source: publicationTitle || websiteTitle, language, url }))
}

const main = async () => {
  const pages = {}, files = {}
  for (const [address, file] of asked.pages) pages[address] = await saved(address, file)
  for (const file of asked.files) files[file] = await zotero.exports.referenceImport(fs.readFileSync(file, 'utf8'))
  process.stdout.write(`\n@@${JSON.stringify({ pages, files })}\n`)
}
main().catch(error => { console.error(error); process.exitCode = 1 })
