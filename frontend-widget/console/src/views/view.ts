import { LitElement, type PropertyValues } from 'lit';
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
