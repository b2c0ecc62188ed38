import { html, nothing } from 'lit';
import type { Preview, PreviewRow, PreviewSide } from '../core/types.js';
import { View } from './view.js';

/** One query with and without the draft. */
export class PreviewView extends View {
  static override properties = { ...View.properties, result: { state: true } };

  declare result: Preview | null;

  constructor() {
    super();
    this.result = null;
  }

  protected override async load(): Promise<void> {
    const { query, draft } = this.context.place;
    this.result = query === '' ? null : await this.context.tuning.preview(query, draft);
  }

  protected override render() {
    return html`
      ${this.queryForm('tryQuery', 'try')}
      ${this.result === null ? html`<p class="empty">${this.t('previewHelp')}</p>` : this.table(this.result)}
    `;
  }

  private table(result: Preview) {
    return html`
      <div class="sides">
        ${this.side(this.t('rankNow'), result.before)}${this.side(this.t('rankThen'), result.after)}
      </div>
      ${result.complete ? nothing : html`<p class="muted">${this.t('incomplete')}</p>`}
      ${
        result.rows.length === 0
          ? html`<p class="empty">${this.t('noHits')}</p>`
          : html`<table class="ranks">
              <thead>
                <tr>
                  <th scope="col">${this.t('rankNow')}</th>
                  <th scope="col">${this.t('rankThen')}</th>
                  <th scope="col">${this.t('change')}</th>
                  <th scope="col">${this.t('page')}</th>
                  <th scope="col">${this.t('cause')}</th>
                </tr>
              </thead>
              <tbody>
                ${result.rows.map((row) => this.row(row))}
              </tbody>
            </table>`
      }
    `;
  }

  private side(name: string, side: PreviewSide) {
    return html`<section class="card">
      <h2>${name}</h2>
      <p>
        <strong>${side.nbHits}</strong> ${this.t('found')}
        ${side.searchedQuery ? html`· “${side.searchedQuery}”` : nothing}
        ${side.redirect ? html`· ${this.t('redirectsTo')} <code>${side.redirect}</code>` : nothing}
        ${side.banner ? html`· ${side.banner}` : nothing} ${side.answer ? html`· ${side.answer}` : nothing}
      </p>
      ${
        side.applied.length === 0
          ? nothing
          : html`<p class="muted">
              ${side.applied.map((entry) => html`<span class="tag">${entry.label}</span> `)}
            </p>`
      }
    </section>`;
  }

  private row(row: PreviewRow) {
    return html`<tr class=${movement(row)}>
      <td>${row.before ?? '–'}</td>
      <td>${row.after ?? '–'}</td>
      <td>${this.change(row)}</td>
      <td><strong>${row.title}</strong><br /><small class="muted">${row.objectID}</small></td>
      <td>${row.causes.map((cause) => html`<span class="tag">${cause.label}</span> `)}</td>
    </tr>`;
  }

  private change(row: PreviewRow): string {
    if (row.before === null) return `＋ ${this.t('isNew')}`;
    if (row.after === null) return `− ${this.t('isGone')}`;
    const moved = row.before - row.after;
    if (moved === 0) return this.t('same');
    return moved > 0 ? `▲ ${String(moved)}` : `▼ ${String(-moved)}`;
  }
}

function movement(row: PreviewRow): string {
  if (row.after === null) return 'down';
  if (row.before === null || row.after < row.before) return 'up';
  return row.after > row.before ? 'down' : '';
}
