import { html, nothing } from 'lit';
import { synonymText, words } from '../core/synonym-text.js';
import type { Lang, Synonym, SynonymType, SynonymView } from '../core/types.js';
import { EntryList } from './entry-list.js';

const TYPES: SynonymType[] = ['equivalent', 'one-way', 'replacement'];
const LANGS: Lang[] = ['*', 'de', 'en'];

/** The synonyms of a site: a form above a list. */
export class SynonymsView extends EntryList {
  static override properties = { ...EntryList.properties, kindOfForm: { state: true } };

  declare kindOfForm: SynonymType | null;
  protected override readonly kind = 'synonym';

  constructor() {
    super();
    this.kindOfForm = null;
  }

  /** Who comes with a word needs to say only what it means. */
  protected override firstUpdated(): void {
    if (this.context.place.term) this.querySelector<HTMLInputElement>('[name=to]')?.focus();
  }

  protected override summary(entry: SynonymView) {
    const lang = entry.lang === '*' ? nothing : html`<span class="tag">${entry.lang}</span>`;
    return html`<strong>${synonymText(entry)}</strong> ${lang}
      ${entry.note ? html`<p class="muted">${entry.note}</p>` : nothing}`;
  }

  protected override emptyText() {
    return this.t('emptySynonyms');
  }

  protected override form(entry: SynonymView | undefined) {
    const term = entry === undefined ? (this.context.place.term ?? '') : '';
    const type = this.kindOfForm ?? entry?.type ?? (term === '' ? 'equivalent' : 'one-way');
    return html`<form class="row" @submit=${(event: SubmitEvent) => void this.submit(event, entry)}>
      <label class="wide"
        >${this.t('words')}
        <input name="terms" required autocomplete="off" .value=${entry?.terms.join(', ') ?? term} />
      </label>
      <label
        >${this.t('kind')}
        <select
          name="type"
          @change=${(event: Event) =>
            (this.kindOfForm = (event.target as HTMLSelectElement).value as SynonymType)}
        >
          ${TYPES.map(
            (value) => html`<option value=${value} ?selected=${value === type}>${this.t(value)}</option>`,
          )}
        </select>
      </label>
      ${
        type === 'equivalent'
          ? nothing
          : html`<label class="wide"
              >${this.t('finds')}
              <input name="to" required autocomplete="off" .value=${entry?.to?.join(', ') ?? ''} />
            </label>`
      }
      <label
        >${this.t('language')}
        <select name="lang">
          ${LANGS.map(
            (lang) =>
              html`<option value=${lang} ?selected=${lang === (entry?.lang ?? '*')}>
                ${lang === '*' ? this.t('allLanguages') : lang}
              </option>`,
          )}
        </select>
      </label>
      ${this.buttons(entry)}
    </form>`;
  }

  private async submit(event: SubmitEvent, entry: SynonymView | undefined): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const type = data.get('type') as SynonymType;
    const synonym: Synonym = {
      type,
      lang: data.get('lang') as Lang,
      terms: words(data.get('terms') as string),
      ...(type === 'equivalent' ? {} : { to: words(data.get('to') as string) }),
      ...(entry?.note ? { note: entry.note } : {}),
    };
    if (await this.save(synonym, entry)) {
      this.kindOfForm = null;
      if (!entry) {
        form.reset();
        if (this.context.place.term) this.context.go({ term: undefined });
      }
    }
  }
}
