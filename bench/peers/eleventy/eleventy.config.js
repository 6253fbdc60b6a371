// Articles -> lists by year, month and day, by source, person and tag: collections that lists/*.njk page through.
const SITE = "https://archive.example/bench";
const MONTHS = "January February March April May June July August September October November December".split(" ");
const SPANS = { years: 4, months: 7, days: 10 };
const NAMES = { sources: (data) => [data.source], people: (data) => data.people, tags: (data) => data.topics };

const slug = (name) => name.toLowerCase().replaceAll(" ", "-");
const day = (text) => `${+text.slice(8)} ${MONTHS[text.slice(5, 7) - 1]} ${text.slice(0, 4)}`;
const before = (a, b) => (a < b ? -1 : 1);
const place = (entry) => entry.data.day + entry.url;
const sorted = (api) => api.getFilteredByGlob("content/**/*.md").sort((a, b) => before(place(a), place(b)));

function grouped(entries, kind, titles, link) {
  const lists = new Map();
  for (const entry of entries) {
    for (const title of titles(entry.data)) {
      if (!lists.has(title)) lists.set(title, { kind, title, url: link(title), entries: [] });
      lists.get(title).entries.push(entry);
    }
  }
  return [...lists.values()].sort((a, b) => before(a.title, b.title));
}

function dated(entries) {
  const [years, months, days] = Object.entries(SPANS).map(([kind, length]) =>
    grouped(entries, kind, (data) => [data.day.slice(0, length)], (title) => `/${title.replaceAll("-", "/")}/`));
  for (const [above, below] of [[years, months], [months, days]]) {
    const byTitle = new Map(above.map((list) => [list.title, list]));
    for (const list of below) (byTitle.get(list.title.slice(0, -3)).parts ??= []).push(list);
  }
  return [...years, ...months, ...days];
}

const named = (entries, kind) => grouped(entries, kind, NAMES[kind], (title) => `/${kind}/${slug(title)}/`);

function beside(entries) {
  entries.forEach((entry, at) => Object.assign(entry.data, { before: entries[at - 1], after: entries[at + 1] }));
  return entries;
}

export default function (config) {
  config.setQuietMode(true);
  config.addPassthroughCopy({ static: "/" });
  config.addFilter("slug", slug);
  config.addFilter("day", day);
  config.addFilter("absolute", (path) => SITE + path);
  config.addFilter("plain", (html) => html.replace(/<[^>]*>/g, "").slice(0, 160));
  config.addFilter("newest", (entries, count) => entries.slice(-count).reverse());
  config.addFilter("of", (lists, kind) => lists.filter((list) => list.kind === kind));
  config.addCollection("entries", (api) => beside(sorted(api)));
  config.addCollection("lists", (api) => {
    const entries = sorted(api);
    return [...dated(entries), ...Object.keys(NAMES).flatMap((kind) => named(entries, kind))];
  });
  config.addCollection("indexes", (api) => Object.keys(NAMES).map((kind) => ({ title: kind, lists: named(sorted(api), kind) })));
  config.addCollection("feeds", (api) => {
    const entries = sorted(api);
    return [{ title: "Benchmark", url: "/", entries }, ...named(entries, "sources"), ...named(entries, "people")];
  });
  return {
    dir: { input: "content", includes: "../layouts", output: "public" },
    pathPrefix: "/bench/",
    markdownTemplateEngine: false,
    templateFormats: ["md", "njk"],
  };
}
