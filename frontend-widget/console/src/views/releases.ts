import { html, nothing } from 'lit';
import { time } from '../core/context.js';
import type { Release } from '../core/types.js';
import { View } from './view.js';

/** What was published when, and the way back. */
export class ReleasesView extends View {
  static override properties = { ...View.properties, releases: { state: true } };

  declare releases: Release[] | null;

  constructor() {
    super();
    this.releases = null;
  }

  protected override async load(): Promise<void> {
    this.releases = await this.context.tuning.releases();
  }

  protected override render() {
    const releases = this.releases;
    if (releases === null) return html`<p class="muted" role="status">${this.t('loading')}</p>`;
    if (releases.length === 0) return html`<p class="empty">${this.t('empty')}</p>`;
    return html`<ul class="entries">
        ${releases.map((release, index) => this.release(release, index === 0))}
      </ul>
      ${
        this.context.mayEdit
          ? html`<p><button @click=${() => void this.restore(0)}>${this.t('beforeFirst')}</button></p>`
          : nothing
      }`;
  }

  private release(release: Release, current: boolean) {
    return html`<li class=${current ? 'added' : ''}>
      <div class="summary">
        <strong>${release.number}</strong>
        ${current ? html`<span class="status added">${this.t('inForce')}</span>` : nothing}
        ${
          release.restores === undefined
            ? nothing
            : html`<span class="tag">${this.t('restores')} ${release.restores}</span>`
        }
        <p>
          ${time(this.context, release.at)} ${this.t('by')} ${release.by}
          ${release.note ? html`· ${release.note}` : nothing}
        </p>
        <p class="muted"><code>${release.hash.slice(0, 12)}</code></p>
      </div>
      ${
        current || !this.context.mayEdit
          ? nothing
          : html`<span class="buttons"
              ><button
                aria-label="${this.t('rollback')}: ${release.number}"
                @click=${() => void this.restore(release.number)}
              >
                ${this.t('rollback')}
              </button></span
            >`
      }
    </li>`;
  }

  private async restore(number: number): Promise<void> {
    if (!confirm(this.t('reallyRollback'))) return;
    await this.context.attempt(async () => {
      const release = await this.context.tuning.restore(number, '');
      await this.context.reload();
      this.context.notify(`${this.t('rolledBack')} ${String(release.number)}`);
    });
  }
}
