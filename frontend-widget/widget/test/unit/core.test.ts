import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../src/core/announcer.js';
import { effectiveConsent, parseConsent } from '../../src/core/consent.js';
import { AdaptiveDebounce } from '../../src/core/debounce.js';
import { filterExpression, toggled } from '../../src/core/filters.js';
import { LocalIndex } from '../../src/core/local-index.js';
import { RecentSearches } from '../../src/core/recents.js';
import { Sequencer } from '../../src/core/sequencer.js';
import { isApple, opensSearch, type KeyLike } from '../../src/core/shortcuts.js';
import { hitUrl, resultsUrl, routeUrl, safeUrl, searchQuery } from '../../src/core/url.js';
import type { Hit } from '../../src/core/types.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Sequencer', () => {
  it('lets every answer through that is newer than the one shown', () => {
    const sequencer = new Sequencer();
    const [a, b, c] = [sequencer.next(), sequencer.next(), sequencer.next()];
    expect([sequencer.accept(b), sequencer.accept(a), sequencer.accept(c), sequencer.accept(c)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('voids all tickets when told so', () => {
    const sequencer = new Sequencer();
    const ticket = sequencer.next();
    sequencer.invalidate();
    expect(sequencer.accept(ticket)).toBe(false);
    expect(sequencer.accept(sequencer.next())).toBe(true);
  });
});

describe('AdaptiveDebounce', () => {
  it('does not wait on a fast line and waits up to 300 ms on a slow one', () => {
    const debounce = new AdaptiveDebounce();
    expect(debounce.delay).toBe(0);
    for (let i = 0; i < 20; i++) debounce.observe(200);
    expect(debounce.delay).toBeGreaterThan(100);
    for (let i = 0; i < 20; i++) debounce.observe(5_000);
    expect(debounce.delay).toBe(300);
    for (let i = 0; i < 40; i++) debounce.observe(10);
    expect(debounce.delay).toBe(0);
  });

  it('runs only the last action', () => {
    const debounce = new AdaptiveDebounce(500);
    const ran: string[] = [];
    debounce.schedule(() => ran.push('a'));
    debounce.schedule(() => ran.push('b'));
    vi.advanceTimersByTime(300);
    expect(ran).toEqual(['b']);
  });

  it('runs nothing that was cancelled', () => {
    const debounce = new AdaptiveDebounce(500);
    const ran: string[] = [];
    debounce.schedule(() => ran.push('a'));
    debounce.cancel();
    vi.advanceTimersByTime(1_000);
    expect(ran).toEqual([]);
  });
});

describe('Announcer', () => {
  it('speaks the last message, after a pause', () => {
    const said: string[] = [];
    const announcer = new Announcer((text) => said.push(text), 700);
    announcer.say('1 result');
    vi.advanceTimersByTime(600);
    announcer.say('3 results');
    vi.advanceTimersByTime(600);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(said).toEqual(['3 results']);
  });

  it('makes repeated words different, so that they are read again', () => {
    const said: string[] = [];
    const announcer = new Announcer((text) => said.push(text), 0);
    for (let i = 0; i < 3; i++) {
      announcer.say('3 results');
      vi.advanceTimersByTime(1);
    }
    expect(new Set(said.map((s) => s.trim()))).toEqual(new Set(['3 results']));
    for (let i = 1; i < said.length; i++) expect(said[i]).not.toBe(said[i - 1]);
  });

  it('says nothing after it was silenced', () => {
    const said: string[] = [];
    const announcer = new Announcer((text) => said.push(text));
    announcer.say('3 results');
    announcer.silence();
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual(['']);
  });
});

describe('addresses', () => {
  const base = 'https://site.example/page';

  it('lets only http and https through', () => {
    expect(safeUrl('/a', base)).toBe('https://site.example/a');
    for (const bad of [
      'javascript:alert(1)',
      ' JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'http://[',
      '',
      null,
      undefined,
    ]) {
      expect(safeUrl(bad, base)).toBeNull();
    }
  });

  it('prefers the way to the passage, unless it is unsafe', () => {
    const hit: Hit = {
      objectID: '1',
      url: '/a',
      title: 'A',
      snippet: { text: '', fragmentUrl: '/a#:~:text=b' },
    };
    expect(hitUrl(hit, base)).toBe('https://site.example/a#:~:text=b');
    expect(hitUrl({ ...hit, snippet: { text: '', fragmentUrl: 'javascript:1' } }, base)).toBe(
      'https://site.example/a',
    );
    expect(hitUrl({ ...hit, snippet: undefined, url: 'javascript:1' } as unknown as Hit, base)).toBeNull();
  });

  it('leaves out what is empty, so that equal searches share a cache', () => {
    expect(searchQuery({ q: 'a b', page: 0, filters: '', facets: [], lang: undefined })).toBe('q=a+b');
    expect(searchQuery({ q: '', page: 2, hitsPerPage: 6, facets: ['tag', 'lang'] })).toBe(
      'q=&page=2&hitsPerPage=6&facets=tag%2Clang',
    );
  });

  it('escapes the site', () => {
    expect(routeUrl('https://g.example/', 'a/b', 'search')).toBe('https://g.example/v1/sites/a%2Fb/search');
  });

  it('puts the query into the address of the results page', () => {
    expect(resultsUrl('/suche?x=1', 's', 'a&b', base)).toBe('https://site.example/suche?x=1&s=a%26b');
    expect(resultsUrl('javascript:1', 'q', 'a', base)).toBeNull();
  });
});

describe('filters', () => {
  it('joins values of a field with OR and fields with AND', () => {
    expect(filterExpression({ tag: ['a', 'b'], lang: ['de'] })).toBe('(tag:a OR tag:b) AND lang:de');
  });

  it('quotes what is not a word', () => {
    expect(filterExpression({ tag: ['a "b" \\ c'] })).toBe('tag:"a \\"b\\" \\\\ c"');
    expect(filterExpression({ tag: ['Wärme'] })).toBe('tag:Wärme');
  });

  it('adds a value and takes it away again', () => {
    const once = toggled({}, 'tag', 'a');
    expect(once).toEqual({ tag: ['a'] });
    expect(filterExpression(toggled(once, 'tag', 'a'))).toBe('');
  });
});

describe('shortcuts', () => {
  const key = (key: string, more: Partial<KeyLike> = {}): KeyLike => ({
    ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more },
  });

  it('opens with the key of the system', () => {
    expect(opensSearch(key('k', { ctrlKey: true }), false, false)).toBe(true);
    expect(opensSearch(key('k', { metaKey: true }), false, true)).toBe(true);
    expect(opensSearch(key('k', { ctrlKey: true }), false, true)).toBe(false);
    expect(opensSearch(key('k', { ctrlKey: true, shiftKey: true }), false, false)).toBe(false);
    expect(opensSearch(key('k', { ctrlKey: true, altKey: true }), false, false)).toBe(false);
    expect(opensSearch(key('k'), false, false)).toBe(false);
  });

  it('opens with a slash, but not while text is entered', () => {
    expect(opensSearch(key('/'), false, false)).toBe(true);
    expect(opensSearch(key('/', { shiftKey: true }), false, false)).toBe(true);
    expect(opensSearch(key('/'), true, false)).toBe(false);
    expect(opensSearch(key('/', { isComposing: true }), false, false)).toBe(false);
    expect(opensSearch(key('/', { defaultPrevented: true }), false, false)).toBe(false);
  });

  it('knows the systems of Apple', () => {
    expect(['MacIntel', 'iPhone', 'Linux x86_64', 'Win32'].map(isApple)).toEqual([true, true, false, false]);
  });
});

describe('RecentSearches', () => {
  const memory = () => {
    const values = new Map<string, string>();
    return {
      values,
      getItem: (k: string) => values.get(k) ?? null,
      setItem: (k: string, v: string) => void values.set(k, v),
      removeItem: (k: string) => void values.delete(k),
    };
  };

  it('stores nothing without permission', () => {
    const storage = memory();
    const recents = new RecentSearches(storage, 'demo');
    recents.add('strom');
    expect(storage.values.size).toBe(0);
    expect(recents.list()).toEqual([]);
  });

  it('keeps the last five, each once, newest first', () => {
    const recents = new RecentSearches(memory(), 'demo');
    recents.allowed = true;
    for (const q of ['a', 'b', 'c', 'd', 'e', 'f', 'B', ' ']) recents.add(q);
    expect(recents.list()).toEqual(['B', 'f', 'e', 'd', 'c']);
  });

  it('deletes everything when the permission is withdrawn', () => {
    const storage = memory();
    const recents = new RecentSearches(storage, 'demo');
    recents.allowed = true;
    recents.add('strom');
    recents.allowed = false;
    expect(storage.values.size).toBe(0);
  });

  it('survives a storage that refuses, is broken, or is not there', () => {
    const refusing = {
      getItem: () => 'not json',
      setItem: () => {
        throw new Error('full');
      },
      removeItem: () => undefined,
    };
    for (const storage of [refusing, null]) {
      const recents = new RecentSearches(storage, 'demo');
      recents.allowed = true;
      recents.add('strom');
      expect(recents.list()).toEqual([]);
    }
  });
});

describe('consent', () => {
  it('is nothing until something is said', () => {
    expect(parseConsent(null)).toEqual({ analytics: false, storage: false });
    expect(parseConsent('storage, analytics')).toEqual({ analytics: true, storage: true });
  });

  it('to analytics is overridden by Global Privacy Control', () => {
    const given = { analytics: true, storage: true };
    expect(effectiveConsent(given, { globalPrivacyControl: true })).toEqual({
      analytics: false,
      storage: true,
    });
    expect(effectiveConsent(given, {})).toEqual(given);
  });
});

describe('LocalIndex', () => {
  const hit = (id: string, title: string, breadcrumbs: string[] = []): Hit => ({
    ...{ objectID: id, url: `/${id}`, title, breadcrumbs },
    snippet: { text: `${title}.`, highlights: [[0, 1]] },
  });

  it('finds pages in which every word starts a word of title or headings', () => {
    const index = new LocalIndex();
    index.add([hit('1', 'Zählerstand melden', ['Strom']), hit('2', 'Stromtarife'), hit('3', 'Rechnung')]);
    expect(index.search('zahler', 5).map((h) => h.objectID)).toEqual(['1']);
    expect(index.search('strom', 5).map((h) => h.objectID)).toEqual(['2', '1']);
    expect(index.search('strom melden', 5).map((h) => h.objectID)).toEqual(['1']);
    expect(index.search('', 5)).toEqual([]);
  });

  it('marks the words of this query, not of the one the page was found by', () => {
    const index = new LocalIndex();
    index.add([hit('2', 'Stromtarife')]);
    expect(index.search('strom', 1)[0]?.snippet?.highlights).toEqual([[0, 5]]);
  });

  it('forgets the pages longest not seen', () => {
    const index = new LocalIndex();
    index.add([hit('first', 'Seite eins')]);
    index.add(Array.from({ length: 299 }, (_, i) => hit(`p${i}`, 'Seite')));
    index.add([hit('first', 'Seite eins')]);
    index.add([hit('last', 'Seite zuletzt')]);
    expect(index.search('seite eins', 5)).toHaveLength(1);
    expect(index.search('seite', 1_000)).toHaveLength(300);
  });
});
