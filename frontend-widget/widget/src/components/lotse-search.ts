import { html, nothing, type TemplateResult } from 'lit/html.js';
import { Announcer } from '../core/announcer.js';
import { parseConsent, type Consent } from '../core/consent.js';
import { httpGateway, type GatewayAddress } from '../core/gateway.js';
import { options, redirectOf } from '../core/options.js';
import { SearchSession, type SessionSettings } from '../core/session.js';
import { isApple, isEditable, opensSearch } from '../core/shortcuts.js';
import type { Action, Option, State } from '../core/state.js';
import { translator } from '../core/translations.js';
import { hitUrl, resultsUrl, safeUrl } from '../core/url.js';
import { field, trigger } from './field.js';
import { footer, optionId, popup } from './popup.js';
import { RenderedElement } from './rendered-element.js';
import type { Visitor } from './visitor.js';
import type { View } from './view.js';
import styles from './lotse-search.css?inline';

/** After a pointer has rested this many milliseconds over the list, new results may replace what is under it. */
const REST = 400;

/**
 * `<lotse-search site="…">`: the search box of a website. Wraps a plain form, which is what visitors without
 * JavaScript use, and takes the address of the results page from it.
 *
 * Attributes:
 * - `site` (required): name of the site at the gateway
 * - `endpoint`: origin of the gateway; by default the one this script came from
 * - `search-key`: public search key, where the site asks for one
 * - `mode`: `inline` (a field with a popup, the default), `modal` (a button that opens a dialog) or `page` (a results page)
 * - `theme`: `light` or `dark`; by default the page's `color-scheme`
 * - `placeholder`, `hits` (per search), `min-length` (characters that are searched for, default 2)
 * - `facets`: fields to filter by, separated by commas
 * - `answers="off"`: offers no answers
 * - `starters`: searches to propose, separated by `|`
 * - `consent`: what the visitor has agreed to: `analytics`, `storage`, both or nothing
 * - `shortcut="off"`: leaves Ctrl/⌘ K and `/` to the page
 * - `results-url`: address of the results page; by default the action of the form inside
 *
 * @fires lotse-select when a result is chosen, with its URL; cancel it to navigate in another way
 * @fires lotse-search after each search, with the gateway's response
 */
export class LotseSearch extends RenderedElement {
  static readonly observedAttributes = [
    ...[
      'site',
      'endpoint',
      'search-key',
      'mode',
      'lang',
      'placeholder',
      'hits',
      'facets',
      'answers',
      'starters',
    ],
    ...['consent', 'shortcut', 'min-length'],
  ];

  readonly session = new SearchSession(
    () => httpGateway(this.address),
    () => this.#settings,
    () => this.#visitor?.seen,
    (state, action) => this.#changed(state, action),
  );
  readonly #announcer = new Announcer((text) => {
    const region = this.root.querySelector('[role=status]');
    if (region) region.textContent = text;
  });
  readonly #apple = isApple(navigator.platform);
  /** Recent searches, seen pages and events; loaded with the first use of the box. */
  #visitor: Visitor | undefined;
  /** What the visitor decided since the page was loaded; wins over the attribute. */
  readonly #consent: Partial<Consent> = {};
  #options: readonly Option[] = [];
  #pressed = '';
  #rest: ReturnType<typeof setTimeout> | undefined;
  #listeners = new AbortController();
  /** The question being answered, or empty. */
  #asked = '';
  /** Views that are loaded when an attribute asks for them. */
  #pageView: ((view: View) => TemplateResult) | undefined;
  #facets: ((view: View) => unknown) | undefined;

  constructor() {
    super(styles);
  }

  get mode(): string {
    return this.attribute('mode', 'inline');
  }

  /** The gateway and the site searched. */
  get address(): GatewayAddress {
    return {
      endpoint: this.attribute('endpoint', new URL(import.meta.url).origin),
      site: this.attribute('site'),
      key: this.attribute('search-key'),
    };
  }

  /** Opens the dialog or the popup and puts the cursor into the text field. */
  open(): void {
    const dialog = this.#dialog;
    if (dialog && !dialog.open) dialog.showModal();
    this.session.dispatch({ type: 'open' });
    this.#input?.focus();
    this.#input?.select();
  }

  close(): void {
    this.#dialog?.close();
    this.session.dispatch({ type: 'close' });
  }

  override focus(): void {
    if (this.mode === 'modal') this.root.querySelector<HTMLElement>('.trigger')?.focus();
    else this.#input?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    document.addEventListener('keydown', (event) => this.#shortcut(event), { signal });
    document.addEventListener(
      'lotse:consent',
      (event) => {
        Object.assign(this.#consent, (event as CustomEvent).detail);
        this.#visitor?.refresh();
      },
      { signal },
    );
    const connection = () => {
      this.session.dispatch({ type: 'online', online: navigator.onLine });
      if (navigator.onLine && this.session.state.phase === 'failed') void this.session.search();
    };
    window.addEventListener('online', connection, { signal });
    window.addEventListener('offline', connection, { signal });
    this.addEventListener('focusout', (event) => this.#left(event), { signal });
    this.session.dispatch({ type: 'online', online: navigator.onLine });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listeners.abort();
    this.#announcer.silence();
    this.session.cancel();
    this.#visitor?.leave();
    this.#visitor = undefined;
  }

  override attributeChangedCallback(): void {
    super.attributeChangedCallback();
    this.#visitor?.refresh();
  }

  protected override drawn(): void {
    this.#place();
    this.root.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  protected override template() {
    const view = this.#view();
    const { state, t } = view;
    const modal = this.mode === 'modal';
    const expanded = this.#options.length > 0 && (modal || state.open);
    const visible = modal || (state.open && (state.phase !== 'idle' || this.#options.length > 0));
    const active = state.active >= 0 ? optionId(state.active) : nothing;
    const textField = field({
      ...{
        t,
        modal,
        expanded,
        active,
        query: state.query,
        busy: state.phase === 'slow' || state.phase === 'loading',
      },
      placeholder: this.#placeholder || t('placeholder'),
      page: this.mode === 'page',
      hint: this.#hint,
      onInput: (event) => this.#typed(event),
      onKey: (event) => this.#key(event),
      onFocus: () => {
        this.session.dispatch({ type: 'open' });
        void this.#loadVisitor();
      },
      onSubmit: (event) => this.#submit(event),
      onClear: () => this.#clear(),
      onClose: () => this.close(),
    });
    const status = html`<div role="status" class="sr"></div>`;
    if (this.mode === 'page') {
      if (!this.#pageView) void this.#loadPageView();
      return html`${textField}${status}${this.#pageView?.(view)}`;
    }
    const below = html`<div
        class="popup"
        part="popup"
        tabindex="-1"
        ?hidden=${!visible}
        @mousedown=${keepFocus}
      >
        <div class="scroll" part="scroll">${popup(view)}</div>
        ${footer(view)}
      </div>
      ${status}`;
    return modal
      ? html`${trigger(t, this.#placeholder, this.#hint, this.#apple, () => this.open())}
          <dialog part="dialog" aria-label=${t('label')} @close=${() => this.close()} @click=${onBackdrop}>
            ${textField}${below}
          </dialog>`
      : html`${textField}${below}`;
  }

  /** Keeps the popup, which may be wider than the field, inside the window. */
  #place(): void {
    const popup = this.root.querySelector<HTMLElement>('.popup');
    if (this.mode !== 'inline' || !popup?.offsetWidth) return;
    const { left, right } = this.getBoundingClientRect();
    const width = popup.offsetWidth;
    const most = document.documentElement.clientWidth - 8 - width;
    const alignEnd = this.matches(':dir(rtl)') || left > most;
    const wanted = alignEnd ? right - width : left;
    popup.style.setProperty('--_left', `${Math.max(8, Math.min(wanted, most)) - left}px`);
  }

  async #loadPageView(): Promise<void> {
    this.#pageView = (await import('./page-view.js')).pageView;
    void this.update();
  }

  async #loadFacets(): Promise<void> {
    this.#facets = (await import('./facets.js')).facetChips;
    void this.update();
  }

  async #loadVisitor(): Promise<void> {
    if (this.#visitor) return;
    const { Visitor } = await import('./visitor.js');
    this.#visitor ??= new Visitor(
      () => this.address,
      () => ({ ...parseConsent(this.getAttribute('consent')), ...this.#consent }),
      () => void this.update(),
    );
    if (!this.isConnected) {
      this.#visitor.leave();
      this.#visitor = undefined;
    }
  }

  #view(): View {
    const t = translator(this.#language);
    const state = this.session.state;
    const recents = this.#visitor?.recents.list() ?? [];
    const starters = this.attribute('starters').split('|').filter(Boolean);
    const base = document.baseURI;
    this.#options = options(state, {
      answers: this.attribute('answers') !== 'off',
      recents,
      starters,
      base,
      t,
    });
    const hasRecents = recents.length > 0;
    if (this.getAttribute('facets') && !this.#facets) void this.#loadFacets();
    return {
      facets: this.#facets,
      ...{ state, options: this.#options, settings: this.#settings, t, base, hasRecents },
      answer: this.#asked
        ? html`<lotse-answer
            part="answer"
            exportparts="answer-text, citation, source"
            lang=${this.#language}
            .question=${this.#asked}
            .address=${this.address}
            @lotse-say=${(event: CustomEvent<string>) => this.#announcer.say(event.detail)}
          ></lotse-answer>`
        : nothing,
      choose: (index, event) => {
        if (event.type === 'auxclick' && event.button !== 1) return;
        const option = this.#options[index];
        // A row may have become another one between press and release.
        if (option?.key === this.#pressed)
          this.#choose(option, event.button === 1 || event.metaKey || event.ctrlKey);
      },
      press: (index) => (this.#pressed = this.#options[index]?.key ?? ''),
      pointing: (pointing) => this.#pointing(pointing),
      toggle: (name, value) => this.session.toggleFilter(name, value),
      retry: () => void this.session.search(),
      forget: () => {
        this.#visitor?.recents.clear();
        void this.update();
      },
      page: (page) => void this.session.goToPage(page),
    };
  }

  get #settings(): SessionSettings {
    return {
      hitsPerPage: Number(this.attribute('hits')) || (this.mode === 'page' ? 10 : 6),
      lang: this.closest<HTMLElement>('[lang]')?.lang.split('-')[0],
      facets: this.attribute('facets')
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
      minLength: Number(this.attribute('min-length')) || 2,
      completions: this.mode !== 'page',
    };
  }

  get #language(): string {
    return this.closest<HTMLElement>('[lang]')?.lang || navigator.language;
  }

  get #hint(): string | undefined {
    return this.attribute('shortcut') === 'off' ? undefined : this.#apple ? '⌘K' : 'Ctrl K';
  }

  get #form(): HTMLFormElement | null {
    return this.querySelector('form');
  }

  get #placeholder(): string {
    return this.attribute('placeholder') || (this.#form?.querySelector('input')?.placeholder ?? '');
  }

  get #input(): HTMLInputElement | null {
    return this.root.querySelector('input');
  }

  get #dialog(): HTMLDialogElement | null {
    return this.root.querySelector('dialog');
  }

  #changed(state: State, action: Action): void {
    void this.update();
    const t = translator(this.#language);
    if (action.type === 'slow') this.#announcer.say(t('loading'));
    if (action.type === 'failed') this.#announcer.say(t(action.failure));
    if (action.type === 'answered') {
      const { response, query } = action.results;
      if (action.latest) {
        this.#announcer.say(response.nbHits ? t('count', { n: response.nbHits }) : t('none', { q: query }));
      }
      this.#emit('lotse-search', response);
    }
    if (action.type === 'input' && !state.query.trim()) this.#announcer.silence();
  }

  #typed(event: Event): void {
    this.#asked = '';
    const query = (event.target as HTMLInputElement).value;
    if ((event as InputEvent).isComposing) this.session.dispatch({ type: 'input', query });
    else this.session.input(query);
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { state } = this.session;
    const count = this.mode === 'page' ? 0 : this.#options.length;
    const { key } = event;
    if ((key === 'ArrowDown' || key === 'ArrowUp') && this.mode !== 'page') {
      event.preventDefault();
      if (event.altKey) this.session.dispatch({ type: key === 'ArrowDown' ? 'open' : 'close' });
      else this.session.dispatch({ type: 'move', to: key === 'ArrowDown' ? 'next' : 'previous', count });
    } else if (key === 'Enter') {
      const option = this.#options[state.active];
      if (!option) return;
      event.preventDefault();
      this.#choose(option, event.ctrlKey || event.metaKey);
    } else if (key === 'Escape' && this.mode !== 'modal') {
      if (state.open && this.mode === 'inline') this.session.dispatch({ type: 'close' });
      else if (state.query) this.#clear();
      else return;
      event.preventDefault();
    } else if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key)) {
      this.session.dispatch({ type: 'unselect' });
    }
  }

  #choose(option: Option, newTab: boolean): void {
    const queryId = this.session.state.shown?.response.queryID;
    switch (option.kind) {
      case 'hit': {
        this.#visitor?.events.add('click', queryId, option.hit.objectID, option.ordinal);
        const url = hitUrl(option.hit, document.baseURI);
        if (url) this.#go(url, newTab, option);
        return;
      }
      case 'page':
      case 'redirect':
      case 'banner':
        this.#visitor?.events.add(`${option.kind}_click`, queryId, option.url);
        this.#go(option.url, newTab, option);
        return;
      case 'all':
        this.#showAll(newTab);
        return;
      case 'answer':
        this.#visitor?.events.add('answer_request', queryId);
        this.#ask(this.session.state.shown?.query ?? this.session.state.query);
        return;
      default:
        this.#asked = '';
        this.session.input(option.query);
        if (this.#input) this.#input.value = option.query;
    }
  }

  #ask(question: string): void {
    this.#asked = question;
    void this.update();
    this.session.dispatch({ type: 'unselect' });
    import('./answer-panel.js').catch(() => {
      this.#asked = '';
      this.#announcer.say(translator(this.#language)('failed'));
    });
  }

  #submit(event: Event): void {
    event.preventDefault();
    const { state } = this.session;
    if (!state.query.trim()) return;
    if (this.mode === 'page') {
      void this.session.search();
      return;
    }
    const redirect = state.shown?.query === state.query.trim() ? redirectOf(state.shown.response) : null;
    const url = safeUrl(redirect?.url, document.baseURI);
    if (url) this.#go(url, false);
    else this.#showAll(false);
  }

  #showAll(newTab: boolean): void {
    const form = this.#form;
    const action = this.getAttribute('results-url') ?? form?.getAttribute('action');
    const { endpoint, site } = this.address;
    const fallback = `${endpoint}/search/${encodeURIComponent(site)}`;
    const name = form?.querySelector('input')?.name || 'q';
    const url = resultsUrl(action ?? fallback, name, this.session.state.query.trim(), document.baseURI);
    if (url) this.#go(url, newTab);
  }

  #go(url: string, newTab: boolean, option?: Option): void {
    this.#visitor?.recents.add(this.session.state.query);
    void this.#visitor?.events.flush();
    if (!this.#emit('lotse-select', { url, newTab, option })) return;
    if (newTab) window.open(url, '_blank', 'noopener');
    else {
      this.close();
      location.assign(url);
    }
  }

  #clear(): void {
    this.#asked = '';
    this.session.input('');
    this.#input?.focus();
  }

  #pointing(pointing: boolean): void {
    clearTimeout(this.#rest);
    if (pointing) this.#rest = setTimeout(() => this.#pointing(false), REST);
    this.session.dispatch({ type: 'pointing', pointing });
  }

  #left(event: FocusEvent): void {
    // Inside, focus only moves; the event is retargeted, so leaving shows as a related target that is not this element.
    if (event.relatedTarget !== this && this.mode === 'inline' && !this.matches(':focus-within')) {
      this.session.dispatch({ type: 'close' });
    }
  }

  #shortcut(event: KeyboardEvent): void {
    if (
      this.attribute('shortcut') === 'off' ||
      !opensSearch(event, isEditable(document.activeElement), this.#apple)
    )
      return;
    event.preventDefault();
    this.open();
  }

  #emit(type: string, detail: unknown): boolean {
    return this.dispatchEvent(
      new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }),
    );
  }
}

/** Pressing in the list leaves the cursor in the text field; text and controls of an answer stay usable. */
function keepFocus(event: MouseEvent): void {
  if (!(event.target as Element).closest('lotse-answer, button, a')) event.preventDefault();
}

function onBackdrop(event: MouseEvent): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}
