import { de } from './texts-de.js';
import { en } from './texts-en.js';

export type Texts = typeof en;
export type TextKey = keyof Texts;
export type UiLanguage = 'de' | 'en';
export const TEXTS: Record<UiLanguage, Texts> = { de, en };
