// LiquidJS in turn with other engines; the lines are described in README.md.
// usage: node liquidjs.mjs SETS FOLDER, where FOLDER holds node_modules/liquidjs
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'

process.env.TZ = 'UTC'
const [setsFile, folder] = process.argv.slice(2)
const load = createRequire(resolve(folder) + '/')
const { Liquid, Tag, Value } = load('liquidjs')
const version = load('liquidjs/package.json').version

const fixedNow = 1767225600000
const SystemDate = globalThis.Date
globalThis.Date = class extends SystemDate {
  constructor (...given) {
    if (given.length === 0) super(fixedNow)
    else super(...given)
  }
}

// A cache that can be emptied: partials are kept while rendering, and parsed anew when a job says so.
class Kept {
  entries = new Map()
  read (key) { return this.entries.get(key) }
  write (key, value) { this.entries.set(key, value) }
  remove (key) { this.entries.delete(key) }
}

const text = value => value === null || value === undefined ? '' : String(value)
const link = (title, url, label = '') => `<a href="${text(url)}" title="${text(label)}">${text(title)}</a>`
const handle = name => name.toLowerCase().replace(/['"()[\]]/g, '').replace(/\W+/g, '-').replace(/^-+|-+$/g, '')
const money = cents => (cents === null || cents === undefined) ? '' : '$ ' + (cents / 100).toFixed(2)
const sizes = ['grande', 'large', 'medium', 'compact', 'small', 'thumb', 'icon']

function tagLink (label, tag, path, shop) {
  return `<a title="Show tag ${text(tag)}" href="/collections/${text(shop)}/${text(path)}">${text(label)}</a>`
}

const shop = {
  money,
  money_with_currency: cents => (cents === null || cents === undefined) ? '' : money(cents) + ' USD',
  weight: grams => Math.floor(grams / 1000).toFixed(2),
  weight_with_unit: grams => Math.floor(grams / 1000).toFixed(2) + ' kg',
  json: map => {
    const { collections, ...rest } = map
    return JSON.stringify(rest)
  },
  asset_url: name => `/files/1/[shop_id]/[shop_id]/assets/${text(name)}`,
  global_asset_url: name => `/global/${text(name)}`,
  shopify_asset_url: name => `/shopify/${text(name)}`,
  script_tag: url => `<script src="${text(url)}" type="text/javascript"></script>`,
  stylesheet_tag: (url, media = 'all') =>
    `<link href="${text(url)}" rel="stylesheet" type="text/css"  media="${media}"  />`,
  img_tag: (url, alt = '') => `<img src="${text(url)}" alt="${text(alt)}" />`,
  link_to: link,
  link_to_vendor: name => name ? link(name, '/collections/' + handle(name), name) : 'Unknown Vendor',
  link_to_type: name => name ? link(name, '/collections/' + handle(name), name) : 'Unknown Vendor',
  url_for_vendor: name => '/collections/' + handle(name),
  url_for_type: name => '/collections/' + handle(name),
  product_img_url: (path, style = 'small') => {
    const found = /^products\/([\w-]+)\.(\w{2,4})/.exec(path)
    if (!found) throw new Error('filter "size" can only be called on product images')
    if (style === 'original') return '/files/shops/random_number/' + path
    if (!sizes.includes(style)) throw new Error('no such size')
    return `/files/shops/random_number/products/${found[1]}_${style}.${found[2]}`
  },
  pluralize: (count, one, many) => count === 1 ? one : many,
  link_to_tag (label, tag) { return tagLink(label, tag, tag, this.context.getSync(['handle'])) },
  highlight_active_tag (tag, css = 'active') {
    return this.context.getSync(['current_tags']).includes(tag) ? `<span class="${css}">${tag}</span>` : tag
  },
  link_to_add_tag (label, tag) {
    const tags = [...new Set([...this.context.getSync(['current_tags']), tag])]
    return tagLink(label, tag, tags.join('+'), this.context.getSync(['handle']))
  },
  link_to_remove_tag (label, tag) {
    const tags = this.context.getSync(['current_tags']).filter(one => one !== tag)
    return tagLink(label, tag, tags.join('+'), this.context.getSync(['handle']))
  },
  default_pagination: paginate => {
    const pieces = []
    if (paginate.previous) pieces.push(`<span class="prev">${link(paginate.previous.title, paginate.previous.url)}</span>`)
    for (const part of paginate.parts) {
      if (part.is_link) pieces.push(`<span class="page">${link(part.title, part.url)}</span>`)
      else if ((parseInt(part.title) || 0) === paginate.current_page) pieces.push(`<span class="page current">${part.title}</span>`)
      else pieces.push(`<span class="deco">${part.title}</span>`)
    }
    if (paginate.next) pieces.push(`<span class="next">${link(paginate.next.title, paginate.next.url)}</span>`)
    return pieces.join(' ')
  }
}

function pageLink (title, page) {
  return { title, url: `/collections/frontpage?page=${page}`, is_link: true }
}

function partsOf (current, last) {
  const parts = []
  let inGap = false
  for (let page = 1; last >= 2 && page <= last; ++page) {
    const near = page === 1 || page === last || (page > current - 3 && page < current + 3)
    if (page === current) parts.push({ title: page, is_link: false })
    else if (near) parts.push(pageLink(page, page))
    else if (!inGap) parts.push({ title: '&hellip;', is_link: false })
    inGap = !near && page !== current
  }
  return parts
}

function blockBody (liquid, rest, end) {
  const templates = []
  while (rest.length) {
    const token = rest.shift()
    if (token.name === end) return templates
    templates.push(liquid.parser.parseToken(token, rest))
  }
  throw new Error(`${end} is missing`)
}

class Paginate extends Tag {
  constructor (token, rest, liquid, parser) {
    super(token, rest, liquid)
    const found = /^\s*(\S+)(?:\s+by\s+(\d+))?/.exec(token.args)
    this.list = new Value(found[1], liquid)
    this.size = Number(found[2] || 20)
    this.templates = blockBody(liquid, rest, 'endpaginate')
  }

  * render (context, emitter) {
    const list = yield this.list.value(context)
    const count = Array.isArray(list) ? list.length : Object.keys(list).length
    const current = parseInt(context.getSync(['current_page'])) || 0
    const last = Math.ceil(count / this.size)
    const paginate = { page_size: this.size, current_page: 5, current_offset: 5 * this.size, items: count, pages: last }
    if (current > 1) paginate.previous = pageLink('&laquo; Previous', current - 1)
    if (last + 1 > current + 1) paginate.next = pageLink('Next &raquo;', current + 1)
    paginate.parts = partsOf(current, last)
    context.push({ paginate })
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter)
    context.pop()
  }
}

class Form extends Tag {
  constructor (token, rest, liquid) {
    super(token, rest, liquid)
    this.templates = blockBody(liquid, rest, 'endform')
  }

  * render (context, emitter) {
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter)
  }
}

function shopEngine () {
  const engine = new Liquid({ timezoneOffset: 0 })
  for (const [name, filter] of Object.entries(shop)) engine.registerFilter(name, filter)
  engine.registerTag('paginate', Paginate)
  engine.registerTag('form', Form)
  return engine
}

class ThemePage {
  constructor (engine, page, data) {
    this.engine = engine
    this.name = page.name
    this.sources = [page.page, page.layout]
    this.variables = { ...data, page_title: 'Page title', template: page.kind }
    this.expected = page.expected
    this.parsed = this.parse()
  }

  parse () { return this.sources.map(source => this.engine.parse(source)) }

  render (parsed = this.parsed) {
    const content = this.engine.renderSync(parsed[0], { ...this.variables })
    return this.engine.renderSync(parsed[1], { ...this.variables, content_for_layout: content })
  }

  both () { return this.render(this.parse()) }
}

class ExtraPage {
  constructor (page) {
    this.name = page.name
    this.source = page.template
    this.variables = page.environment
    this.expected = page.expected
    this.cache = new Kept()
    const templates = {}
    // A name is asked for with its ending or without.
    for (const [name, source] of Object.entries(page.filesystem)) {
      const bare = name.replace(/\.liquid$/, '')
      templates[bare] = templates[bare + '.liquid'] = source
    }
    this.engine = new Liquid({ timezoneOffset: 0, templates, cache: this.cache })
    this.parsed = this.parse()
  }

  parse () { return this.engine.parse(this.source) }

  render (parsed = this.parsed) { return this.engine.renderSync(parsed, { ...this.variables }) }

  both () {
    this.cache.entries.clear()
    return this.render(this.parse())
  }
}

function made (name, make) {
  try {
    return make()
  } catch (error) {
    return { name, broken: 'does not parse: ' + error.message.split('\n')[0].slice(0, 100) }
  }
}

function difference (page) {
  if (page.broken) return page.broken
  try {
    return page.render() === page.expected ? null : 'other output'
  } catch (error) {
    return 'does not render: ' + error.message.split('\n')[0].slice(0, 100)
  }
}

function unequal (sets) {
  const found = {}
  for (const [set, pages] of Object.entries(sets)) {
    found[set] = {}
    for (const page of pages) {
      const why = difference(page)
      if (why) found[set][page.name] = why
    }
  }
  return found
}

let sink = 0
function sample (pages, job, seconds) {
  let passes = 0
  const cpu = process.cpuUsage()
  const start = performance.now()
  do {
    for (const page of pages) sink += page[job]().length
    ++passes
  } while (performance.now() - start < seconds * 1000)
  const wall = performance.now() - start
  const used = process.cpuUsage(cpu)
  return { ms: Math.min(wall, (used.user + used.system) / 1000) / passes, passes }
}

const all = JSON.parse(readFileSync(setsFile, 'utf8'))
const sets = {}
if (all.themes) {
  const engine = shopEngine()
  sets.themes = all.themes.pages.map(page => made(page.name, () => new ThemePage(engine, page, all.themes.data)))
}
for (const set of ['extra', 'product']) {
  if (all[set]) sets[set] = all[set].map(page => made(page.name, () => new ExtraPage(page)))
}

const say = answer => process.stdout.write(JSON.stringify(answer) + '\n')
say({ name: 'LiquidJS', version: `${version}, Node ${process.versions.node}`, unequal: unequal(sets) })
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  if (asked.check) say({ unequal: unequal(sets) })
  else say(sample(sets[asked.set].filter(page => asked.pages.includes(page.name)), asked.job, asked.seconds))
}
