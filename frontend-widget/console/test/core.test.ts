import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api, ApiError } from '../src/core/api.js';
import { format, parse } from '../src/core/route.js';
import { synonymText, words } from '../src/core/synonym-text.js';
import { TEXTS } from '../src/core/texts.js';
import { Tuning } from '../src/core/tuning.js';

describe('places', () => {
  it('come back from their links', () => {
    const place = { site: 'help de/ä', view: 'preview' as const, draft: 'a1', query: 'Größe & Co?' };
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
  const api = new Api('secret', 'http://gateway');

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

  it('publishes what was looked at, at once or later', async () => {
    const fetched = answer(201, { number: 3 });
    const draft = { id: 'c1', etag: 'e' } as never;
    await new Tuning(api, 'docs').publish(draft, '', '2026-12-01T08:00:00Z');
    expect(fetched.mock.calls[0]?.[1]?.body).toBe('{"at":"2026-12-01T08:00:00Z"}');
  });
});
