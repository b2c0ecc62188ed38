import type { UiLanguage } from './texts.js';

const KEY = 'lotse-console-key';
const PLACE = 'lotse-console-place';
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

  /** Remembers where one was, for when one comes back from signing in elsewhere. */
  leave(hash: string): void {
    sessionStorage.setItem(PLACE, hash);
  }

  /** Where one was; once. */
  comeBack(): string | null {
    const hash = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    return hash;
  }

  language(): UiLanguage {
    const chosen = localStorage.getItem(LANGUAGE) ?? navigator.language;
    return chosen.startsWith('de') ? 'de' : 'en';
  }

  setLanguage(language: UiLanguage): void {
    localStorage.setItem(LANGUAGE, language);
  }
}
