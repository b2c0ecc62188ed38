import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanQuery } from '../../src/device/query-text.js';
import { wordPiece } from '../../src/device/wordpiece.js';

interface Fixture {
  tokenizer: Record<string, unknown>;
  texts: { text: string; ids: number[] }[];
}
const fixture = JSON.parse(readFileSync(new URL('wordpiece.json', import.meta.url), 'utf8')) as Fixture;

describe('tokens of a query', () => {
  const tokenizer = wordPiece(fixture.tokenizer);

  it.each(fixture.texts)('are those of the server: $text', ({ text, ids }) => {
    expect(tokenizer.encode(text, 512)).toEqual([101, ...ids, 102]);
  });

  it('end where the window of the model ends', () => {
    expect(tokenizer.encode('a a a a a', 4)).toEqual([101, 1037, 1037, 102]);
  });

  it('are not guessed for another kind of tokeniser', () => {
    for (const part of [
      { model: { type: 'Unigram' } },
      { normalizer: { type: 'NFKC' } },
      { pre_tokenizer: { type: 'Metaspace' } },
    ]) {
      expect(() => wordPiece({ ...fixture.tokenizer, ...part })).toThrow('not that of BERT');
    }
  });
});

describe('a query before it is encoded', () => {
  it.each([
    ['  zwei \t Wörter \n', 'zwei Wörter'],
    ['u\u0308ber', 'über'],
    ['soft\u00adhyphen zero\u200bwidth', 'softhyphen zerowidth'],
    ['lone \ud800 surrogate', 'lone surrogate'],
    ['nul\u0000and\u0085nel', 'nul and nel'],
  ])('is cleaned as on the server', (typed, clean) => {
    expect(cleanQuery(typed)).toBe(clean);
  });
});
