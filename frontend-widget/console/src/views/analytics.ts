import { html, nothing } from 'lit';
import type { Span } from '../core/insights.js';
import { daysBefore, steps, sum } from '../core/trend.js';
import { format } from '../core/route.js';
import type { TextKey } from '../core/texts.js';
import type { DayRow, QueryOrder, QueryRow, Suggestions, SynonymIdea } from '../core/types.js';
import { percent, trendChart } from './trend-chart.js';
import { View } from './view.js';
import { BREAKDOWNS, visits, type Visits } from './visits.js';

const ORDERS: [QueryOrder, TextKey][] = [
  ['searches', 'topQueries'],
  ['no-results', 'emptyQueries'],
  ['low-click', 'unclickedQueries'],
  ['rising', 'risingQueries'],
  ['falling', 'fallingQueries'],
];
const RANGES = [7, 30, 90, 365];
const ROWS = 100;
/** Questions and chains. */
const FEW = 20;

/** What visitors search for and do not find, and the way from there to a synonym. */
export class AnalyticsView extends View {
  static override properties = {
    ...View.properties,
    span: { state: true },
    rows: { state: true },
    days: { state: true },
    ideas: { state: true },
    visits: { state: true },
  };

  declare span: Span;
  declare rows: QueryRow[] | null;
  declare days: DayRow[];
  declare ideas: Suggestions | null;
  declare visits: Visits | null;

  constructor() {
    super();
    this.span = { from: '', to: '', lang: '' };
    this.rows = null;
    this.days = [];
    this.ideas = null;
    this.visits = null;
  }

  protected override async load(): Promise<void> {
    const { insights } = this.context;
    const { chosen } = insights;
    const { days, lang, order } = chosen;
    const today = new Date();
    const span = { from: daysBefore(today, days - 1), to: daysBefore(today, 0), lang };
    const [rows, perDay] = await Promise.all([insights.queries(span, order, ROWS), insights.days(span)]);
    // A long period takes longer than a short one that was chosen after it.
    if (this.context.insights.chosen !== chosen) return;
    this.span = span;
    this.rows = rows;
    this.days = perDay;
    if (order !== 'no-results') {
      this.ideas = null;
      const visits = await this.readVisits(span);
      if (this.context.insights.chosen === chosen) this.visits = visits;
      return;
    }
    // Nearest pages are sought by meaning, which takes longer: the table does not wait for them.
    this.ideas = null;
    const ideas = await insights.suggestions(span);
    if (this.context.insights.chosen === chosen) this.ideas = ideas;
  }

  private async readVisits(span: Span): Promise<Visits> {
    const { insights } = this.context;
    const [parts, questions, chains] = await Promise.all([
      Promise.all(BREAKDOWNS.map(async (by) => [by, await insights.breakdown(span, by)] as const)),
      insights.questions(span, FEW),
      insights.chains(span, FEW),
    ]);
    return { parts: Object.fromEntries(parts) as Visits['parts'], questions, chains };
  }

  private choose(change: Partial<{ days: number; lang: string; order: QueryOrder }>): void {
    const { insights } = this.context;
    insights.chosen = { ...insights.chosen, ...change };
    void this.context.attempt(() => this.load());
  }

  protected override render() {
    const { chosen } = this.context.insights;
    return html`
      <div class="row">
        <label
          >${this.t('period')}
          <select
            @change=${(event: Event) => {
              this.choose({ days: Number((event.target as HTMLSelectElement).value) });
            }}
          >
            ${RANGES.map(
              (days) =>
                html`<option value=${days} ?selected=${days === chosen.days}>
                  ${days} ${this.t('days')}
                </option>`,
            )}
          </select>
        </label>
        <label
          >${this.t('language')}
          <select
            @change=${(event: Event) => {
              this.choose({ lang: (event.target as HTMLSelectElement).value });
            }}
          >
            ${['', 'de', 'en', 'und'].map(
              (lang) =>
                html`<option value=${lang} ?selected=${lang === chosen.lang}>
                  ${lang === '' ? this.t('allLanguages') : lang === 'und' ? this.t('unknownLanguage') : lang}
                </option>`,
            )}
          </select>
        </label>
      </div>
      ${this.rows === null ? html`<p class="muted" role="status">${this.t('loading')}</p>` : this.report(this.rows)}
    `;
  }

  private report(rows: QueryRow[]) {
    const { chosen } = this.context.insights;
    const { language } = this.context;
    const all = sum(this.days);
    return html`
      <dl class="figures">
        ${this.figure('searches', all.searches.toLocaleString(language))}
        ${this.figure('noResults', percent(all.searches === 0 ? 0 : all.noResults / all.searches, language))}
        ${this.figure('clickThrough', percent(all.clickThrough, language), 'clickThroughHelp')}
        ${this.figure(
          'reciprocalRank',
          all.clickedSearches === 0
            ? '–'
            : all.meanReciprocalRank.toLocaleString(language, { maximumFractionDigits: 2 }),
          'reciprocalRankHelp',
        )}
      </dl>
      ${trendChart(steps(this.days, this.span.from, this.span.to), this.context.texts, language)}
      <div class="row">
        <div class="choice" role="group" aria-label=${this.t('queries')}>
          ${ORDERS.map(
            ([order, text]) =>
              html`<button
                aria-pressed=${order === chosen.order ? 'true' : 'false'}
                @click=${() => {
                  this.choose({ order });
                }}
              >
                ${this.t(text)}
              </button>`,
          )}
        </div>
        <button class="end" ?disabled=${rows.length === 0} @click=${() => void this.download()}>
          ${this.t('download')}
        </button>
      </div>
      ${this.suggested()}
      ${rows.length === 0 ? html`<p class="empty">${this.t('noSearches')}</p>` : this.table(rows)}
      ${this.visits === null ? nothing : visits(this.visits, this.context.texts, language)}
    `;
  }

  private suggested() {
    const ideas = this.ideas?.synonyms ?? [];
    if (ideas.length === 0) return nothing;
    return html`<section class="card">
      <h2>${this.t('suggested')}</h2>
      <ul class="entries">
        ${ideas.map(
          (idea) =>
            html`<li>
              <div class="summary">
                <strong>${idea.term} → ${idea.to}</strong>
                <p class="muted">
                  “${idea.evidence.first}” → “${idea.evidence.next}”: ${idea.evidence.times} ×
                  ${this.t('askedAgain')}
                </p>
              </div>
              ${
                this.context.mayEdit
                  ? html`<button
                      aria-label="${this.t('add')}: ${idea.term} → ${idea.to}"
                      @click=${() => void this.adopt(idea)}
                    >
                      ${this.t('add')}
                    </button>`
                  : nothing
              }
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private table(rows: QueryRow[]) {
    const { language } = this.context;
    const { order } = this.context.insights.chosen;
    const near = new Map(this.ideas?.unanswered.map((one) => [one.query, one.near]));
    return html`<div class="scroll">
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">${this.t('query')}</th>
            <th scope="col">${this.t('searches')}</th>
            <th scope="col">${this.t('noResults')}</th>
            ${
              order === 'no-results'
                ? html`<th scope="col" class="pages">${this.t('nearest')}</th>`
                : html`<th scope="col">${this.t('clickThrough')}</th>
                    <th scope="col">${this.t('reciprocalRank')}</th>`
            }
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">
                  <a href=${this.link('preview', row.query)}>${row.query}</a>
                </th>
                <td>${row.searches.toLocaleString(language)}</td>
                <td>${row.noResults.toLocaleString(language)}</td>
                ${
                  order === 'no-results'
                    ? html`<td class="pages">
                        ${near.get(row.query)?.map((page) => html`<span class="tag">${page.title}</span> `)}
                      </td>`
                    : html`<td>${percent(row.clickThrough, language)}</td>
                        <td>
                          ${
                            row.clickedSearches === 0
                              ? '–'
                              : row.meanReciprocalRank.toLocaleString(language, { maximumFractionDigits: 2 })
                          }
                        </td>`
                }
                <td>
                  ${
                    this.context.mayEdit
                      ? html`<a
                          class="button"
                          aria-label="${this.t('makeSynonym')}: ${row.query}"
                          href=${this.link('synonyms', '', row.query)}
                          >${this.t('makeSynonym')}</a
                        >`
                      : nothing
                  }
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private link(view: 'preview' | 'synonyms', query: string, term?: string): string {
    return format({ ...this.context.place, view, query, term });
  }

  private async adopt(idea: SynonymIdea): Promise<void> {
    await this.context.attempt(async () => {
      const draft = await this.context.editedDraft();
      await this.context.tuning.create(draft, 'synonym', {
        type: 'one-way',
        lang: '*',
        terms: [idea.term],
        to: [idea.to],
      });
      await this.context.reload();
      this.context.notify(`${this.t('added')}: ${idea.term} → ${idea.to}`);
    });
  }

  private async download(): Promise<void> {
    await this.context.attempt(async () => {
      const { order } = this.context.insights.chosen;
      const url = URL.createObjectURL(await this.context.insights.table(this.span, order));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${this.context.place.site}-${order}-${this.span.from}-${this.span.to}.csv`;
      link.click();
      URL.revokeObjectURL(url);
    });
  }
}
