import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SearchResponse, Suggestion } from '../../src/core/types.js';
import { pages, type Page } from './pages.js';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.html': 'text/html',
};

/** One server-sent event of an answer, or a pause until the test lets it go on. */
export type AnswerStep = { event: string; data: unknown } | { wait: Promise<unknown> } | { cut: true };

/** A request as the gateway saw it. */
export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

/**
 * A gateway in memory for the browser tests: the visitor's routes of the API, searched by word prefixes, with answers
 * that a test can hold back, fail or replace. Also serves the built widget and the pages that the tests put up.
 */
export class FakeGateway {
  readonly seen: Seen[] = [];
  /** HTML pages by path. */
  readonly html = new Map<string, string>();
  /** Changes the response of a search before it is sent. */
  amend: (response: SearchResponse) => SearchResponse = (response) => response;
  /** Script of the next answers. */
  answer: AnswerStep[] = [];
  contentSecurityPolicy = '';
  readonly #gates = new Map<string, Promise<unknown>>();
  readonly #failures: { route: string; status: number; times: number }[] = [];
  #server: Server | undefined;
  #queries = 0;

  async start(): Promise<string> {
    const server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** Holds back the answers to a query (or to a route, such as `/suggest`) until the returned function is called. */
  hold(what: string): () => void {
    let release: () => void = () => undefined;
    this.#gates.set(what, new Promise<void>((resolve) => (release = resolve)));
    return () => {
      this.#gates.delete(what);
      release();
    };
  }

  /** Lets the next requests to a route fail; status 0 cuts the connection. */
  fail(route: string, status: number, times = Infinity): void {
    this.#failures.push({ route, status, times });
  }

  /** Back to a gateway that answers everything at once. */
  reset(): void {
    this.seen.length = 0;
    this.#failures.length = 0;
    this.#gates.clear();
    this.amend = (response) => response;
    this.answer = [];
    this.contentSecurityPolicy = '';
  }

  /** Requests to a route, for example `/search`. */
  requests(route: string): Seen[] {
    return this.seen.filter((seen) => seen.path.endsWith(route));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const method = request.method ?? 'GET';
    const seen = { method, path: url.pathname, query: url.searchParams, headers: request.headers, body };
    this.seen.push(seen);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    const failure = this.#failures.find((f) => f.times > 0 && url.pathname.endsWith(f.route));
    if (failure) {
      failure.times--;
      if (failure.status === 0) return void request.socket.destroy();
      const problem = { type: 'about:blank', title: 'Failed on purpose', status: failure.status };
      return send(response, failure.status, problem, 'application/problem+json');
    }
    const q = url.searchParams.get('q') ?? '';
    if (url.pathname.includes('/v1/')) {
      await this.#gates.get(url.pathname.slice(url.pathname.lastIndexOf('/')));
      if (url.pathname.endsWith('/search')) await this.#gates.get(q);
    }
    const route = /^\/v1\/sites\/[^/]+\/(\w+)$/.exec(url.pathname)?.[1];
    if (route === 'search') return send(response, 200, this.amend(this.#search(url.searchParams)));
    if (route === 'suggest') return send(response, 200, { suggestions: suggest(q) });
    if (route === 'answer') return this.#stream(response);
    if (route === 'events' || route === 'feedback') return void response.writeHead(202).end();
    return this.#file(url.pathname, response);
  }

  #search(query: URLSearchParams): SearchResponse {
    const q = query.get('q') ?? '';
    const page = Number(query.get('page') ?? 0);
    const hitsPerPage = Number(query.get('hitsPerPage') ?? 10);
    const wanted = [...(query.get('filters') ?? '').matchAll(/tag:"?([^\s")]+)"?/g)].map((m) => m[1] ?? '');
    const found = rank(q).filter((p) => wanted.every((tag) => p.tags?.includes(tag)));
    const tag: Record<string, number> = {};
    for (const p of found) for (const name of p.tags ?? []) tag[name] = (tag[name] ?? 0) + 1;
    return {
      ...{ query: q, queryID: `q-${++this.#queries}`, lang: 'de', page, hitsPerPage, nbHits: found.length },
      hits: found.slice(page * hitsPerPage, (page + 1) * hitsPerPage).map((p) => hit(p, q)),
      nbPages: Math.ceil(found.length / hitsPerPage),
      facets: query.get('facets') ? { tag } : {},
      processingTimeMS: 3,
      degraded: [],
    };
  }

  async #stream(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    for (const step of this.answer) {
      if ('wait' in step) await step.wait;
      else if ('cut' in step) return void response.destroy();
      else response.write(`event: ${step.event}\ndata: ${JSON.stringify(step.data)}\n\n`);
    }
    response.end();
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    const page = this.html.get(path);
    if (page !== undefined) {
      if (this.contentSecurityPolicy)
        response.setHeader('Content-Security-Policy', this.contentSecurityPolicy);
      return void response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    }
    if (path.startsWith('/pages/') || path.startsWith('/search/')) {
      const html = `<!doctype html><html lang="de"><title>${path}</title><h1>${path}</h1></html>`;
      return void response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html);
    }
    if (path.startsWith('/widget/')) {
      try {
        const file = join(DIST, normalize(path.slice('/widget/'.length)));
        const content = await readFile(file);
        return void response
          .writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'text/plain' })
          .end(content);
      } catch {
        // falls through to 404
      }
    }
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
  }
}

function send(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Pages that have every word of the query as the beginning of one of theirs; words of the title count most. */
function rank(q: string): Page[] {
  const wanted = wordsOf(q);
  const scored = pages.map((page) => {
    const title = wordsOf(page.title);
    const rest = wordsOf(`${page.breadcrumbs?.join(' ')} ${page.body}`);
    const scores = wanted.map(
      (word) =>
        (title.some((w) => w.startsWith(word)) ? 3 : 0) + (rest.some((w) => w.startsWith(word)) ? 1 : 0),
    );
    return { page, score: scores.every((s) => s > 0) ? scores.reduce((a, b) => a + b, 0) : 0 };
  });
  return scored
    .filter((s) => s.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((s) => s.page);
}

function hit({ body, ...rest }: Page, q: string) {
  const wanted = wordsOf(q);
  const highlights: [number, number][] = [];
  for (const match of body.matchAll(/[\p{L}\p{N}]+/gu)) {
    const length = Math.max(
      0,
      ...wanted.filter((w) => match[0].toLowerCase().startsWith(w)).map((w) => w.length),
    );
    if (length) highlights.push([match.index, match.index + length]);
  }
  const first = encodeURIComponent(body.split('.')[0] ?? '');
  return { ...rest, snippet: { text: body, highlights, fragmentUrl: `${rest.url}#:~:text=${first}` } };
}

const COMPLETIONS = [
  'stromtarife vergleichen',
  'stromzähler ablesen',
  'strom anmelden',
  'zählerstand melden',
  'umzug melden',
  'rechnung online',
];

function suggest(q: string): Suggestion[] {
  const typed = q.toLowerCase();
  if (!typed) return [];
  return COMPLETIONS.filter((text) => text.startsWith(typed)).map((text) => ({ text, kind: 'query' }));
}
