import { html, nothing } from 'lit';
import type { Texts, TextKey } from '../core/texts.js';
import type { ActionType, RuleAction } from '../core/types.js';

const TYPES: ActionType[] = [
  'pin',
  'hide',
  'boost',
  'bury',
  'filter',
  'redirect',
  'banner',
  'answer',
  'no-answer',
];

interface Field {
  name: 'objectID' | 'position' | 'pages' | 'factor' | 'url' | 'title' | 'text';
  label: TextKey;
  number?: { min: number; max: number; step: number; standard: number };
  optional?: boolean;
}

const POSITION = { min: 1, max: 50, step: 1, standard: 1 };
const UP = { min: 1.01, max: 20, step: 0.01, standard: 2 };
const DOWN = { min: 0.05, max: 0.99, step: 0.01, standard: 0.5 };
const PAGES: Field = { name: 'pages', label: 'pages' };

const FIELDS: Record<ActionType, Field[]> = {
  pin: [
    { name: 'objectID', label: 'pageId' },
    { name: 'position', label: 'position', number: POSITION },
  ],
  hide: [PAGES],
  boost: [PAGES, { name: 'factor', label: 'factor', number: UP }],
  bury: [PAGES, { name: 'factor', label: 'factor', number: DOWN }],
  filter: [PAGES],
  redirect: [{ name: 'url', label: 'url' }],
  banner: [
    { name: 'title', label: 'bannerTitle' },
    { name: 'text', label: 'bannerText' },
    { name: 'url', label: 'url', optional: true },
  ],
  answer: [
    { name: 'text', label: 'bannerText' },
    { name: 'title', label: 'bannerTitle' },
    { name: 'url', label: 'url' },
  ],
  'no-answer': [
    { name: 'text', label: 'bannerText' },
    { name: 'url', label: 'url', optional: true },
  ],
};

/** What an action does, in a line. */
export function actionText(action: RuleAction, texts: Texts): string {
  const values = FIELDS[action.type]
    .map((field) => action[field.name])
    .filter((value) => value !== undefined);
  return `${texts[action.type]} ${values.join(', ')}`;
}

interface ActionForm {
  texts: Texts;
  index: number;
  type: ActionType;
  action: RuleAction | undefined;
  removable: boolean;
  choose(type: ActionType): void;
  remove(): void;
}

/** The fields of one action; their names end in its index. */
export function actionFields({ texts, index, type, action, removable, choose, remove }: ActionForm) {
  return html`<div class="row">
    <label
      >${texts.then}
      <select
        name="action"
        @change=${(event: Event) => {
          choose((event.target as HTMLSelectElement).value as ActionType);
        }}
      >
        ${TYPES.map((value) => html`<option value=${value} ?selected=${value === type}>${texts[value]}</option>`)}
      </select>
    </label>
    ${FIELDS[type].map((field) => {
      const value = action?.type === type ? action[field.name] : field.number?.standard;
      return html`<label class=${field.number ? '' : 'wide'}
        >${texts[field.label]}
        <input
          name="${field.name}-${index}"
          type=${field.number ? 'number' : 'text'}
          min=${field.number?.min ?? nothing}
          max=${field.number?.max ?? nothing}
          step=${field.number?.step ?? nothing}
          ?required=${!field.optional}
          .value=${String(value ?? '')}
        />
      </label>`;
    })}
    ${removable ? html`<button type="button" @click=${remove}>${texts.remove}</button>` : nothing}
  </div>`;
}
