import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Context } from '../core/context.js';
import type { TextKey } from '../core/texts.js';

/** A page of the console. It has no shadow root: one style sheet is for all of them. */
export abstract class View extends LitElement {
  static override properties = { context: { attribute: false } };

  declare context: Context;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected t(key: TextKey): string {
    return this.context.texts[key];
  }

  /** Asks for the query that the view is about. */
  protected queryForm(label: TextKey, button: TextKey) {
    return html`
      <form
        class="row"
        role="search"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          const data = new FormData(event.target as HTMLFormElement);
          this.context.go({ query: (data.get('q') as string).trim() });
        }}
      >
        <label class="wide"
          >${this.t(label)}
          <input name="q" type="search" required maxlength="512" .value=${this.context.place.query} />
        </label>
        <button class="primary">${this.t(button)}</button>
      </form>
    `;
  }

  /** One of several numbers; warned where it is to be looked at. */
  protected figure(name: TextKey, value: string, help?: TextKey, warned = false) {
    return html`<div class="card ${warned ? 'warned' : ''}">
      <dt>${this.t(name)}</dt>
      <dd>
        <strong>${value}</strong>
        ${help === undefined ? nothing : html`<small class="muted">${this.t(help)}</small>`}
      </dd>
    </div>`;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('context')) return;
    const old = changed.get('context') as Context | undefined;
    const { place, tuning } = this.context;
    if (
      old?.tuning !== tuning ||
      old.place.draft !== place.draft ||
      old.place.query !== place.query ||
      old.drafts !== this.context.drafts
    ) {
      void this.context.attempt(() => this.load());
    }
  }

  /** Reads what the view shows; called again whenever site, draft or query are others. */
  protected abstract load(): Promise<void>;
}
