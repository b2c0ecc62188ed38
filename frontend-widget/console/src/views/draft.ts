import { html, nothing } from 'lit';
import { synonymText } from '../core/synonym-text.js';
import { time } from '../core/context.js';
import type { ChangeSetView, EntryChange, FieldError, Rule, Synonym } from '../core/types.js';
import { actionText } from './rule-action.js';
import { View } from './view.js';

/** What a draft changes, and how it becomes a release. */
export class DraftView extends View {
  static override properties = {
    ...View.properties,
    draft: { state: true },
    problems: { state: true },
  };

  declare draft: ChangeSetView | null;
  declare problems: FieldError[];

  constructor() {
    super();
    this.draft = null;
    this.problems = [];
  }

  protected override async load(): Promise<void> {
    const { place, tuning } = this.context;
    if (place.draft === undefined) {
      this.draft = null;
      return;
    }
    [this.draft, this.problems] = await Promise.all([
      tuning.draft(place.draft),
      tuning.problems(place.draft),
    ]);
  }

  protected override render() {
    if (this.context.place.draft === undefined) return html`<p class="empty">${this.t('chooseDraft')}</p>`;
    const draft = this.draft;
    if (draft === null) return html`<p class="muted" role="status">${this.t('loading')}</p>`;
    return html`
      <h2>${this.t('changes')} (${draft.changes.length})</h2>
      ${
        draft.state === 'scheduled' && draft.publishAt
          ? html`<p class="status changed">${this.t('scheduled')}: ${time(this.context, draft.publishAt)}</p>`
          : nothing
      }
      ${
        draft.changes.length === 0
          ? html`<p class="empty">${this.t('noChanges')}</p>`
          : html`<ul class="entries">
              ${draft.changes.map((change) => this.change(change))}
            </ul>`
      }
      ${
        this.problems.length === 0 || draft.changes.length === 0
          ? nothing
          : html`<div class="alert" role="alert">
              <p>${this.t('problems')}</p>
              <ul>
                ${this.problems.map((problem) => html`<li>${problem.detail}</li>`)}
              </ul>
            </div>`
      }
      ${this.context.mayEdit ? this.publishing(draft) : nothing}
    `;
  }

  private publishing(draft: ChangeSetView) {
    return html`<form class="row" @submit=${(event: SubmitEvent) => void this.publish(event)}>
      <label class="wide">${this.t('publishNote')}<input name="note" maxlength="1000" /></label>
      <label>${this.t('publishAt')}<input name="at" type="datetime-local" /></label>
      <span class="buttons">
        <button class="primary" ?disabled=${draft.changes.length === 0 || this.problems.length > 0}>
          ${this.t('publish')}
        </button>
        <button type="button" class="danger" @click=${() => void this.discard()}>${this.t('discard')}</button>
      </span>
    </form> `;
  }

  private change(change: EntryChange) {
    return html`<li class=${change.status}>
      <div class="summary">
        <span class="tag">${this.t(change.kind)}</span>
        <span class="status ${change.status}">${this.t(change.status)}</span>
        ${change.before ? html`<del>${this.text(change.before)}</del>` : nothing}
        ${change.after ? html`<ins>${this.text(change.after)}</ins>` : nothing}
        ${change.conflict ? html`<p class="alert">${this.t('conflict')}</p>` : nothing}
      </div>
      ${
        this.context.mayEdit
          ? html`<span class="buttons"
              ><button @click=${() => void this.takeBack(change)}>${this.t('takeBack')}</button></span
            >`
          : nothing
      }
    </li>`;
  }

  private text(entry: Synonym | Rule): string {
    if ('terms' in entry) return `${synonymText(entry)}${entry.lang === '*' ? '' : ` (${entry.lang})`}`;
    const { match, values } = entry.when;
    const actions = entry.then.map((action) => actionText(action, this.context.texts)).join(' · ');
    return `${entry.name}: ${this.t(match)} ${(values ?? []).join(', ')} → ${actions}`;
  }

  private async takeBack(change: EntryChange): Promise<void> {
    const draft = this.draft;
    if (draft === null) return;
    await this.context.attempt(async () => {
      await this.context.tuning.revert(draft.id, change.kind, change.id);
      await this.context.reload();
    });
  }

  private async publish(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const draft = this.draft;
    if (draft === null) return;
    const data = new FormData(event.target as HTMLFormElement);
    const at = data.get('at') as string;
    await this.context.attempt(async () => {
      const result = await this.context.tuning.publish(
        draft,
        (data.get('note') as string).trim(),
        at === '' ? undefined : new Date(at).toISOString(),
      );
      await this.context.reload();
      if ('number' in result) {
        this.context.notify(`${this.t('published')} ${String(result.number)}`);
        this.context.go({ view: 'releases', draft: undefined });
      } else {
        this.context.notify(this.t('scheduled'));
      }
    });
  }

  private async discard(): Promise<void> {
    const draft = this.draft;
    if (draft === null || !confirm(this.t('reallyDiscard'))) return;
    await this.context.attempt(async () => {
      await this.context.tuning.discard(draft);
      await this.context.reload();
      this.context.go({ view: 'synonyms', draft: undefined });
    });
  }
}
