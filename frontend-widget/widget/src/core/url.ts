import type { Hit, SearchParams } from './types.js';

/** The URL if a browser may be sent there (http or https), else null: results are data, and data may say javascript:. */
export function safeUrl(url: string | null | undefined, base: string): string | null {
  if (!url) return null;
  try {
    const parsed = new URL(url, base);
    return /^https?:$/.test(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Where a hit leads: to its passage if the server says how, else to its page. */
export function hitUrl(hit: Hit, base: string): string | null {
  return safeUrl(hit.snippet?.fragmentUrl, base) ?? safeUrl(hit.url, base);
}

/** Address of one of a site's routes, for example `search`. */
export function routeUrl(endpoint: string, site: string, route: string): string {
  return `${endpoint.replace(/\/$/, '')}/v1/sites/${encodeURIComponent(site)}/${route}`;
}

/** Query string of a search; what is empty is left out, so that equal searches have equal URLs and share caches. */
export function searchQuery(params: SearchParams): string {
  return new URLSearchParams(
    Object.entries(params)
      .filter(([name, value]) => name === 'q' || (value && String(value)))
      .map(([name, value]) => [name, String(value)]),
  ).toString();
}

/** Address of the full results page for a query, from the action of the fallback form. */
export function resultsUrl(action: string, field: string, query: string, base: string): string | null {
  const safe = safeUrl(action, base);
  if (!safe) return null;
  const url = new URL(safe);
  url.searchParams.set(field, query);
  return url.href;
}
