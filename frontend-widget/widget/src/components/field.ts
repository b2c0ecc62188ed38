import { html, nothing } from 'lit/html.js';
import type { Translate } from '../core/translations.js';
import { icons } from './icons.js';

export interface FieldView {
  t: Translate;
  query: string;
  placeholder: string;
  /** Whether it stands in a dialog. */
  modal: boolean;
  /** Whether it stands above a results page, where it is a plain search field and no combobox. */
  page: boolean;
  expanded: boolean;
  active: string | typeof nothing;
  hint: string | undefined;
  onInput(event: Event): void;
  onKey(event: KeyboardEvent): void;
  onFocus(): void;
  onSubmit(event: Event): void;
  onClear(): void;
  onClose(): void;
}

/** The text field with its buttons. */
export function field(view: FieldView) {
  const { t, query, page } = view;
  return html`<form class="field" part="field" role="search" @submit=${view.onSubmit}>
    ${icons.search}
    <input
      part="input"
      type="text"
      inputmode="search"
      enterkeyhint="search"
      autocomplete="off"
      autocapitalize="off"
      autocorrect="off"
      spellcheck="false"
      maxlength="512"
      role=${page ? 'searchbox' : 'combobox'}
      aria-label=${t('label')}
      aria-autocomplete=${page ? nothing : 'list'}
      aria-expanded=${page ? nothing : view.expanded}
      aria-controls=${page ? nothing : 'list'}
      aria-activedescendant=${view.active}
      placeholder=${view.placeholder}
      .value=${query}
      @input=${view.onInput}
      @compositionend=${view.onInput}
      @keydown=${view.onKey}
      @focus=${view.onFocus}
    />
    ${
      query
        ? html`<button
            type="button"
            class="clear"
            part="clear"
            aria-label=${t('clear')}
            @click=${view.onClear}
          >
            ${icons.clear}
          </button>`
        : view.hint && !view.modal
          ? html`<kbd aria-hidden="true">${view.hint}</kbd>`
          : nothing
    }
    ${
      view.modal
        ? html`<button type="button" class="close" part="close" @click=${view.onClose}>${t('close')}</button>`
        : nothing
    }
  </form>`;
}

/** The button that opens the dialog. */
export function trigger(
  t: Translate,
  placeholder: string,
  hint: string | undefined,
  apple: boolean,
  open: () => void,
) {
  return html`<button
    type="button"
    class="trigger"
    part="trigger"
    aria-haspopup="dialog"
    aria-keyshortcuts=${hint ? (apple ? 'Meta+K' : 'Control+K') : nothing}
    @click=${open}
  >
    ${icons.search}<span>${placeholder || t('label')}</span>${hint ? html`<kbd aria-hidden="true">${hint}</kbd>` : nothing}
  </button>`;
}
