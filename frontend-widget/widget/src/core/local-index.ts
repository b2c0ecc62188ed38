import { prefixRanges } from './highlight.js';
import type { Hit } from './types.js';

/** Most pages remembered. */
const CAPACITY = 300;

interface Entry {
  hit: Hit;
  words: string[];
}

/**
 * A small index of the pages this visitor has already been shown, in memory only. It answers by word prefixes while
 * the server is slow or out of reach.
 */
export class LocalIndex {
  readonly #entries = new Map<string, Entry>();

  /** Remembers pages; the ones longest not seen give way when it is full. */
  add(hits: readonly Hit[]): void {
    for (const hit of hits) {
      this.#entries.delete(hit.objectID);
      this.#entries.set(hit.objectID, {
        hit,
        words: words(`${hit.title} ${hit.breadcrumbs?.join(' ') ?? ''}`),
      });
    }
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= CAPACITY) break;
      this.#entries.delete(id);
    }
  }

  /** Pages in which every word of the query starts a word of title or headings, best first. */
  search(query: string, limit: number): Hit[] {
    const wanted = words(query);
    if (wanted.length === 0) return [];
    const found: { hit: Hit; score: number }[] = [];
    for (const { hit, words: own } of this.#entries.values()) {
      let score = 0;
      for (const word of wanted) {
        const at = own.findIndex((candidate) => candidate.startsWith(word));
        if (at < 0) {
          score = -1;
          break;
        }
        score += (own[at] === word ? 2 : 1) / (1 + at);
      }
      if (score > 0) found.push({ hit, score });
    }
    return found
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ hit }) => localHit(hit, query));
  }
}

/** The hit with marks for this query instead of those of the search it came from. */
function localHit(hit: Hit, query: string): Hit {
  const text = hit.snippet?.text;
  return text ? { ...hit, snippet: { text, highlights: prefixRanges(text, query) } } : hit;
}

/** Lower-case words without diacritics. */
function words(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
