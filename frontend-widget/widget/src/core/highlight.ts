import type { Range } from './types.js';

export interface Segment {
  text: string;
  marked: boolean;
}

/**
 * Cuts text into plain and marked pieces. Offsets are UTF-16 code units from the server and are not trusted: they are
 * clamped, sorted and merged, and never cut a surrogate pair. The pieces always join to the text.
 */
export function segments(text: string, ranges: readonly Range[] = []): Segment[] {
  const out: Segment[] = [];
  let at = 0;
  const push = (end: number, marked: boolean) => {
    if (end > at) out.push({ text: text.slice(at, end), marked });
    at = Math.max(at, end);
  };
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(at, boundary(text, from, -1));
    const end = boundary(text, to, 1);
    if (!(end > start)) continue;
    const last = out.at(-1);
    push(start, false);
    if (last?.marked && out.at(-1) === last) {
      last.text += text.slice(at, end);
      at = end;
    } else push(end, true);
  }
  push(text.length, false);
  return out;
}

/** Clamps an offset into the text and moves it out of the middle of a surrogate pair. */
function boundary(text: string, offset: number, outwards: 1 | -1): number {
  const i = Math.min(text.length, Math.max(0, Math.trunc(offset) || 0));
  const splits = /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(i - 1 < 0 ? 0 : i - 1, i + 1));
  return splits ? i + outwards : i;
}

/** Ranges of text where a word starts with one of the query's words; for results that did not come from the server. */
export function prefixRanges(text: string, query: string): Range[] {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const ranges: Range[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const word = match[0].toLowerCase();
    const length = Math.max(0, ...words.filter((w) => word.startsWith(w)).map((w) => w.length));
    if (length > 0) ranges.push([match.index, match.index + length]);
  }
  return ranges;
}
