import { LitElement, html, nothing } from 'lit';
import { Api, ApiError } from './core/api.js';
import type { Context } from './core/context.js';
import { Insights } from './core/insights.js';
import { VIEWS, format, parse, type Place, type ViewName } from './core/route.js';
import { TEXTS, type TextKey, type UiLanguage } from './core/texts.js';
import { Tuning } from './core/tuning.js';
import type { Access, ChangeSet } from './core/types.js';
import { Session } from './core/session.js';
import { defineViews, viewOf } from './views/index.js';
import { types } from './views/row-keys.js';
import { signIn } from './views/sign-in.js';

interface Notice {
  message: string;
  bad: boolean;
  undo?: (() => Promise<void>) | undefined;
}

/** The frame of the console: who is signed in, which site and draft are open, and what went wrong. */
export class ConsoleApp extends LitElement {
  static override properties = {
    sites: { state: true },
    access: { state: true },
    drafts: { state: true },
    place: { state: true },
    notice: { state: true },
    signedOut: { state: true },
    provider: { state: true },
    language: { state: true },
  };

  declare sites: string[] | null;
  declare access: Access | null;
  declare drafts: readonly ChangeSet[];
  declare place: Place;
  declare notice: Notice | null;
  declare signedOut: boolean;
  /** Whether people may sign in without a key. */
  declare provider: boolean;
  declare language: UiLanguage;

  private readonly session = new Session();
  private tuning: Tuning | null = null;
  private insights: Insights | null = null;

  constructor() {
    super();
    defineViews();
    this.sites = null;
    this.access = null;
    this.drafts = [];
    this.place = parse(location.hash);
    this.notice = null;
    this.signedOut = false;
    this.provider = false;
    this.language = this.session.language();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.moved);
    addEventListener('keydown', this.pressed);
    const left = this.session.comeBack();
    if (left) this.place = parse(left);
    void this.enter();
  }

  override disconnectedCallback(): void {
    removeEventListener('hashchange', this.moved);
    removeEventListener('keydown', this.pressed);
    super.disconnectedCallback();
  }

  private readonly moved = (): void => {
    const site = this.place.site;
    this.place = parse(location.hash);
    if (this.place.site !== site) void this.attempt(() => this.openSite());
  };

  /** What is typed is undone by the browser, edits of the draft by us. */
  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !types(event.target)) this.undo();
  };

  private undo(): void {
    const undo = this.notice?.undo;
    if (undo === undefined) return;
    this.notice = null;
    void this.attempt(undo);
  }

  private t(key: TextKey): string {
    return TEXTS[this.language][key];
  }

  private async enter(): Promise<void> {
    await this.attempt(async () => {
      const api = new Api(this.session.key());
      this.access = null;
      const { sites } = await api.get<{ sites: { site: string }[] }>('/admin/v1/sites');
      this.access = await api.get<Access>('/admin/v1/access');
      this.sites = sites.map((status) => status.site);
      this.signedOut = false;
      if (!this.sites.includes(this.place.site)) {
        this.place = { ...this.place, site: this.sites[0] ?? '', draft: undefined };
      }
      await this.openSite();
    });
    if (this.signedOut) {
      const ways = await this.attempt(() =>
        new Api(null).get<{ openIdConnect: boolean }>('/admin/v1/sign-in'),
      );
      this.provider = ways?.openIdConnect ?? false;
    }
  }

  private async openSite(): Promise<void> {
    if (this.place.site === '') return;
    const api = new Api(this.session.key(), this.access?.csrf);
    this.tuning = new Tuning(api, this.place.site);
    this.insights = new Insights(api, this.place.site);
    await this.readDrafts();
  }

  private async readDrafts(): Promise<void> {
    if (this.tuning === null) return;
    this.drafts = await this.tuning.drafts();
    if (this.place.draft !== undefined && !this.drafts.some((draft) => draft.id === this.place.draft)) {
      this.go({ draft: undefined });
    }
  }

  private go(to: Partial<Place>): void {
    this.place = { ...this.place, ...to };
    history.pushState(null, '', format(this.place));
  }

  private async newDraft(): Promise<string> {
    if (this.tuning === null) throw new ApiError(0, this.t('noSites'));
    const today = new Date().toLocaleString(this.language, { dateStyle: 'medium', timeStyle: 'short' });
    const draft = await this.tuning.openDraft(`${this.t('draftOf')} ${today}`);
    this.drafts = [draft, ...this.drafts];
    this.go({ draft: draft.id });
    return draft.id;
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      if (this.notice?.bad) this.notice = null;
      return result;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) {
        this.signedOut = true;
        this.access = null;
        this.notice = this.session.key() === null ? null : { message: error.message, bad: true };
      } else {
        const fields = error.errors.map((field) => `${field.field}: ${field.detail} (${field.allowed})`);
        this.notice = { message: fields.length === 0 ? error.message : fields.join(' · '), bad: true };
      }
      return undefined;
    }
  }

  private mayEdit(): boolean {
    return this.access?.role !== 'analyst';
  }

  private context(tuning: Tuning, insights: Insights): Context {
    return {
      tuning,
      insights,
      place: this.place,
      drafts: this.drafts,
      language: this.language,
      texts: TEXTS[this.language],
      mayEdit: this.mayEdit(),
      editedDraft: async () => this.place.draft ?? (await this.newDraft()),
      go: (to) => {
        this.go(to);
      },
      reload: () => this.readDrafts(),
      notify: (message, undo) => (this.notice = { message, bad: false, undo }),
      attempt: (work) => this.attempt(work),
    };
  }

  protected override willUpdate(): void {
    document.documentElement.lang = this.language;
    document.title = `${this.t(this.place.view)} – ${this.place.site} – Lotse`;
  }

  protected override render() {
    if (this.signedOut) return html`${this.entrance()}${this.toast()}`;
    if (this.sites === null)
      return html`<p class="muted" role="status">${this.t('loading')}</p>
        ${this.toast()}`;
    return html`
      <header>
        <span class="brand">Lotse <span>${this.t('console')}</span></span>
        ${this.sitePicker()} ${this.draftPicker()} ${this.languagePicker()}
        ${
          this.session.key() === null && this.access?.csrf === undefined
            ? nothing
            : html`<span class="who"
                ><span class="muted">${this.who()}</span
                ><button class="quiet" @click=${() => void this.signOut()}>${this.t('signOut')}</button></span
              >`
        }
      </header>
      <nav aria-label=${this.t('console')}>${VIEWS.map((view) => this.tab(view))}</nav>
      <main>
        <h1>${this.t(this.place.view)}</h1>
        ${
          this.tuning === null || this.insights === null
            ? html`<p class="empty">${this.t('noSites')}</p>`
            : viewOf(this.place.view, this.context(this.tuning, this.insights))
        }
      </main>
      ${this.toast()}
    `;
  }

  private tab(view: ViewName) {
    const query = view === 'synonyms' || view === 'rules' ? '' : this.place.query;
    return html`<a
      href=${format({ ...this.place, view, query, term: undefined })}
      aria-current=${view === this.place.view ? 'page' : nothing}
      >${this.t(view)}</a
    >`;
  }

  private sitePicker() {
    return html`<label
      >${this.t('site')}
      <select
        @change=${(event: Event) => {
          this.go({ site: (event.target as HTMLSelectElement).value, draft: undefined, query: '' });
          void this.attempt(() => this.openSite());
        }}
      >
        ${this.sites?.map(
          (site) => html`<option value=${site} ?selected=${site === this.place.site}>${site}</option>`,
        )}
      </select>
    </label>`;
  }

  private draftPicker() {
    return html`<label class=${this.place.draft === undefined ? '' : 'drafting'}
      >${this.t('draft')}
      <select
        @change=${(event: Event) => {
          const select = event.target as HTMLSelectElement;
          if (select.value === 'new') void this.attempt(() => this.newDraft());
          else this.go({ draft: select.value === '' ? undefined : select.value });
        }}
      >
        <option value="" ?selected=${this.place.draft === undefined}>${this.t('noDraft')}</option>
        ${this.drafts.map(
          (draft) =>
            html`<option value=${draft.id} ?selected=${draft.id === this.place.draft}>${draft.name}</option>`,
        )}
        ${this.mayEdit() ? html`<option value="new">＋ ${this.t('newDraft')}</option>` : nothing}
      </select>
    </label>`;
  }

  private languagePicker() {
    const other: UiLanguage = this.language === 'de' ? 'en' : 'de';
    return html`<button
      class="quiet"
      lang=${other}
      @click=${() => {
        this.language = other;
        this.session.setLanguage(other);
      }}
    >
      ${other === 'de' ? 'Deutsch' : 'English'}
    </button>`;
  }

  private entrance() {
    return signIn({
      texts: TEXTS[this.language],
      provider: this.provider,
      reason: new URLSearchParams(location.search).get('sign-in') ?? '',
      withKey: (key) => {
        this.session.setKey(key);
        void this.enter();
      },
      withProvider: () => {
        this.session.leave(location.hash);
        location.assign('/admin/v1/sign-in/start');
      },
    });
  }

  private who(): string {
    return this.access === null
      ? ''
      : `${this.access.actor.replace(/^(key|oidc):/, '')}, ${this.t(this.access.role)}`;
  }

  private async signOut(): Promise<void> {
    const csrf = this.access?.csrf;
    if (csrf !== undefined) {
      await this.attempt(() => new Api(null, csrf).send('POST', '/admin/v1/sign-out'));
    }
    this.session.setKey(null);
    this.sites = null;
    this.tuning = null;
    this.notice = null;
    await this.enter();
  }

  private toast() {
    const notice = this.notice;
    return html`<div class="toast" role=${notice?.bad ? 'alert' : 'status'}>
      ${
        notice === null
          ? nothing
          : html`<p class=${notice.bad ? 'bad' : ''}>
              <span>${notice.message}</span>
              ${notice.undo ? html`<button @click=${() => this.undo()}>${this.t('undo')}</button>` : nothing}
              <button class="quiet" aria-label="OK" @click=${() => (this.notice = null)}>✕</button>
            </p>`
      }
    </div>`;
  }
}
