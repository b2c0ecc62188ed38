import type { Option, State } from './state.js';
import type { Translate } from './translations.js';
import type { Banner, SearchResponse } from './types.js';
import { safeUrl } from './url.js';

export interface OptionSettings {
  /** Whether an answer may be asked for. */
  answers: boolean;
  recents: readonly string[];
  /** Searches the site's owner proposes, for an empty box and for a search without results. */
  starters: readonly string[];
  /** What relative addresses are relative to. */
  base: string;
  t: Translate;
}

/** Most completions shown above the hits. */
const COMPLETIONS = 3;

/** The rows of the listbox for a state, in the order in which the arrow keys visit them. */
export function options(state: State, settings: OptionSettings): Option[] {
  const { base, recents, starters, t } = settings;
  const shown = state.shown;
  if (!shown) {
    if (state.query.trim()) return [];
    return [...recents.map((query) => queryOption('recent', query)), ...starterOptions(starters, recents)];
  }
  const { response, suggestions } = shown;
  const out: Option[] = [];
  const redirect = redirectOf(response);
  const target = safeUrl(redirect?.url, base);
  if (target) {
    const name = redirect?.title ?? new URL(target).pathname;
    out.push({ kind: 'redirect', key: 'redirect', label: t('goTo', { q: name }), url: target });
  }
  const banner = bannerOf(response);
  const bannerUrl = safeUrl(banner?.url, base);
  if (banner && bannerUrl) out.push({ kind: 'banner', key: 'banner', label: banner.text, url: bannerUrl });
  const corrected = response.correctedQuery;
  if (corrected && !same(corrected, shown.query)) {
    out.push({ kind: 'meant', key: 'meant', label: t('meant', { q: corrected }), query: corrected });
  }
  let completions = 0;
  for (const { kind, text, url } of suggestions) {
    if (completions === COMPLETIONS) break;
    const page = kind === 'page' ? safeUrl(url, base) : null;
    if (page && response.hits.every((hit) => hit.url !== url)) {
      out.push({ kind: 'page', key: `page:${page}`, label: text, url: page });
    } else if (kind === 'query' && !same(text, shown.query)) {
      out.push(queryOption('query', text));
    } else continue;
    completions++;
  }
  if (settings.answers && asksSomething(shown.query)) {
    out.push({ kind: 'answer', key: 'answer', label: t('ask', { q: shown.query }) });
  }
  const offset = response.page * response.hitsPerPage;
  response.hits.forEach((hit, i) => {
    const option = { key: `hit:${hit.objectID}`, label: hit.title, hit, ordinal: offset + i + 1 };
    out.push({ kind: 'hit', ...option });
  });
  if (response.nbHits > response.hits.length && !shown.local) {
    out.push({ kind: 'all', key: 'all', label: t('all', { n: response.nbHits }) });
  }
  if (response.nbHits === 0 && completions === 0) out.push(...starterOptions(starters, []));
  return out;
}

function queryOption(kind: 'recent' | 'query', query: string): Option {
  return { kind, key: `${kind}:${query}`, label: query, query };
}

function starterOptions(starters: readonly string[], known: readonly string[]): Option[] {
  return starters.filter((query) => !known.includes(query)).map((query) => queryOption('query', query));
}

/** The owner's notice for this query, if any. */
export function bannerOf({ banner }: SearchResponse): Banner | null {
  return typeof banner === 'string' ? { text: banner } : (banner ?? null);
}

export function redirectOf({ redirect }: SearchResponse): { url: string; title?: string } | null {
  return typeof redirect === 'string' ? { url: redirect } : (redirect ?? null);
}

/** One word names a thing; an answer is offered from two words on, or for a question mark. */
function asksSomething(query: string): boolean {
  return /\S\s+\S|\?$/.test(query.trim());
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
