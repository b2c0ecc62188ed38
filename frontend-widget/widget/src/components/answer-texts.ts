import { provideTexts } from '../core/translations.js';

const en = {
  answer: 'Answer',
  thinking: 'Reading the pages …',
  writing: 'Writing the answer …',
  stop: 'Stop',
  stopped: 'Stopped.',
  copy: 'Copy',
  copied: 'Copied',
  sources: 'Sources',
  source: 'Source {n}: {q}',
  refused: 'I cannot answer that from these pages.',
  refusedHint: 'The closest pages are listed below.',
  restarted: 'Starting over …',
  again: 'Try again',
  answerFailed: 'The answer could not be finished.',
  high: 'Well supported',
  medium: 'Partly supported',
  low: 'Weakly supported',
  helpful: 'Helpful',
  unhelpful: 'Not helpful',
  thanks: 'Thank you.',
  disclaimer: 'Put together automatically from the pages below. Please check what matters.',
};

/** Texts of the answer panel. */
export type AnswerText = keyof typeof en;

const de: Record<AnswerText, string> = {
  answer: 'Antwort',
  thinking: 'Seiten werden gelesen …',
  writing: 'Antwort wird geschrieben …',
  stop: 'Anhalten',
  stopped: 'Angehalten.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  sources: 'Quellen',
  source: 'Quelle {n}: {q}',
  refused: 'Das kann ich aus diesen Seiten nicht beantworten.',
  refusedHint: 'Die passendsten Seiten stehen darunter.',
  restarted: 'Neuer Anlauf …',
  again: 'Erneut versuchen',
  answerFailed: 'Die Antwort konnte nicht fertiggestellt werden.',
  high: 'Gut belegt',
  medium: 'Teilweise belegt',
  low: 'Schwach belegt',
  helpful: 'Hilfreich',
  unhelpful: 'Nicht hilfreich',
  thanks: 'Danke.',
  disclaimer: 'Automatisch aus den Seiten unten erstellt. Bitte prüfen Sie, worauf es ankommt.',
};

provideTexts('en', en);
provideTexts('de', de);
