import { html, nothing, type TemplateResult } from 'lit';
import { ApiError } from '../core/api.js';
import type { EntryKind, Rule, RuleView, Synonym, SynonymView } from '../core/types.js';
import { View } from './view.js';

type Entry = SynonymView | RuleView;

const PAGE = 100;

/** A searchable list of entries that are edited in a draft. Tens of thousands of them are read page by page. */
export abstract class EntryList extends View {
  static override properties = {
    ...View.properties,
    entries: { state: true },
    total: { state: true },
    editing: { state: true },
    edited: { state: true },
  };

  declare entries: Entry[] | null;
  declare total: number;
  /** The id of the entry that is being edited. */
  declare editing: string | null;
  declare edited: boolean;
  protected abstract readonly kind: EntryKind;

  constructor() {
    super();
    this.entries = null;
    this.total = 0;
    this.editing = null;
    this.edited = false;
  }

  protected abstract summary(entry: Entry): unknown;
  protected abstract form(entry: Entry | undefined): TemplateResult;
  protected abstract emptyText(): string;

  protected override async load(): Promise<void> {
    await this.read(0, Math.max(PAGE, this.entries?.length ?? 0));
  }

  private async read(offset: number, limit: number): Promise<void> {
    const { place, tuning } = this.context;
    const listed = await tuning.list(this.kind, {
      changeSet: place.draft,
      q: place.query,
      status: this.edited && place.draft !== undefined ? 'edited' : '',
      offset,
      limit: Math.min(limit, 1000),
    });
    this.entries = offset === 0 ? listed.entries : [...(this.entries ?? []), ...listed.entries];
    this.total = listed.total;
  }

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
    return true;
  }

  private async deleteEntry(entry: Entry): Promise<void> {
    await this.context.attempt(async () => {
      const draft = await this.context.editedDraft();
      await this.context.tuning.remove(draft, this.kind, entry.id, entry.etag);
      await this.context.reload();
      this.context.notify(`${entry.label}: ${this.t('deleted')}`, () => this.revert(entry));
    });
  }

  private async revert(entry: Entry): Promise<void> {
    const draft = this.context.place.draft;
    if (draft === undefined) return;
    await this.context.tuning.revert(draft, this.kind, entry.id);
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
    if (this.entries === null) return html`<p class="muted" role="status">${this.t('loading')}</p>`;
    if (this.entries.length === 0) {
      const filtered = this.context.place.query !== '' || this.edited;
      return html`<p class="empty">${filtered ? this.t('empty') : this.emptyText()}</p>`;
    }
    return html`<p class="muted" role="status">${this.entries.length} ${this.t('shown')} ${this.total}</p>
      <ul class="entries">
        ${this.entries.map((entry) => this.item(entry))}
      </ul>
      ${
        this.entries.length < this.total
          ? html`<button
              @click=${() => void this.context.attempt(() => this.read(this.entries?.length ?? 0, PAGE))}
            >
              ${this.t('more')}
            </button>`
          : nothing
      }`;
  }

  private item(entry: Entry) {
    if (this.editing === entry.id) return html`<li class="editing">${this.form(entry)}</li>`;
    const changed = entry.status !== 'released';
    return html`<li class=${entry.status}>
      <div class="summary">
        ${this.summary(entry)}
        ${changed ? html`<span class="status ${entry.status}">${this.t(entry.status)}</span>` : nothing}
      </div>
      ${this.context.mayEdit ? this.itemButtons(entry, changed) : nothing}
    </li>`;
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
          : html`<button
                aria-label="${this.t('edit')}: ${entry.label}"
                @click=${() => (this.editing = entry.id)}
              >
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
