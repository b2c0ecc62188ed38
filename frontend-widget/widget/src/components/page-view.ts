import { html, nothing } from 'lit/html.js';
import { bannerOf } from '../core/options.js';
import type { SearchSession } from '../core/session.js';
import { supported, translator } from '../core/translations.js';
import { hitUrl } from '../core/url.js';
import { icons } from './icons.js';
import { sheet } from './rendered-element.js';
import { failure, marked, markedTitle, note, type View } from './view.js';
import type { PageText } from './page-texts.js';
import './page-texts.js';
import styles from './page-view.css?inline';

/** The results page: links in a list, pages to turn, and the search in the address bar. */
export class ResultsPage {
  readonly #listeners = new AbortController();

  /**
   * @param field name of the query in the address
   */
  constructor(
    root: ShadowRoot,
    private readonly session: SearchSession,
    private readonly field: string,
  ) {
    root.adoptedStyleSheets.push(sheet(styles));
    window.addEventListener('popstate', () => this.#readAddress(), { signal: this.#listeners.signal });
    this.#readAddress();
  }

  leave(): void {
    this.#listeners.abort();
  }

  /** Writes the search into the address: a new page of results is a step to go back to, a new letter is not. */
  wrote(turned: boolean): void {
    const { query, page } = this.session.state;
    const url = this.#pageUrl(query.trim(), page);
    if (url === location.href) return;
    if (turned) history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  }

  #readAddress(): void {
    const params = new URL(location.href).searchParams;
    const query = params.get(this.field) ?? '';
    this.session.dispatch({ type: 'input', query });
    if (query.trim()) void this.session.goToPage(Math.max(0, (Number(params.get('page')) || 1) - 1));
  }

  #pageUrl(query: string, page: number): string {
    const url = new URL(location.href);
    url.searchParams.set(this.field, query);
    if (page > 0) url.searchParams.set('page', String(page + 1));
    else url.searchParams.delete('page');
    return url.href;
  }

  render(view: View) {
    const { state, options, t } = view;
    const response = state.shown?.response;
    const said = note(view);
    const banner = response && bannerOf(response);
    const stale = state.shown?.query !== state.query.trim() || state.phase === 'slow';
    return html`<div class="page" part="page">
      ${view.facets?.(view)} ${said ? html`<p class="note" part="note">${said}</p>` : nothing}
      ${failure(view)}
      ${banner && !banner.url ? html`<p class="note" part="banner">${banner.text}</p>` : nothing}
      <div class="proposals">
        ${options.map((option, i) =>
          option.kind === 'hit' || option.kind === 'all'
            ? nothing
            : html`<button
                type="button"
                part="proposal"
                class=${option.kind}
                @pointerdown=${() => view.press(i)}
                @click=${(event: MouseEvent) => {
                  view.press(i);
                  view.choose(i, event);
                }}
              >
                ${option.kind === 'answer' ? icons.spark : nothing}${option.label}
              </button>`,
        )}
      </div>
      ${view.answer}
      ${
        response
          ? html`<h2 tabindex="-1" part="count">
              ${response.nbHits ? t('count', { n: response.nbHits }) : t('none', { q: state.shown?.query ?? '' })}
            </h2>`
          : nothing
      }
      ${response && !response.nbHits ? html`<p class="hint">${t('noneHint')}</p>` : nothing}
      ${!state.shown && state.phase === 'slow' ? this.#skeleton(view) : nothing}
      <ol class=${stale ? 'stale' : ''} part="results">
        ${options.map((option, i) => (option.kind === 'hit' ? this.#hit(view, i) : nothing))}
      </ol>
      ${response && response.nbPages > 1 ? this.#pager(view, response.nbPages) : nothing}
    </div>`;
  }

  #hit(view: View, index: number) {
    const option = view.options[index];
    if (option?.kind !== 'hit') return nothing;
    const { hit } = option;
    const t = translator<PageText>(view.lang);
    const date = hit.updatedAt ? new Date(hit.updatedAt) : undefined;
    const locale = supported(view.lang);
    return html`<li lang=${hit.lang ?? nothing}>
      <a part="title" href=${hitUrl(hit, view.base) ?? nothing} @click=${() => view.followed(index)}>
        ${markedTitle(hit.title, view.state.shown?.query ?? '')}
      </a>
      <p class="path" part="path">${hit.breadcrumbs?.join(' › ')}</p>
      <p part="snippet">${marked(hit.snippet?.text ?? '', hit.snippet?.highlights)}</p>
      ${
        date && !isNaN(date.getTime())
          ? html`<p class="path" part="date" lang=${view.lang}>
              ${t('updated', { q: date.toLocaleDateString(locale, { dateStyle: 'medium' }) })}
            </p>`
          : nothing
      }
    </li>`;
  }

  #pager(view: View, count: number) {
    const { state } = view;
    const t = translator<PageText>(view.lang);
    const link = (page: number, label: string, rel?: string) =>
      html`<a
        href=${this.#pageUrl(state.query.trim(), page)}
        rel=${rel ?? nothing}
        aria-label=${rel ? nothing : t('page', { n: page + 1 })}
        aria-current=${page === state.page ? 'page' : nothing}
        @click=${(event: MouseEvent) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          void this.#turn(page, event);
        }}
        >${label}</a
      >`;
    const first = Math.max(0, Math.min(state.page - 2, count - 5));
    const shown = Array.from({ length: Math.min(5, count) }, (_, i) => first + i);
    return html`<nav part="pages" aria-label=${t('pages')}>
      ${state.page > 0 ? link(state.page - 1, t('previous'), 'prev') : nothing}
      ${shown.map((page) => link(page, (page + 1).toLocaleString(supported(view.lang))))}
      ${state.page + 1 < count ? link(state.page + 1, t('next'), 'next') : nothing}
    </nav>`;
  }

  /** Shows another page of results and starts reading at its top. */
  async #turn(page: number, event: MouseEvent): Promise<void> {
    const root = (event.currentTarget as Element).getRootNode() as ShadowRoot;
    await this.session.goToPage(page);
    root.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
    root.host.scrollIntoView({ block: 'start' });
  }

  #skeleton({ settings }: View) {
    return html`<div class="skeleton" aria-hidden="true">
      ${Array.from({ length: settings.hitsPerPage }, () => html`<div class="option hit"><i></i><i></i><i></i></div>`)}
    </div>`;
  }
}
