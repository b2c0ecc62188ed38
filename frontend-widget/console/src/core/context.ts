import type { Texts, UiLanguage } from './texts.js';
import type { ChangeSet } from './types.js';
import type { Place } from './route.js';
import type { Insights } from './insights.js';
import type { Tuning } from './tuning.js';

/** What a view knows of the console around it. Replaced, never changed. */
export interface Context {
  readonly tuning: Tuning;
  readonly insights: Insights;
  readonly place: Place;
  readonly drafts: readonly ChangeSet[];
  readonly language: UiLanguage;
  readonly texts: Texts;
  /** Whether who has signed in may change and publish, or only read and preview. */
  readonly mayEdit: boolean;
  /** The draft that edits go to; one is opened where there is none. */
  editedDraft(): Promise<string>;
  go(to: Partial<Place>): void;
  /** Has drafts read again. */
  reload(): Promise<void>;
  notify(message: string, undo?: () => Promise<void>): void;
  /** Runs something that may fail, and shows why. */
  attempt<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** In the words of the console's language, to the minute. */
export function time(context: Context, at: string): string {
  return new Date(at).toLocaleString(context.language, { dateStyle: 'medium', timeStyle: 'short' });
}
