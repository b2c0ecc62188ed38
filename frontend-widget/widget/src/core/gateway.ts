import type { SearchParams, SearchResponse, Suggestion } from './types.js';
import { routeUrl, searchQuery } from './url.js';

/** A request the gateway did not serve. */
export class GatewayError extends Error {
  /**
   * @param status HTTP status, or 0 if nothing came back
   * @param retryAfter seconds the server asked to wait, or 0
   */
  constructor(
    readonly status: number,
    readonly retryAfter = 0,
  ) {
    super(`search gateway answered ${status}`);
  }
}

/** The routes of the gateway that the search box needs. */
export interface Gateway {
  search(params: SearchParams, signal: AbortSignal): Promise<SearchResponse>;
  suggest(query: string, signal: AbortSignal): Promise<readonly Suggestion[]>;
}

/** Where the gateway is and as whom to speak to it. */
export interface GatewayAddress {
  endpoint: string;
  site: string;
  /** Public search key; without one, requests stay free of preflights. */
  key?: string | undefined;
}

/** Longest a request may take, in milliseconds. */
const TIMEOUT = 8_000;
/** Wait before the one retry of a request that got no answer, in milliseconds. */
const RETRY_AFTER = 250;

export function headers(address: GatewayAddress): Record<string, string> {
  return address.key ? { Authorization: `Bearer ${address.key}` } : {};
}

/**
 * What a route of the site answers. A lost connection and a 502, 503 or 504 are tried once more.
 *
 * @param route with its query string, if it has one
 * @param init what makes the request another one than a plain GET
 */
export async function ask(
  address: GatewayAddress,
  route: string,
  signal: AbortSignal,
  init?: RequestInit,
): Promise<unknown> {
  const attempt = async () => {
    const response = await fetch(routeUrl(address.endpoint, address.site, route), {
      headers: headers(address),
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      credentials: 'omit',
    });
    if (response.ok) return (await response.json()) as unknown;
    throw new GatewayError(response.status, Number(response.headers.get('Retry-After')) || 0);
  };
  try {
    return await attempt();
  } catch (error) {
    const retriable =
      error instanceof GatewayError ? [502, 503, 504].includes(error.status) : error instanceof TypeError;
    if (!retriable || signal.aborted) throw error;
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
    signal.throwIfAborted();
    return attempt();
  }
}

/** The gateway over HTTP. */
export function httpGateway(address: GatewayAddress): Gateway {
  return {
    search: async (params, signal) =>
      (await ask(address, `search?${searchQuery(params)}`, signal)) as SearchResponse,
    suggest: async (query, signal) => {
      const body = await ask(address, `suggest?${new URLSearchParams({ q: query }).toString()}`, signal);
      return (body as { suggestions?: Suggestion[] }).suggestions ?? [];
    },
  };
}
