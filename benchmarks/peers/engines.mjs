import { createServer } from 'node:http';
import { create, insertMultiple, search as oramaSearch } from '@orama/orama';
import MiniSearch from 'minisearch';
import * as pagefind from 'pagefind';

/*
 * Each engine as its documentation recommends for a site: stemming and stop words of the language where it has them, titles and
 * headings above text. `open` takes the pages and gives a function from a query to the ids of at most ten pages.
 */

const BOOST = { title: 3, headings: 2 };

export const miniSearch = {
  name: 'MiniSearch',
  open: (pages) => {
    const index = new MiniSearch({
      fields: ['title', 'headings', 'text'],
      searchOptions: { boost: BOOST, fuzzy: 0.2 },
    });
    index.addAll(pages);
    return (query) => index.search(query).slice(0, 10).map((hit) => hit.id);
  },
};

export const orama = {
  name: 'Orama',
  open: async (pages, lang) => {
    const language = { de: 'german', en: 'english' }[lang];
    const { stemmer } = await import(`@orama/stemmers/${language}`);
    const { stopwords } = await import(`@orama/stopwords/${language}`);
    const index = create({
      schema: { title: 'string', headings: 'string', text: 'string' },
      components: { tokenizer: { language, stemming: true, stemmer, stopWords: stopwords } },
    });
    await insertMultiple(index, pages);
    return async (query) => {
      const { hits } = await oramaSearch(index, { term: query, boost: BOOST, limit: 10, threshold: 1 });
      return hits.map((hit) => hit.id);
    };
  },
};

/** Made for browsers: here its own script runs in Node.js and fetches its files from a server of this process. */
export const pagefindEngine = {
  name: 'Pagefind',
  open: async (pages, lang) => {
    const { index } = await pagefind.createIndex({ forceLanguage: lang });
    for (const { id, title, headings, text } of pages) {
      const html = `<html lang="${lang}"><head><title>${escape(title)}</title></head><body><h1>${escape(title)}</h1>${headings
        .split('\n')
        .map((heading) => `<h2>${escape(heading)}</h2>`)
        .join('')}<p>${escape(text)}</p></body></html>`;
      const { errors } = await index.addHTMLFile({ url: id, content: html });
      if (errors.length > 0) throw new Error(errors.join('; '));
    }
    const { files } = await index.getFiles();
    const byPath = new Map(files.map(({ path, content }) => [`/pagefind/${path}`, Buffer.from(content)]));
    const server = createServer(({ url }, response) => {
      const content = byPath.get(new URL(url, 'http://a').pathname);
      response.writeHead(content ? 200 : 404).end(content);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${server.address().port}/pagefind/`;
    const script = byPath.get('/pagefind/pagefind.js').toString('utf8');
    globalThis.document = { querySelector: () => ({ getAttribute: () => lang }), currentScript: null };
    globalThis.location = new URL(base);
    const client = await import(`data:text/javascript,${encodeURIComponent(script)}`);
    await client.options({ basePath: base, baseUrl: '/' });
    await client.init();
    const search = async (query) => {
      const { results } = await client.search(query);
      const first = await Promise.all(results.slice(0, 10).map((result) => result.data()));
      return first.map(({ raw_url: url }) => url.replace(/^\//, ''));
    };
    search.close = async () => {
      server.close();
      await pagefind.close();
    };
    return search;
  },
};

/** A gateway that has the same pages under the same ids. */
export function lotse(url, site) {
  return {
    name: 'Lotse',
    open: () => async (query) => {
      const response = await fetch(`${url}/v1/sites/${site}/search?${new URLSearchParams({ q: query, hitsPerPage: '10' })}`);
      if (!response.ok) throw new Error(`the gateway answered ${response.status}: ${await response.text()}`);
      const { hits, degraded } = await response.json();
      if (degraded.length > 0) throw new Error(`the gateway left out ${degraded.join(', ')}`);
      return hits.map((hit) => hit.objectID);
    },
  };
}

function escape(text) {
  return text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
}
