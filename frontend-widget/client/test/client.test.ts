import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, LotseError, type AnswerEvent } from '../src/index.js';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

let answer: (response: ServerResponse) => void = () => undefined;
const seen: Seen[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += String(chunk)));
  request.on('end', () => {
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    answer(response);
  });
});
let endpoint = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json = (status: number, body: unknown, headers = {}) => {
  answer = (response) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
};
const client = (more = {}) => createClient({ endpoint, site: 'my site', ...more });

describe('a client', () => {
  it('searches with GET, leaving out what is not given', async () => {
    json(200, { hits: [], nbHits: 0 });
    await client().search({ q: 'a b', page: 2, facets: ['tag', 'lang'], filters: undefined } as never);
    expect(seen.at(-1)).toMatchObject({
      method: 'GET',
      url: '/v1/sites/my%20site/search?q=a+b&page=2&facets=tag%2Clang',
    });
    expect(seen.at(-1)?.headers['authorization']).toBeUndefined();
  });

  it('sends vectors with POST, and its key', async () => {
    json(200, { hits: [] });
    await client({ key: 'pk' }).search({ q: '', vector: [0.5, -1], vectorModel: 'm' });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/v1/sites/my%20site/search' });
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({ q: '', vector: [0.5, -1], vectorModel: 'm' });
    expect(seen.at(-1)?.headers['authorization']).toBe('Bearer pk');
  });

  it('gives completions', async () => {
    json(200, { suggestions: [{ text: 'ab', kind: 'query' }] });
    expect(await client().suggest('a')).toEqual([{ text: 'ab', kind: 'query' }]);
  });

  it('says what the gateway says about a failure', async () => {
    json(
      429,
      { title: 'Too many requests', detail: '50 a minute' },
      { 'Retry-After': '7', 'X-Request-Id': 'r-1' },
    );
    const error = await client()
      .search({ q: 'a' })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LotseError);
    expect(error).toMatchObject({ status: 429, message: '50 a minute', retryAfter: 7, requestId: 'r-1' });
  });

  it('understands failures that are not the gateway’s own', async () => {
    answer = (response) => response.writeHead(502).end('<html>Bad gateway</html>');
    const error = await client()
      .search({ q: 'a' })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ status: 502, message: 'the gateway answered 502', retryAfter: null });
  });

  it('gives up after its time, or when told so', async () => {
    answer = () => undefined;
    await expect(client({ timeout: 50 }).search({ q: 'a' })).rejects.toMatchObject({ name: 'TimeoutError' });
    const abort = new AbortController();
    const search = client().search({ q: 'a' }, { signal: abort.signal });
    abort.abort();
    await expect(search).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('streams an answer', async () => {
    answer = (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.end(
        'event: sources\ndata: {"sources":[]}\n\n: alive\n\nevent: delta\r\ndata: {"text":"Grüße","cites":[1]}\r\n\r\nevent: done\ndata: {}\n\n',
      );
    };
    const events: AnswerEvent[] = [];
    for await (const event of client().answer({ q: 'a?' })) events.push(event);
    expect(events.map((e) => e.event)).toEqual(['sources', 'delta', 'done']);
    expect(events[1]?.data).toEqual({ text: 'Grüße', cites: [1] });
  });

  it('ends the request when nobody listens any more', async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (response) => {
        response.on('close', () => resolve());
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        response.write('event: delta\ndata: {"text":"a","cites":[]}\n\n');
      };
    });
    for await (const event of client().answer({ q: 'a?' })) {
      expect(event.event).toBe('delta');
      break;
    }
    await closed;
  });

  it('sends feedback', async () => {
    answer = (response) => response.writeHead(202).end();
    await client().feedback({ queryID: 'q', objectID: 'o', verdict: 'down', correction: 'x' });
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({
      queryID: 'q',
      objectID: 'o',
      verdict: 'down',
      correction: 'x',
    });
  });
});
