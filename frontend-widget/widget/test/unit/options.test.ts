import { describe, expect, it } from 'vitest';
import { options, type OptionSettings } from '../../src/core/options.js';
import { initialState, type State } from '../../src/core/state.js';
import { provideTexts, registerTexts, translator } from '../../src/core/translations.js';
import type { SearchResponse, Suggestion } from '../../src/core/types.js';

const settings: OptionSettings = {
  ...{ answers: true, recents: [], starters: [], base: 'https://site.example/', t: translator('en') },
};

function shown(
  more: Partial<SearchResponse> = {},
  suggestions: Suggestion[] = [],
  query = 'meter reading',
): State {
  const response: SearchResponse = {
    ...{
      query,
      hits: [{ objectID: '1', url: '/1', title: 'One' }],
      nbHits: 1,
      page: 0,
      nbPages: 1,
      hitsPerPage: 6,
    },
    ...more,
  };
  return { ...initialState, query, shown: { query, response, suggestions, local: false } };
}
const kinds = (state: State, more: Partial<OptionSettings> = {}) =>
  options(state, { ...settings, ...more }).map((o) => o.kind);

describe('options', () => {
  it('come in one order: where to go, what was meant, completions, answer, hits, all', () => {
    const state = shown(
      {
        redirect: '/go',
        banner: { text: 'News', url: '/news' },
        correctedQuery: 'meter readings',
        nbHits: 9,
      },
      [{ text: 'meter reading online', kind: 'query' }],
    );
    expect(kinds(state)).toEqual(['redirect', 'banner', 'meant', 'query', 'answer', 'hit', 'all']);
  });

  it('have keys that are unique', () => {
    const keys = options(shown({ nbHits: 9 }, [{ text: 'x', kind: 'query' }]), settings).map((o) => o.key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('offer an answer for two words or a question, not for one word, and not where answers are off', () => {
    expect(kinds(shown({}, [], 'meter'))).not.toContain('answer');
    expect(kinds(shown({}, [], 'meter?'))).toContain('answer');
    expect(kinds(shown(), { answers: false })).not.toContain('answer');
  });

  it('leave out unsafe addresses, and completions that say what was typed or are among the hits', () => {
    const state = shown({ redirect: 'javascript:alert(1)', banner: { text: 'x', url: 'data:x' } }, [
      { text: 'Meter Reading', kind: 'query' },
      { text: 'One', kind: 'page', url: '/1' },
      { text: 'Bad', kind: 'page', url: 'javascript:1' },
      { text: 'Two', kind: 'page', url: '/2' },
    ]);
    expect(kinds(state, { answers: false })).toEqual(['page', 'hit']);
  });

  it('number hits through all pages', () => {
    const option = options(shown({ page: 2, hitsPerPage: 10, nbHits: 21 }), settings).find(
      (o) => o.kind === 'hit',
    );
    expect(option).toMatchObject({ ordinal: 21 });
  });

  it('propose recent searches and the owner’s for an empty box, and the owner’s where nothing was found', () => {
    const empty = options(initialState, { ...settings, recents: ['a'], starters: ['a', 'b'] });
    expect(empty.map((o) => [o.kind, o.label])).toEqual([
      ['recent', 'a'],
      ['query', 'b'],
    ]);
    expect(kinds(shown({ hits: [], nbHits: 0 }, [], 'xyz'), { starters: ['b'] })).toEqual(['query']);
  });
});

describe('texts', () => {
  it('have a singular, a plural and the numbers of the language', () => {
    expect(translator('en')('count', { n: 1 })).toBe('1 result');
    expect(translator('de-AT')('count', { n: 1234 })).toMatch(/^1.234 Ergebnisse$/);
  });

  it('fall back from the region to the language to English, and accept tags that are none', () => {
    expect(translator('de-CH')('close')).toBe('Schließen');
    expect(translator('xx-nonsense-')('close')).toBe('Close');
    expect(translator('x')('count', { n: 1234 })).toContain('results');
  });

  it('can be added and replaced, with functions for other plurals', () => {
    registerTexts('pl', { close: 'Zamknij', count: ({ n = 0 }) => `${n} ${n === 1 ? 'wynik' : 'wyniki'}` });
    expect(translator('pl')('close')).toBe('Zamknij');
    expect(translator('pl-PL')('count', { n: 2 })).toBe('2 wyniki');
    expect(translator('pl')('clear')).toBe('Clear');
  });

  it('of a part loaded later do not replace what the site registered', () => {
    registerTexts('de', { answer: 'Auskunft' });
    provideTexts('de', { answer: 'Antwort', stop: 'Anhalten' });
    expect(translator<string>('de')('answer')).toBe('Auskunft');
    expect(translator<string>('de')('stop')).toBe('Anhalten');
  });

  it('are the same set in German and English', async () => {
    await Promise.all([
      import('../../src/components/answer-texts.js'),
      import('../../src/components/page-texts.js'),
    ]);
    const en = translator<string>('en');
    const de = translator<string>('de');
    for (const key of ['label', 'noneHint', 'disclaimer', 'again', 'previous']) {
      expect(en(key)).not.toBe('');
      expect(de(key)).not.toBe(en(key));
    }
  });
});
