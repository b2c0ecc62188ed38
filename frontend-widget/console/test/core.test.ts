import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api, ApiError } from '../src/core/api.js';
import { Blocks } from '../src/core/blocks.js';
import { rowAfter } from '../src/views/row-keys.js';
import { format, parse } from '../src/core/route.js';
import { synonymText, words } from '../src/core/synonym-text.js';
import { TEXTS } from '../src/core/texts.js';
import { Tuning } from '../src/core/tuning.js';
import { Insights } from '../src/core/insights.js';
import { daysBefore, steps, sum } from '../src/core/trend.js';

describe('places', () => {
  it('come back from their links', () => {
    const place = {
      site: 'help de/ä',
      view: 'preview' as const,
      draft: 'a1',
      query: 'Größe & Co?',
      term: 'Öl',
    };
    expect(parse(format(place))).toEqual(place);
  });

  it('that are unknown lead to the synonyms', () => {
    expect(parse('#/docs/nothing')).toEqual({ site: 'docs', view: 'synonyms', draft: undefined, query: '' });
    expect(parse('').view).toBe('synonyms');
  });
});

describe('synonyms', () => {
  it('are shown by what they do', () => {
    const terms = ['Handy', 'Mobiltelefon'];
    expect(synonymText({ type: 'equivalent', lang: 'de', terms })).toBe('Handy, Mobiltelefon');
    expect(synonymText({ type: 'one-way', lang: 'de', terms, to: ['Smartphone'] })).toBe(
      'Handy, Mobiltelefon → Smartphone',
    );
    expect(synonymText({ type: 'replacement', lang: 'de', terms, to: ['Smartphone'] })).toContain('⇒');
  });

  it('are read with stray commas and spaces', () => {
    expect(words(' Handy ,, Mobil telefon,\nSmartphone, ')).toEqual(['Handy', 'Mobil telefon', 'Smartphone']);
  });
});

describe('texts', () => {
  it('are there in both languages', () => {
    for (const [key, text] of Object.entries(TEXTS.de)) expect(text, key).not.toBe('');
    expect(Object.keys(TEXTS.de)).toEqual(Object.keys(TEXTS.en));
  });
});

describe('the trend', () => {
  const totals = { noResults: 1, clicks: 1, clickThrough: 0.5 };
  const rows = [
    { day: '2026-11-01', searches: 2, clickedSearches: 1, meanReciprocalRank: 1, ...totals },
    { day: '2026-11-03', searches: 6, clickedSearches: 3, meanReciprocalRank: 0.5, ...totals },
  ];

  it('has days without a search, too', () => {
    const all = steps(rows, '2026-10-31', '2026-11-03');
    expect(all.map((step) => [step.from, step.searches])).toEqual([
      ['2026-10-31', 0],
      ['2026-11-01', 2],
      ['2026-11-02', 0],
      ['2026-11-03', 6],
    ]);
  });

  it('goes by weeks where it is long and loses no day', () => {
    const all = steps(rows, '2026-01-01', '2026-11-03');
    expect(all[0]?.from).toBe('2026-01-01');
    expect(all.at(-1)).toMatchObject({ from: '2026-10-28', to: '2026-11-03', searches: 8 });
    for (let i = 1; i < all.length; i++) {
      expect(daysBefore(new Date(all[i]?.from ?? ''), 1)).toBe(all[i - 1]?.to);
    }
  });

  it('weighs means by what they are means of', () => {
    expect(sum(rows)).toMatchObject({ searches: 8, clickThrough: 0.5, meanReciprocalRank: 0.625 });
    expect(sum([])).toMatchObject({ searches: 0, clickThrough: 0, meanReciprocalRank: 0 });
  });
});

describe('the API', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  function answer(status: number, body: unknown) {
    const fetched = vi.fn<typeof fetch>(() =>
      Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status })),
    );
    vi.stubGlobal('fetch', fetched);
    return fetched;
  }
  const api = new Api('secret', undefined, 'http://gateway');

  it('is told the key and what was seen', async () => {
    const fetched = answer(200, { id: 's1' });
    await new Tuning(api, 'docs').put('c1', 'rule', 'r1', { name: 'x' } as never, 'tag');
    const [url, request] = fetched.mock.calls[0] ?? [];
    expect(url).toBe('http://gateway/admin/v1/sites/docs/change-sets/c1/rules/r1');
    expect(request?.headers).toMatchObject({ Authorization: 'Bearer secret', 'If-Match': '"tag"' });
  });

  it('passes problems on with their fields', async () => {
    const errors = [{ field: 'terms', value: 'x', allowed: 'at least two', detail: 'too few' }];
    answer(400, { detail: 'not valid', errors });
    await expect(api.send('POST', '/x', {})).rejects.toMatchObject({
      status: 400,
      message: 'not valid',
      errors,
    });
  });

  it('says when nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    const error = await api.get('/x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).status).toBe(0);
  });

  it('tries many queries in parts, and stops when told', async () => {
    const part = { changed: 1, emptied: 1, filled: 0, redirected: 0, failed: [] };
    const sizes: number[] = [];
    vi.stubGlobal('fetch', (_: string, request: RequestInit) => {
      // Whether there are kept judgements is asked last.
      if (request.method === 'GET')
        return Promise.resolve(new Response(JSON.stringify({ total: 0, queries: [] })));
      const { queries } = JSON.parse(request.body as string) as { queries: string[] };
      sizes.push(queries.length);
      const changes = [{ query: queries[0], moved: sizes.length }];
      return Promise.resolve(new Response(JSON.stringify({ ...part, queries: queries.length, changes })));
    });
    const queries = Array.from({ length: 60 }, (_, i) => `q${String(i)}`);
    const all = await new Insights(api, 'docs').evaluate('c1', queries, undefined, () => true);
    expect(sizes).toEqual([25, 25, 10]);
    expect(all).toMatchObject({ queries: 60, changed: 3, emptied: 3 });
    expect(all.changes.map((change) => change.query)).toEqual(['q50', 'q25', 'q0']);
    const some = await new Insights(api, 'docs').evaluate('c1', queries, undefined, () => false);
    expect(some.queries).toBe(25);
    const files = { queries: '{}', qrels: '' };
    sizes.length = 0;
    await new Insights(api, 'docs').evaluate('c1', queries, files, () => false);
    expect(sizes).toEqual([25]);
  });

  it('publishes what was looked at, at once or later', async () => {
    const fetched = answer(201, { number: 3 });
    const draft = { id: 'c1', etag: 'e' } as never;
    await new Tuning(api, 'docs').publish(draft, '', '2026-12-01T08:00:00Z');
    expect(fetched.mock.calls[0]?.[1]?.body).toBe('{"at":"2026-12-01T08:00:00Z"}');
  });
});

describe('a long list', () => {
  it('is known in blocks', () => {
    const blocks = Blocks.of<string>(120, [[0, ['a', 'b']]]).with(2, ['y', 'z'], 120);

    expect(blocks.count).toBe(3);
    expect([0, 1, 2, 3].map((block) => blocks.size(block))).toEqual([50, 50, 20, 0]);
    expect(blocks.at(1)).toBe('b');
    expect(blocks.at(101)).toBe('z');
    expect(blocks.at(60)).toBeUndefined();
  });

  it('forgets what is of another total', () => {
    const blocks = Blocks.of<string>(120, [[0, ['a']]]).with(1, ['m'], 119);

    expect(blocks.total).toBe(119);
    expect(blocks.entries(0)).toBeUndefined();
    expect(blocks.at(50)).toBe('m');
  });

  it('is walked by keys and never left', () => {
    expect(rowAfter('ArrowDown', 5, 7)).toBe(6);
    expect(rowAfter('ArrowDown', 6, 7)).toBe(6);
    expect(rowAfter('PageUp', 6, 7)).toBe(0);
    expect(rowAfter('End', 0, 50_000)).toBe(49_999);
    expect(rowAfter('Home', 49_999, 50_000)).toBe(0);
    expect(rowAfter('x', 1, 7)).toBeNull();
  });
});
