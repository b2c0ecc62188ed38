import { html, nothing, type TemplateResult } from 'lit';
import { ApiError } from '../core/api.js';
import type { Listed } from '../core/tuning.js';
import type { EntryKind, Rule, RuleView, Synonym, SynonymView } from '../core/types.js';
import { types } from './row-keys.js';
import { VirtualList } from './virtual-list.js';

type Entry = SynonymView | RuleView;

/** A searchable list of entries that are edited in a draft. */
export abstract class EntryList extends VirtualList<Entry> {
  static override properties = {
    ...VirtualList.properties,
    editing: { state: true },
    edited: { state: true },
  };

  /** The id of the entry that is being edited. */
  declare editing: string | null;
  declare edited: boolean;
  protected abstract readonly kind: EntryKind;

  constructor() {
    super();
    this.editing = null;
    this.edited = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.shortcut);
  }

  override disconnectedCallback(): void {
    removeEventListener('keydown', this.shortcut);
    super.disconnectedCallback();
  }

  protected abstract summary(entry: Entry): unknown;
  protected abstract form(entry: Entry | undefined): TemplateResult;
  protected abstract emptyText(): string;

  protected override read(offset: number, limit: number): Promise<Listed<Entry>> {
    const { place, tuning } = this.context;
    return tuning.list(this.kind, {
      changeSet: place.draft,
      q: place.query,
      status: this.edited && place.draft !== undefined ? 'edited' : '',
      offset,
      limit,
    });
  }

  protected override act(key: 'Enter' | 'Delete', entry: Entry): void {
    if (!this.context.mayEdit || entry.status === 'deleted') return;
    if (key === 'Enter') this.edit(entry);
    else void this.deleteEntry(entry);
  }

  private edit(entry: Entry): void {
    this.editing = entry.id;
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>('.editing input:not([type=checkbox])')?.focus(),
    );
  }

  private readonly shortcut = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/' && !types(event.target)) {
      event.preventDefault();
      this.querySelector<HTMLElement>('.tools input[type=search]')?.focus();
    } else if (event.key === 'Escape' && this.editing !== null) {
      this.editing = null;
      this.go(this.active);
    }
  };

  /** @returns whether it was saved */
  protected async save(body: Synonym | Rule, entry: Entry | undefined): Promise<boolean> {
    const saved = await this.context.attempt(async () => {
      const draft = await this.context.editedDraft();
      try {
        return entry === undefined
          ? await this.context.tuning.create(draft, this.kind, body)
          : await this.context.tuning.put(draft, this.kind, entry.id, body, entry.etag);
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 412)) throw error;
        await this.load();
        throw new ApiError(412, this.t('overtaken'));
      }
    });
    if (saved === undefined) return false;
    this.editing = null;
    await this.context.reload();
    this.context.notify(`${saved.label}: ${this.t('saved')}`, () => this.bringBack(saved.id, entry));
    return true;
  }

  private async deleteEntry(entry: Entry): Promise<void> {
    await this.context.attempt(async () => {
      const draft = await this.context.editedDraft();
      await this.context.tuning.remove(draft, this.kind, entry.id, entry.etag);
      await this.context.reload();
      this.context.notify(`${entry.label}: ${this.t('deleted')}`, () => this.bringBack(entry.id, entry));
    });
  }

  private async revert(entry: Entry): Promise<void> {
    await this.bringBack(entry.id, undefined);
  }

  /** @param before what the draft had made of the entry; undefined where it had not touched it */
  private async bringBack(id: string, before: Entry | undefined): Promise<void> {
    const { place, tuning } = this.context;
    if (place.draft === undefined) return;
    await tuning.revert(place.draft, this.kind, id);
    if (before?.status === 'added') {
      await tuning.create(place.draft, this.kind, { id, ...content(before) });
    } else if (before?.status === 'changed') {
      const released = await tuning.get(this.kind, id);
      await tuning.put(place.draft, this.kind, id, content(before), released.etag);
    }
    await this.context.reload();
  }

  protected buttons(entry: Entry | undefined) {
    return html`<span class="buttons">
      <button class="primary">${entry ? this.t('save') : this.t('add')}</button>
      ${
        entry
          ? html`<button type="button" @click=${() => (this.editing = null)}>${this.t('cancel')}</button>`
          : nothing
      }
    </span>`;
  }

  protected override render() {
    const { place } = this.context;
    return html`
      ${this.editing === null && this.context.mayEdit ? this.form(undefined) : nothing}
      <div class="row tools">
        <label class="wide"
          >${this.t('search')}
          <input
            type="search"
            .value=${place.query}
            @change=${(event: Event) => {
              this.context.go({ query: (event.target as HTMLInputElement).value.trim() });
            }}
          />
        </label>
        ${
          place.draft === undefined
            ? nothing
            : html`<label class="check"
                ><input
                  type="checkbox"
                  .checked=${this.edited}
                  @change=${(event: Event) => {
                    this.edited = (event.target as HTMLInputElement).checked;
                    void this.context.attempt(() => this.load());
                  }}
                />${this.t('onlyEdited')}</label
              >`
        }
      </div>
      ${this.list()}
    `;
  }

  private list() {
    const { blocks } = this;
    if (blocks === null) return html`<p class="muted" role="status">${this.t('loading')}</p>`;
    if (blocks.total === 0) {
      const filtered = this.context.place.query !== '' || this.edited || !this.context.mayEdit;
      return html`<p class="empty">${filtered ? this.t('empty') : this.emptyText()}</p>`;
    }
    const count = new Intl.NumberFormat(this.context.language).format(blocks.total);
    return html`<p class="muted below">
        <span role="status">${count} ${this.t('entries')}</span>
        <span class="keys">${this.t(this.context.mayEdit ? 'listKeys' : 'listKeysReading')}</span>
      </p>
      ${this.rows(blocks, this.t(this.context.place.view))}`;
  }

  protected override row(entry: Entry) {
    if (this.editing === entry.id) return { status: 'editing', content: this.form(entry) };
    const changed = entry.status !== 'released';
    return {
      status: entry.status,
      content: html`<div class="summary">
          ${this.summary(entry)}
          ${changed ? html`<span class="status ${entry.status}">${this.t(entry.status)}</span>` : nothing}
        </div>
        ${this.context.mayEdit ? this.itemButtons(entry, changed) : nothing}`,
    };
  }

  private itemButtons(entry: Entry, changed: boolean) {
    return html`<span class="buttons">
      ${
        changed
          ? html`<button
              aria-label="${this.t('takeBack')}: ${entry.label}"
              @click=${() => void this.context.attempt(() => this.revert(entry))}
            >
              ${this.t('takeBack')}
            </button>`
          : nothing
      }
      ${
        entry.status === 'deleted'
          ? nothing
          : html`<button aria-label="${this.t('edit')}: ${entry.label}" @click=${() => this.edit(entry)}>
                ${this.t('edit')}</button
              ><button
                aria-label="${this.t('delete')}: ${entry.label}"
                @click=${() => void this.deleteEntry(entry)}
              >
                ${this.t('delete')}
              </button>`
      }
    </span>`;
  }
}

/** What the list says of an entry, besides what the entry says. */
const STATE = ['id', 'label', 'status', 'etag', 'changedBy', 'changedAt'];

function content(entry: Entry): Synonym | Rule {
  const said = Object.entries(entry).filter(([name]) => !STATE.includes(name));
  return Object.fromEntries(said) as unknown as Synonym | Rule;
}
