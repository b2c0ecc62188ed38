import type { Synonym } from './types.js';

/** A synonym as editors read it: `Handy, Smartphone`, `Handy → Smartphone`, `Handy ⇒ Smartphone`. */
export function synonymText(synonym: Synonym): string {
  const terms = synonym.terms.join(', ');
  if (synonym.type === 'equivalent') return terms;
  return `${terms} ${synonym.type === 'one-way' ? '→' : '⇒'} ${(synonym.to ?? []).join(', ')}`;
}

/** The words of a comma-separated list. */
export function words(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
