import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayError, type Gateway, type GatewayAddress } from '../../src/core/gateway.js';
import type { SearchResponse } from '../../src/core/types.js';
import type { FromWorker, ToWorker } from '../../src/device/messages.js';
import { OnDevice } from '../../src/device/on-device.js';

const found = (query: string): SearchResponse => ({
  ...{ query, nbHits: 1, page: 0, nbPages: 1, hitsPerPage: 6 },
  hits: [{ objectID: 'a', url: '/a', title: 'Umzug', snippet: { text: 'Den Umzug melden' } }],
});
const signal = new AbortController().signal;

/** A worker whose answers the test gives. */
class ScriptedWorker {
  static last: ScriptedWorker;
  static answer: (message: ToWorker) => FromWorker | null;
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  ended = false;
  readonly heard: ToWorker[] = [];

  constructor(readonly address: URL) {
    ScriptedWorker.last = this;
  }

  postMessage(message: ToWorker): void {
    this.heard.push(message);
    const answer = ScriptedWorker.answer(message);
    if (answer) queueMicrotask(() => this.onmessage?.({ data: answer }));
  }

  terminate(): void {
    this.ended = true;
  }
}

describe('search on the device', () => {
  let sent: { url: string; body: Record<string, unknown> }[];
  let status: number;
  let words: string[];
  let address: GatewayAddress;
  const server: Gateway = {
    search: (params) => {
      words.push(params.q);
      return Promise.resolve(found(params.q));
    },
    suggest: (query) => {
      words.push(query);
      return Promise.resolve([{ text: query, kind: 'query' }]);
    },
  };

  beforeEach(() => {
    [sent, status, words] = [[], 200, []];
    address = { endpoint: 'https://search.example.org', site: 's' };
    ScriptedWorker.answer = (message) =>
      message.type === 'load' ? { type: 'ready' } : { type: 'vector', vector: [0.6, 0.8] };
    vi.stubGlobal('Worker', ScriptedWorker);
    vi.stubGlobal('location', { origin: 'null', href: 'https://www.example.org/' });
    vi.stubGlobal('navigator', { onLine: true, language: 'de', connection: {} });
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    vi.stubGlobal('fetch', (input: string | URL, init?: RequestInit) => {
      const url = String(input);
      if (url.endsWith('on-device.json')) return Promise.resolve(Response.json({ model: 'm@1' }));
      sent.push({ url, body: JSON.parse(String(init?.body)) as Record<string, unknown> });
      return Promise.resolve(Response.json(found(''), { status }));
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  async function device(): Promise<Gateway> {
    const element = { closest: () => null } as unknown as HTMLElement;
    const opened = new OnDevice(() => address, false, element);
    await new Promise((resolve) => setTimeout(resolve));
    return opened.gateway(server);
  }

  it('sends the vector and no words, asks for no completions, and says so', async () => {
    const gateway = await device();
    const response = await gateway.search({ q: 'Umzug', hitsPerPage: 6, filters: '' }, signal);
    expect(await gateway.suggest('Umzug', signal)).toEqual([]);
    expect(words).toEqual([]);
    expect(sent).toEqual([
      {
        url: 'https://search.example.org/v1/sites/s/search',
        body: { hitsPerPage: 6, vector: [0.6, 0.8], vectorModel: 'm@1' },
      },
    ]);
    expect(response.query).toBe('Umzug');
    expect(response.said).toContain('nicht gesendet');
    expect(response.hits[0]?.snippet?.highlights).toEqual([[4, 9]]);
  });

  it('sends words until the model is there', async () => {
    ScriptedWorker.answer = () => null;
    const response = await (await device()).search({ q: 'Umzug' }, signal);
    expect(words).toEqual(['Umzug']);
    expect(response.said).toBeUndefined();
  });

  it.each([
    [
      'the worker cannot encode',
      () => (ScriptedWorker.answer = ({ type }) => ({ type: type === 'load' ? 'ready' : 'failed' })),
    ],
    ['the index was made with another model', () => (status = 400)],
  ])('goes back to the server for good where %s', async (_, breaks) => {
    breaks();
    const gateway = await device();
    expect((await gateway.search({ q: 'Umzug' }, signal)).said).toBeUndefined();
    status = 200;
    await gateway.search({ q: 'Gas' }, signal);
    expect(words).toEqual(['Umzug', 'Gas']);
    expect(ScriptedWorker.last.ended).toBe(true);
  });

  it('goes back to the server where the device is too slow', async () => {
    ScriptedWorker.answer = ({ type }) => (type === 'load' ? { type: 'ready' } : null);
    const gateway = await device();
    vi.useFakeTimers();
    const answer = gateway.search({ q: 'Umzug' }, signal);
    await vi.advanceTimersByTimeAsync(1_500);
    vi.useRealTimers();
    await answer;
    expect(words).toEqual(['Umzug']);
  });

  it('gives each query its time and leaves out those that were given up', async () => {
    ScriptedWorker.answer = ({ type }) => (type === 'load' ? { type: 'ready' } : null);
    const gateway = await device();
    const { heard } = ScriptedWorker.last;
    const vector = () => ScriptedWorker.last.onmessage?.({ data: { type: 'vector', vector: [1, 0] } });
    vi.useFakeTimers();
    const first = gateway.search({ q: 'U' }, signal);
    const givenUp = new AbortController();
    const second = gateway.search({ q: 'Um' }, givenUp.signal).catch(() => 'given up');
    const third = gateway.search({ q: 'Umzug' }, signal);
    await vi.advanceTimersByTimeAsync(1_000);
    givenUp.abort();
    vector();
    await vi.advanceTimersByTimeAsync(1_000);
    vector();
    vi.useRealTimers();
    expect(await Promise.all([first, second, third])).toHaveLength(3);
    expect(await second).toBe('given up');
    expect(heard.slice(1)).toEqual(['U', 'Umzug'].map((query) => ({ type: 'encode', query })));
    expect(words).toEqual([]);
  });

  it('searches the site that the element names now', async () => {
    const gateway = await device();
    address = { ...address, site: 'other' };
    await gateway.search({ q: 'Umzug' }, signal);
    expect(sent.map(({ url }) => url)).toEqual(['https://search.example.org/v1/sites/other/search']);
  });

  it('starts nothing for a search box that has left the page', async () => {
    const before = ScriptedWorker.last;
    const element = { closest: () => null } as unknown as HTMLElement;
    new OnDevice(() => address, false, element).leave();
    await new Promise((resolve) => setTimeout(resolve));
    expect(ScriptedWorker.last).toBe(before);
  });

  it.each([429, 503])('sends no words because the gateway answers %i', async (code) => {
    status = code;
    const gateway = await device();
    await expect(gateway.search({ q: 'Umzug' }, signal)).rejects.toThrow(GatewayError);
    expect(words).toEqual([]);
  });
});
