import { provideTexts } from '../core/translations.js';

const en = {
  previous: 'Previous page',
  next: 'Next page',
  pages: 'Pages of results',
  page: 'Page {n}',
  updated: 'Updated {q}',
};

/** Texts of the results page. */
export type PageText = keyof typeof en;

const de: Record<PageText, string> = {
  previous: 'Vorige Seite',
  next: 'Nächste Seite',
  pages: 'Ergebnisseiten',
  page: 'Seite {n}',
  updated: 'Stand {q}',
};

provideTexts('en', en);
provideTexts('de', de);
