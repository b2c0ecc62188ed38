/** A text, `one|other` for counts, or a function for languages with more plural forms. `{n}` and `{q}` are filled in. */
export type Text = string | ((values: TextValues) => string);

export interface TextValues {
  n?: number;
  q?: string;
}

/** Texts of the search box itself; the answer panel and the results page bring theirs. */
const en = {
  label: 'Search',
  placeholder: 'Search this site',
  clear: 'Clear',
  close: 'Close',
  results: 'Results',
  suggestions: 'Suggestions',
  recent: 'Recent searches',
  forget: 'Clear recent searches',
  count: '{n} result|{n} results',
  none: 'No results for “{q}”',
  noneHint: 'Check the spelling, try fewer or more general words.',
  all: 'All {n} results|All {n} results',
  ask: 'Answer “{q}”',
  askHint: 'Short answer with sources',
  meant: 'Did you mean “{q}”?',
  goTo: 'Go to {q}',
  loading: 'Searching …',
  failed: 'Search cannot be reached right now.',
  retry: 'Try again',
  degraded: 'Quick results: part of the search was left out to answer in time.',
  limited: 'Too many searches. Please wait a moment.',
  keyMove: 'to move',
  keyOpen: 'to open',
  keyClose: 'to close',
  filter: 'Narrow down',
} satisfies Record<string, Text>;

/** Those of remembered pages come with what remembers them. */
export type TextKey = keyof typeof en | 'offline' | 'local';
export type Texts = Record<keyof typeof en, Text>;

const de: Texts = {
  label: 'Suche',
  placeholder: 'Website durchsuchen',
  clear: 'Löschen',
  close: 'Schließen',
  results: 'Ergebnisse',
  suggestions: 'Vorschläge',
  recent: 'Letzte Suchen',
  forget: 'Letzte Suchen löschen',
  count: '{n} Ergebnis|{n} Ergebnisse',
  none: 'Keine Ergebnisse für „{q}“',
  noneHint: 'Prüfen Sie die Schreibweise oder suchen Sie mit weniger, allgemeineren Wörtern.',
  all: 'Alle {n} Ergebnisse|Alle {n} Ergebnisse',
  ask: '„{q}“ beantworten',
  askHint: 'Kurze Antwort mit Quellen',
  meant: 'Meinten Sie „{q}“?',
  goTo: 'Direkt zu {q}',
  loading: 'Suche läuft …',
  failed: 'Die Suche ist gerade nicht erreichbar.',
  retry: 'Erneut versuchen',
  degraded: 'Schnelle Ergebnisse: Ein Teil der Suche wurde ausgelassen, um rechtzeitig zu antworten.',
  limited: 'Zu viele Suchen. Bitte warten Sie einen Moment.',
  keyMove: 'bewegen',
  keyOpen: 'öffnen',
  keyClose: 'schließen',
  filter: 'Eingrenzen',
};

const languages = new Map<string, Record<string, Text>>([
  ['en', en],
  ['de', de],
]);

/** Adds a language, or replaces some texts of one. Missing texts are taken from English. */
export function registerTexts(language: string, texts: Record<string, Text>): void {
  const key = language.toLowerCase();
  languages.set(key, { ...languages.get(key), ...texts });
}

/** Adds the texts of a part that is loaded on demand; what the site has registered still wins. */
export function provideTexts(language: string, texts: Record<string, Text>): void {
  registerTexts(language, { ...texts, ...languages.get(language) });
}

/** Looks a text up and fills it in. */
export type Translate<K extends string = TextKey> = (key: K, values?: TextValues) => string;

/** Texts for a BCP 47 language: the exact tag if there is one, else its language, else English. */
export function translator<K extends string = TextKey>(tag: string): Translate<K> {
  const exact = tag.toLowerCase();
  const texts: Record<string, Text> = {
    ...languages.get('en'),
    ...languages.get(exact.split('-')[0] ?? ''),
    ...languages.get(exact),
  };
  return (key, values = {}) => {
    const text = texts[key] ?? '';
    if (typeof text === 'function') return text(values);
    const forms = text.split('|');
    const form = (values.n === 1 ? forms[0] : (forms[1] ?? forms[0])) ?? '';
    return form.replace(/\{([nq])\}/g, (_, name) =>
      name === 'n' ? (values.n ?? 0).toLocaleString(supported(tag)) : (values.q ?? ''),
    );
  };
}

/** A tag `Intl` accepts, for `lang` attributes that are none. */
export function supported(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
