import { html } from 'lit';
import { time } from '../core/context.js';
import type { AuditEntry } from '../core/types.js';
import { View } from './view.js';

/** Who did what. */
export class AuditView extends View {
  static override properties = { ...View.properties, entries: { state: true } };

  declare entries: AuditEntry[];

  constructor() {
    super();
    this.entries = [];
  }

  protected override async load(): Promise<void> {
    this.entries = await this.context.tuning.audit();
  }

  protected override render() {
    if (this.entries.length === 0) return html`<p class="empty">${this.t('empty')}</p>`;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.t('when_')}</th>
          <th scope="col">${this.t('who')}</th>
          <th scope="col">${this.t('what')}</th>
        </tr>
      </thead>
      <tbody>
        ${this.entries.map(
          (entry) =>
            html`<tr>
              <td>${time(this.context, entry.at)}</td>
              <td>${entry.actor}</td>
              <td>${entry.action} <code>${entry.subject}</code> ${entry.detail}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
