import { html, nothing } from 'lit/html.js';
import { Announcer } from '../core/announcer.js';
import { parseConsent, type Consent } from '../core/consent.js';
import { httpGateway } from '../core/gateway.js';
import { options, redirectOf } from '../core/options.js';
import { SearchSession } from '../core/session.js';
import { isApple, isEditable, opensSearch } from '../core/shortcuts.js';
import type { Action, Option, State } from '../core/state.js';
import { hitUrl, safeUrl } from '../core/url.js';
import { ConfiguredElement } from './configured-element.js';
import { field, trigger } from './field.js';
import { nextPaint } from './rendered-element.js';
import { footer, keepFocus, onBackdrop, optionId, place, popup } from './popup.js';
import type { ResultsPage } from './page-view.js';
import type { Visitor } from './visitor.js';
import type { View } from './view.js';
import styles from './lotse-search.css?inline';

/** The live region. */
const status = html`<div role="status" class="sr"></div>`;

/** After a pointer has rested this many milliseconds over the list, new results may replace what is under it. */
const REST = 400;

/**
 * `<lotse-search site="…">`: the search box of a website. Wraps a plain form, which is what visitors without
 * JavaScript use, and takes the address of the results page from it.
 *
 * @fires lotse-select when a result is chosen, with its URL; cancel it to navigate in another way
 * @fires lotse-search after each search, with the gateway's response
 */
export class LotseSearch extends ConfiguredElement {
  readonly session = new SearchSession(
    () => {
      const server = httpGateway(this.address);
      return this.#visitor?.gateway(server, this) ?? server;
    },
    () => this.settings,
    () => this.#visitor?.seen,
    (state, action) => this.#changed(state, action),
  );
  readonly #announcer = new Announcer((text) => {
    const region = this.find('[role=status]');
    if (region) region.textContent = text;
  });
  readonly #apple = isApple(navigator.platform);
  /** What the visitor decided since the page was loaded; wins over the attribute. */
  readonly #consent: Partial<Consent> = {};
  /** Recent searches, seen pages and events; loaded with the first use of the box. */
  #visitor: Visitor | undefined;
  /** Parts that are loaded when an attribute asks for them. */
  #page: ResultsPage | undefined;
  #facets: View['facets'];
  #loading = new Set<string>();
  #options: readonly Option[] = [];
  /** The question being answered, or empty. */
  #asked = '';
  /** Until what was typed last is on the screen. */
  #painted: Promise<void> | undefined;
  #answering = false;
  #pressed = '';
  #rest: ReturnType<typeof setTimeout> | undefined;
  #listeners = new AbortController();

  constructor() {
    super(styles);
  }

  /** Opens the dialog or the popup and puts the cursor into the text field. */
  open(): void {
    const dialog = this.find<HTMLDialogElement>('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    this.session.dispatch({ type: 'open' });
    const input = this.find<HTMLInputElement>('input');
    input?.focus();
    input?.select();
  }

  close(): void {
    this.find<HTMLDialogElement>('dialog')?.close();
    this.session.dispatch({ type: 'close' });
  }

  override focus = (): void => this.find('.trigger, input')?.focus();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const connection = () => {
      this.session.dispatch({ type: 'online', online: navigator.onLine });
      if (navigator.onLine && this.session.state.phase === 'failed') void this.session.search();
    };
    const consent = (event: Event) => {
      Object.assign(this.#consent, (event as CustomEvent).detail);
      this.#visitor?.refresh();
    };
    document.addEventListener('keydown', (event) => this.#shortcut(event), { signal });
    document.addEventListener('lotse:consent', consent, { signal });
    window.addEventListener('online', connection, { signal });
    window.addEventListener('offline', connection, { signal });
    const outside = (event: Event) => {
      if (this.mode === 'inline' && !event.composedPath().includes(this)) this.close();
    };
    for (const type of ['focusin', 'pointerdown']) document.addEventListener(type, outside, { signal });
    connection();
  }

  override disconnectedCallback(): void {
    this.#listeners.abort();
    this.#announcer.silence();
    this.session.cancel();
    this.#visitor?.leave();
    this.#page?.leave();
    this.#visitor = this.#page = undefined;
    this.#loading.clear();
  }

  override attributeChangedCallback(): void {
    super.attributeChangedCallback();
    this.#visitor?.refresh();
  }

  protected override drawn(): void {
    const { mode } = this;
    if (mode === 'inline') place(this, this.find('.popup'));
    this.find('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    if (mode === 'page') {
      this.#once('page', async () => {
        const { ResultsPage } = await import('./page-view.js');
        this.#page = new ResultsPage(this.root, this.session, this.field);
      });
    }
    if (this.getAttribute('facets')) {
      this.#once('facets', async () => {
        const { facetChips, styleFacets } = await import('./facets.js');
        styleFacets(this.root);
        this.#facets = facetChips;
      });
    }
  }

  protected override template() {
    const view = this.#view();
    const { state, t } = view;
    const { mode } = this;
    const modal = mode === 'modal';
    const has = this.#options.length > 0;
    const visible = modal || (state.open && (state.phase !== 'idle' || has));
    const hint = this.shortcuts ? (this.#apple ? '⌘K' : 'Ctrl K') : '';
    const { placeholder } = this;
    const textField = field({
      ...{ t, modal, hint, query: state.query, page: mode === 'page' },
      expanded: visible && has,
      active: state.active >= 0 ? optionId(state.active) : nothing,
      placeholder: placeholder || t('placeholder'),
      onInput: (event) => this.#typed(event),
      onKey: (event) => this.#key(event),
      onFocus: () => {
        this.session.dispatch({ type: 'open' });
        this.#once('visitor', () => this.#loadVisitor());
      },
      onSubmit: (event) => this.#submit(event),
      onClear: () => this.#clear(),
      onClose: () => this.close(),
    });
    if (mode === 'page') return html`${textField}${status}${this.#page?.render(view)}`;
    const below = html`<div
        class="popup ${this.#asked ? 'full' : ''}"
        part="popup"
        ?hidden=${!visible}
        @mousedown=${keepFocus}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Escape' || modal) return;
          this.focus();
          this.close();
        }}
      >
        <div class="scroll" part="scroll">${popup(view)}</div>
        ${footer(view)}
      </div>
      ${status}`;
    if (!modal) return html`${textField}${below}`;
    return html`${trigger(t, placeholder, hint, this.#apple, () => this.open())}
      <dialog
        part="dialog"
        aria-label=${t('label')}
        @close=${() => this.session.dispatch({ type: 'close' })}
        @click=${(event: MouseEvent) => onBackdrop(event) && this.close()}
      >
        ${textField}${below}
      </dialog>`;
  }

  #view(): View {
    const t = this.t;
    const state = this.session.state;
    const recents = this.#visitor?.recents.list() ?? [];
    const starters = this.attribute('starters').split('|').filter(Boolean);
    const base = document.baseURI;
    const answers = this.attribute('answers') !== 'off' && !this.#asked;
    // While an answer is being written, nothing stands below it that it could push away.
    this.#options = this.#answering ? [] : options(state, { answers, recents, starters, base, t });
    return {
      ...{ state, options: this.#options, settings: this.settings, t, base, facets: this.#facets },
      hasRecents: recents.length > 0,
      lang: this.language,
      answer: this.#asked
        ? html`<lotse-answer
            part="answer"
            exportparts="answer-text, citation, source, passage"
            lang=${this.language}
            .address=${this.address}
            .question=${this.#asked}
            @lotse-say=${(event: CustomEvent<string>) => this.#announcer.say(event.detail)}
            @lotse-ended=${() => this.#answered()}
          ></lotse-answer>`
        : nothing,
      choose: (index, event) => {
        if (event.button > 1) return;
        const option = this.#options[index];
        // A row may have become another one between press and release.
        if (option?.key === this.#pressed)
          this.#choose(option, event.button === 1 || event.metaKey || event.ctrlKey);
      },
      press: (index) => (this.#pressed = this.#options[index]?.key ?? ''),
      followed: (index) => this.#track(this.#options[index]),
      pointing: (pointing) => this.#pointing(pointing),
      filter: (filters, expression) => this.session.filter(filters, expression),
      retry: () => void this.session.search(),
      forget: () => {
        this.#visitor?.recents.clear();
        void this.update();
      },
    };
  }

  /** Loads a part the first time it is wanted. If that fails, it is tried again the next time. */
  #once(part: string, load: () => Promise<void>): void {
    if (this.#loading.has(part)) return;
    this.#loading.add(part);
    load().then(
      () => this.update(),
      () => this.#loading.delete(part),
    );
  }

  async #loadVisitor(): Promise<void> {
    const { Visitor } = await import('./visitor.js');
    if (!this.isConnected) return;
    this.#visitor = new Visitor(
      () => this.address,
      () => ({ ...parseConsent(this.getAttribute('consent')), ...this.#consent }),
      () => void this.update(),
    );
  }

  #changed(state: State, action: Action): void {
    const t = this.t;
    const { type } = action;
    if (type === 'input') this.#painted = nextPaint();
    // The letter that was typed is on the screen before the results that it found are drawn.
    void this.update(type === 'answered' ? this.#painted : undefined);
    if (type === 'slow') this.#announcer.say(t('loading'));
    if (type === 'failed') this.#announcer.say(t(action.failure));
    if (type === 'answered') {
      const { response, query } = action.results;
      const n = response.nbHits;
      if (action.latest) this.#announcer.say(n ? t('count', { n }) : t('none', { q: query }));
      this.emit('lotse-search', response);
    }
    if (type === 'input') {
      this.#asked = '';
      this.#answering = false;
      if (!state.query.trim()) this.#announcer.silence();
    }
    if (type === 'page' || type === 'answered') this.#page?.wrote(type === 'page');
  }

  #typed(event: Event): void {
    const query = (event.target as HTMLInputElement).value;
    if ((event as InputEvent).isComposing) this.session.dispatch({ type: 'input', query });
    else this.session.input(query);
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { session, mode } = this;
    const { state } = session;
    const { key } = event;
    const down = key === 'ArrowDown';
    if ((down || key === 'ArrowUp') && mode !== 'page') {
      if (event.altKey) session.dispatch({ type: down ? 'open' : 'close' });
      else session.dispatch({ type: 'move', to: down ? 'next' : 'previous', count: this.#options.length });
    } else if (key === 'Enter' && state.active >= 0) {
      const option = this.#options[state.active];
      if (option) this.#choose(option, event.ctrlKey || event.metaKey);
    } else if (key === 'Escape' && mode !== 'modal' && (state.query || state.open)) {
      if (state.open && mode === 'inline') session.dispatch({ type: 'close' });
      else this.#clear();
    } else {
      if (/^(Arrow(Left|Right)|Home|End)$/.test(key)) session.dispatch({ type: 'unselect' });
      return;
    }
    event.preventDefault();
  }

  #choose(option: Option, newTab: boolean): void {
    switch (option.kind) {
      case 'hit': {
        const url = hitUrl(option.hit, document.baseURI);
        if (url) this.#go(url, newTab, option);
        return;
      }
      case 'page':
      case 'redirect':
      case 'banner':
        this.#go(option.url, newTab, option);
        return;
      case 'all':
        this.#showAll(newTab);
        return;
      case 'answer':
        this.#track(option);
        this.#ask();
        return;
      default:
        this.session.input(option.query);
    }
  }

  #ask(): void {
    const { state } = this.session;
    this.session.dispatch({ type: 'unselect' });
    this.#asked = state.shown?.query ?? state.query;
    this.#answering = true;
    void this.update();
    import('./answer-panel.js').catch(() => {
      this.#asked = '';
      this.#answered();
      this.#announcer.say(this.t('failed'));
    });
  }

  #answered(): void {
    this.#answering = false;
    void this.update();
  }

  #submit(event: Event): void {
    event.preventDefault();
    const { shown, query } = this.session.state;
    const q = query.trim();
    if (!q) return;
    const redirect = shown?.query === q ? redirectOf(shown.response) : null;
    const url = safeUrl(redirect?.url, document.baseURI);
    if (url) this.#go(url, false);
    else if (this.mode === 'page') void this.session.search();
    else this.#showAll(false);
  }

  #showAll(newTab: boolean): void {
    const url = this.resultsUrl(this.session.state.query.trim());
    if (url) this.#go(url, newTab);
  }

  /** Reports what was chosen, as far as the visitor allows. */
  #track(option?: Option): void {
    this.#visitor?.chosen(this.session.state, option);
  }

  #go(url: string, newTab: boolean, option?: Option): void {
    this.#track(option);
    if (!this.emit('lotse-select', { url, newTab, option })) return;
    if (newTab) window.open(url, '_blank', 'noopener');
    else {
      this.close();
      location.assign(url);
    }
  }

  #clear(): void {
    this.session.input('');
    this.find('input')?.focus();
  }

  #pointing(pointing: boolean): void {
    clearTimeout(this.#rest);
    if (pointing) this.#rest = setTimeout(() => this.#pointing(false), REST);
    this.session.dispatch({ type: 'pointing', pointing });
  }

  #shortcut(event: KeyboardEvent): void {
    if (!this.shortcuts || !opensSearch(event, isEditable(document.activeElement), this.#apple)) return;
    event.preventDefault();
    this.open();
  }
}
