import { html, nothing, type TemplateResult } from 'lit';
import { words } from '../core/synonym-text.js';
import type { ActionType, Device, Lang, Match, Rule, RuleAction, RuleView } from '../core/types.js';
import { actionFields, actionText } from './rule-action.js';
import { EntryList } from './entry-list.js';

const MATCHES: Match[] = ['exact', 'contains', 'prefix', 'meaning', 'regex', 'any'];
const DEVICES: Device[] = ['desktop', 'phone', 'tablet'];
const NEARNESS = 0.9;
const LANGS: Lang[] = ['*', 'de', 'en'];

/** The rules of a site. */
export class RulesView extends EntryList {
  static override properties = {
    ...EntryList.properties,
    actions: { state: true },
    match: { state: true },
    adding: { state: true },
  };

  /** Of the form; null until something in it is changed. */
  declare actions: ActionType[] | null;
  declare match: Match | null;
  declare adding: boolean;
  protected override readonly kind = 'rule';

  constructor() {
    super();
    this.actions = null;
    this.match = null;
    this.adding = false;
  }

  protected override summary(entry: RuleView) {
    const values = (entry.when.values ?? []).map((value) => `“${value}”`).join(', ');
    const texts = this.context.texts;
    return html`<strong>${entry.name}</strong>
      ${entry.enabled ? nothing : html`<span class="tag">${this.t('off')}</span>`}
      ${entry.when.devices?.map((device) => html`<span class="tag">${this.t(device)}</span> `)}
      <p>
        ${this.t('when')} ${this.t(entry.when.match)} ${values} →
        ${entry.then.map((action) => actionText(action, texts)).join(' · ')}
      </p>
      ${entry.note ? html`<p class="muted">${entry.note}</p>` : nothing}`;
  }

  protected override emptyText() {
    return this.t('emptyRules');
  }

  protected override form(entry: RuleView | undefined): TemplateResult {
    if (entry === undefined && !this.adding) {
      return html`<p>
        <button class="primary" @click=${() => (this.adding = true)}>${this.t('addRule')}</button>
      </p>`;
    }
    const match = this.match ?? entry?.when.match ?? 'exact';
    const actions = this.actions ?? entry?.then.map((action) => action.type) ?? ['pin'];
    return html`<form class="card" @submit=${(event: SubmitEvent) => void this.submit(event, entry)}>
      <div class="row">
        <label class="wide"
          >${this.t('ruleName')}<input name="name" required maxlength="200" .value=${entry?.name ?? ''}
        /></label>
        <label
          >${this.t('priority')}<input
            name="priority"
            type="number"
            min="-1000"
            max="1000"
            .value=${String(entry?.priority ?? 0)}
        /></label>
        <label class="check"
          ><input
            name="enabled"
            type="checkbox"
            .checked=${entry?.enabled ?? true}
          />${this.t('enabled')}</label
        >
      </div>
      <div class="row">
        <label
          >${this.t('when')}
          <select
            name="match"
            @change=${(event: Event) => (this.match = (event.target as HTMLSelectElement).value as Match)}
          >
            ${MATCHES.map(
              (value) => html`<option value=${value} ?selected=${value === match}>${this.t(value)}</option>`,
            )}
          </select>
        </label>
        ${
          match === 'any'
            ? nothing
            : html`<label class="wide"
                >${this.t('values')}<input
                  name="values"
                  required
                  .value=${entry?.when.values?.join(', ') ?? this.context.place.query}
              /></label>`
        }
        <label
          >${this.t('language')}
          <select name="lang">
            ${LANGS.map(
              (lang) =>
                html`<option value=${lang} ?selected=${lang === (entry?.when.lang ?? '*')}>
                  ${lang === '*' ? this.t('allLanguages') : lang}
                </option>`,
            )}
          </select>
        </label>
      </div>
      <div class="row">
        <fieldset class="grade">
          <legend class="muted">${this.t('devices')}</legend>
          ${DEVICES.map(
            (device) =>
              html`<label class="check"
                ><input
                  type="checkbox"
                  name="device"
                  value=${device}
                  .checked=${entry?.when.devices?.includes(device) ?? false}
                />${this.t(device)}</label
              >`,
          )}
        </fieldset>
        ${
          match === 'meaning'
            ? html`<label
                >${this.t('nearness')}<input
                  name="nearness"
                  type="number"
                  min="0.5"
                  max="1"
                  step="0.01"
                  .value=${String(entry?.when.nearness ?? NEARNESS)}
              /></label>`
            : nothing
        }
      </div>
      ${match === 'meaning' ? html`<p class="muted">${this.t('meaningHelp')}</p>` : nothing}
      ${actions.map((type, index) =>
        actionFields({
          texts: this.context.texts,
          index,
          type,
          action: entry?.then[index],
          removable: actions.length > 1,
          choose: (chosen) => (this.actions = actions.with(index, chosen)),
          remove: () => (this.actions = actions.toSpliced(index, 1)),
        }),
      )}
      <p>
        <button type="button" @click=${() => (this.actions = [...actions, 'pin'])}>
          ${this.t('anotherAction')}
        </button>
      </p>
      <span class="buttons">
        <button class="primary">${entry ? this.t('save') : this.t('add')}</button>
        <button type="button" @click=${() => this.finish()}>${this.t('cancel')}</button>
      </span>
    </form>`;
  }

  private finish(): void {
    this.editing = null;
    this.adding = false;
    this.actions = null;
    this.match = null;
  }

  private async submit(event: SubmitEvent, entry: RuleView | undefined): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const match = data.get('match') as Match;
    const types = data.getAll('action') as ActionType[];
    const rule: Rule = {
      name: (data.get('name') as string).trim(),
      enabled: data.has('enabled'),
      priority: Number(data.get('priority')),
      when: {
        match,
        ...(match === 'any'
          ? {}
          : {
              values:
                match === 'regex' ? [data.get('values') as string] : words(data.get('values') as string),
            }),
        lang: data.get('lang') as Lang,
        ...(entry?.when.facets ? { facets: entry.when.facets } : {}),
        ...(data.has('device') ? { devices: data.getAll('device') as Device[] } : {}),
        ...(match === 'meaning' ? { nearness: Number(data.get('nearness')) } : {}),
      },
      then: types.map((type, index) => action(type, index, data)),
      ...(entry?.note ? { note: entry.note } : {}),
    };
    if (await this.save(rule, entry)) this.finish();
  }
}

function action(type: ActionType, index: number, data: FormData): RuleAction {
  const result: Record<string, unknown> = { type };
  for (const [name, value] of data.entries()) {
    const [field, of] = name.split('-', 2);
    if (of !== String(index) || typeof value !== 'string' || value.trim() === '' || field === undefined)
      continue;
    result[field] = field === 'position' || field === 'factor' ? Number(value) : value.trim();
  }
  return result as unknown as RuleAction;
}
