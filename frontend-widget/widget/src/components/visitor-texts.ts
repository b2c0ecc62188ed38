import { provideTexts } from '../core/translations.js';

provideTexts('en', {
  offline: 'You are offline. These are pages you have seen before.',
  local: 'Pages seen before, while the search is under way.',
});
provideTexts('de', {
  offline: 'Sie sind offline. Diese Seiten haben Sie schon gesehen.',
  local: 'Schon gesehene Seiten, während die Suche läuft.',
});
