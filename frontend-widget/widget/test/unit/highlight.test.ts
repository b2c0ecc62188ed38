import { describe, expect, it } from 'vitest';
import { prefixRanges, segments } from '../../src/core/highlight.js';
import type { Range } from '../../src/core/types.js';

const joined = (text: string, ranges: Range[]) =>
  segments(text, ranges)
    .map((s) => s.text)
    .join('');
const marked = (text: string, ranges: Range[]) =>
  segments(text, ranges)
    .filter((s) => s.marked)
    .map((s) => s.text);

describe('segments', () => {
  it('cuts text at the offsets', () => {
    expect(segments('Strom sparen', [[0, 5]])).toEqual([
      { text: 'Strom', marked: true },
      { text: ' sparen', marked: false },
    ]);
  });

  it('gives one plain segment without ranges and none for no text', () => {
    expect(segments('abc')).toEqual([{ text: 'abc', marked: false }]);
    expect(segments('')).toEqual([]);
  });

  it('sorts, and merges what overlaps or touches', () => {
    expect(
      marked('abcdefgh', [
        [4, 6],
        [0, 2],
        [5, 8],
      ]),
    ).toEqual(['ab', 'efgh']);
    expect(
      marked('abcdef', [
        [0, 2],
        [2, 4],
      ]),
    ).toEqual(['abcd']);
    expect(
      marked('abcdef', [
        [0, 6],
        [1, 2],
        [3, 4],
      ]),
    ).toEqual(['abcdef']);
  });

  it('clamps offsets that lie outside, and ignores empty and reversed ranges', () => {
    expect(
      marked('abc', [
        [-5, 1],
        [2, 99],
      ]),
    ).toEqual(['a', 'c']);
    expect(
      marked('abc', [
        [2, 1],
        [1, 1],
        [NaN, NaN],
      ]),
    ).toEqual([]);
  });

  it('never cuts a surrogate pair', () => {
    const text = 'a😀b';
    expect(marked(text, [[2, 4]])).toEqual(['😀b']);
    expect(marked(text, [[0, 2]])).toEqual(['a😀']);
  });

  it('joins to the text whatever the ranges are', () => {
    let seed = 7;
    const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    const text = 'Gr😀ße, 𝔘nicode & <b>Tags</b> bleiben Text';
    for (let i = 0; i < 2_000; i++) {
      const ranges = Array.from({ length: random(6) }, (): Range => [random(60) - 10, random(60) - 10]);
      expect(joined(text, ranges)).toBe(text);
      for (const { text: part } of segments(text, ranges)) expect(part.isWellFormed()).toBe(true);
    }
  });
});

describe('prefixRanges', () => {
  it('marks words that start with a word of the query, ignoring case', () => {
    expect(prefixRanges('Stromtarife und Strom', 'strom')).toEqual([
      [0, 5],
      [16, 21],
    ]);
    expect(prefixRanges('Hausstrom', 'strom')).toEqual([]);
  });

  it('marks as much as the longest word covers', () => {
    expect(prefixRanges('Zählerstand', 'zähler zä')).toEqual([[0, 6]]);
  });
});
