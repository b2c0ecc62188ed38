import type { UiLanguage } from './texts.js';

const KEY = 'lotse-console-key';
const LANGUAGE = 'lotse-console-language';

/** What the console remembers: the key in this tab only, the language on this device. */
export class Session {
  key(): string | null {
    return sessionStorage.getItem(KEY);
  }

  setKey(key: string | null): void {
    if (key === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, key);
  }

  language(): UiLanguage {
    const chosen = localStorage.getItem(LANGUAGE) ?? navigator.language;
    return chosen.startsWith('de') ? 'de' : 'en';
  }

  setLanguage(language: UiLanguage): void {
    localStorage.setItem(LANGUAGE, language);
  }
}
