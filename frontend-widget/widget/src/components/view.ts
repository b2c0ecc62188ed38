import { html, nothing, type TemplateResult } from 'lit/html.js';
import { prefixRanges, segments } from '../core/highlight.js';
import type { SessionSettings } from '../core/session.js';
import type { Option, State } from '../core/state.js';
import type { Translate } from '../core/translations.js';
import type { Filters, Range } from '../core/types.js';

/** What the views of the search box show, and what they can ask for. */
export interface View {
  state: State;
  options: readonly Option[];
  settings: SessionSettings;
  t: Translate;
  /** Base of relative addresses. */
  base: string;
  /** BCP 47 tag of the page around. */
  lang: string;
  /** Whether recent searches are among the options. */
  hasRecents: boolean;
  answer: TemplateResult | typeof nothing;
  /** Draws the facets, where the site has some. */
  facets: ((view: View) => unknown) | undefined;
  choose(index: number, event: MouseEvent): void;
  press(index: number): void;
  /** A link to the option was followed. */
  followed(index: number): void;
  pointing(pointing: boolean): void;
  filter(filters: Filters, expression: string): void;
  retry(): void;
  forget(): void;
}

/** Text with its marked ranges in `mark`; the text can never become markup. */
export function marked(text: string, ranges?: readonly Range[]) {
  return segments(text, ranges).map((s) => (s.marked ? html`<mark part="mark">${s.text}</mark>` : s.text));
}

/** A title with the words of the query marked where they start a word. */
export function markedTitle(title: string, query: string) {
  return marked(title, prefixRanges(title, query));
}

/** What has to be said about the results as a whole. */
export function note(view: View): string {
  const { state, t } = view;
  if (!state.online && state.shown) return t('offline');
  if (state.shown?.local && state.phase !== 'failed') return t('local');
  const response = state.shown?.response;
  return response?.said ?? (response?.degraded?.length ? t('degraded') : '');
}

export function failure(view: View) {
  const { state, t } = view;
  if (state.phase !== 'failed') return nothing;
  return html`<div class="failure" part="error">
    <p>${t(state.failure === 'limited' ? 'limited' : 'failed')}</p>
    <button type="button" part="retry" @click=${view.retry}>${t('retry')}</button>
  </div>`;
}
