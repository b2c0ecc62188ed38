import { html, nothing } from 'lit';
import { format } from '../core/route.js';
import { daysBefore } from '../core/trend.js';
import type { Evaluation, Judged, QueryChange } from '../core/types.js';
import { View } from './view.js';

const COUNTS = [50, 200, 1000];
const DAYS = 90;

/** What a draft does to the queries that visitors ask most, and to the quality on judged ones. */
export class ImpactView extends View {
  static override properties = {
    ...View.properties,
    result: { state: true },
    running: { state: true },
  };

  declare result: Evaluation | null;
  /** Queries done and queries in all; null when nothing runs. */
  declare running: { done: number; of: number } | null;
  private stopped = false;

  constructor() {
    super();
    this.result = null;
    this.running = null;
  }

  protected override load(): Promise<void> {
    const { insights, place, drafts } = this.context;
    const etag = drafts.find((draft) => draft.id === place.draft)?.etag;
    const kept = insights.impact;
    this.result = kept !== null && kept.draft === place.draft && kept.etag === etag ? kept.evaluation : null;
    return Promise.resolve();
  }

  override disconnectedCallback(): void {
    this.stopped = true;
    super.disconnectedCallback();
  }

  protected override render() {
    if (this.context.place.draft === undefined) return html`<p class="empty">${this.t('chooseDraft')}</p>`;
    return html`${this.form()}
    ${
      this.running === null
        ? this.result === null
          ? html`<p class="empty">${this.t('impactHelp')}</p>`
          : this.report(this.result)
        : html`<div class="card">
            <label for="progress" role="status"
              >${this.running.done} ${this.t('shown')} ${this.running.of} ${this.t('queries')}</label
            >
            <progress id="progress" max=${this.running.of} .value=${this.running.done}></progress>
            <button @click=${() => (this.stopped = true)}>${this.t('stop')}</button>
          </div>`
    }`;
  }

  private form() {
    return html`<form class="row" @submit=${(event: SubmitEvent) => void this.run(event)}>
      <label
        >${this.t('tryWith')}
        <select name="count">
          ${COUNTS.map((count) => html`<option value=${count}>${count} ${this.t('mostFrequent')}</option>`)}
          <option value="0">${this.t('onlyOwn')}</option>
        </select>
      </label>
      <label class="wide"
        >${this.t('ownQueries')}
        <textarea name="own" rows="1"></textarea>
      </label>
      <details class="whole">
        <summary>${this.t('judgedFiles')}</summary>
        <div class="row">
          <label>queries.jsonl<input name="queries" type="file" accept=".jsonl,.ndjson,.json" /></label>
          <label>qrels.tsv<input name="qrels" type="file" accept=".tsv,.txt" /></label>
        </div>
      </details>
      <button class="primary" ?disabled=${this.running !== null}>${this.t('tryAll')}</button>
    </form>`;
  }

  private async run(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { insights, place, drafts } = this.context;
    const draft = place.draft;
    if (draft === undefined) return;
    const data = new FormData(event.target as HTMLFormElement);
    this.stopped = false;
    await this.context.attempt(async () => {
      const queries = await this.queries(data);
      const judgements = await judgementsOf(data);
      this.running = { done: 0, of: queries.length };
      const evaluation = await insights.evaluate(draft, queries, judgements, (done) => {
        this.running = { done, of: queries.length };
        return !this.stopped;
      });
      const etag = drafts.find((each) => each.id === draft)?.etag ?? '';
      insights.impact = { draft, etag, evaluation };
      // One who looks at another draft by now must not take it for that one's.
      if (this.context.insights === insights && this.context.place.draft === draft) this.result = evaluation;
    });
    this.running = null;
  }

  private async queries(data: FormData): Promise<string[]> {
    const count = Number(data.get('count'));
    const today = new Date();
    const span = { from: daysBefore(today, DAYS - 1), to: daysBefore(today, 0), lang: '' };
    const asked = count === 0 ? [] : await this.context.insights.queries(span, 'searches', count);
    const own = (data.get('own') as string).split('\n').map((query) => query.trim());
    return [...new Set([...own.filter((query) => query !== ''), ...asked.map((row) => row.query)])];
  }

  private report(result: Evaluation) {
    const redirected = result.changes.filter(
      (change) => change.redirectAfter !== null && change.redirectAfter !== change.redirectBefore,
    );
    const emptied = result.changes.filter((change) => change.emptied);
    const number = (value: number) => value.toLocaleString(this.context.language);
    return html`
      ${result.judged === undefined ? nothing : this.judged(result.judged)}
      <dl class="figures">
        ${this.figure('queriesTried', number(result.queries))}
        ${this.figure('changed', number(result.changed))} ${this.figure('nowFind', number(result.filled))}
        ${this.figure('nowEmpty', number(result.emptied), undefined, result.emptied > 0)}
        ${this.figure('nowRedirected', number(redirected.length), undefined, redirected.length > 0)}
      </dl>
      ${this.list(this.t('nowEmpty'), emptied)} ${this.list(this.t('nowRedirected'), redirected)}
      ${this.list(
        this.t('changed'),
        result.changes.filter((change) => !emptied.includes(change) && !redirected.includes(change)),
      )}
      ${result.changes.length === 0 && result.queries > 0 ? html`<p class="empty">${this.t('nothingMoves')}</p>` : nothing}
      ${
        result.queries === 0 && result.judged === undefined
          ? html`<p class="empty">${this.t('noSearches')}</p>`
          : nothing
      }
      ${
        result.failed.length === 0
          ? nothing
          : html`<p class="muted">${this.t('notSearchable')}: ${result.failed.join(' · ')}</p>`
      }
    `;
  }

  private judged(judged: Judged) {
    const number = (value: number) =>
      value.toLocaleString(this.context.language, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
    const signed = (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${number(Math.abs(value))}`;
    const winners = judged.changes.filter((change) => change.ndcgAfter > change.ndcgBefore);
    const losers = judged.changes.filter((change) => change.ndcgAfter < change.ndcgBefore);
    const side = (name: string, changes: Judged['changes']) =>
      html`<section class="card">
        <h2>${name} (${changes.length})</h2>
        ${
          changes.length === 0
            ? html`<p class="muted">–</p>`
            : html`<ul class="plain">
                ${changes.slice(0, 10).map(
                  (change) =>
                    html`<li>
                      <a href=${this.link(change.query)}>${change.query}</a>
                      <span class="muted">${number(change.ndcgBefore)} → ${number(change.ndcgAfter)}</span>
                    </li>`,
                )}
              </ul>`
        }
      </section>`;
    return html`<section class="card verdict ${judged.verdict}">
        <h2>${this.t(judged.verdict)}</h2>
        <p>${this.t(`${judged.verdict}Help`)}</p>
        <p>
          nDCG@10 ${number(judged.ndcgBefore)} → ${number(judged.ndcgAfter)}, ${this.t('difference')}
          <strong>${signed(judged.difference)}</strong>; ${this.t('interval')} ${signed(judged.low)} …
          ${signed(judged.high)} (${judged.queries} ${this.t('judgedQueries')})
        </p>
      </section>
      <div class="sides">${side(this.t('winners'), winners)}${side(this.t('losers'), losers)}</div>`;
  }

  private list(name: string, changes: QueryChange[]) {
    if (changes.length === 0) return nothing;
    return html`<h2>${name}</h2>
      <div class="scroll">
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">${this.t('query')}</th>
              <th scope="col">${this.t('hits')}</th>
              <th scope="col">${this.t('moved')}</th>
              <th scope="col" class="pages">${this.t('cause')}</th>
            </tr>
          </thead>
          <tbody>
            ${changes.map(
              (change) =>
                html`<tr>
                  <th scope="row"><a href=${this.link(change.query)}>${change.query}</a></th>
                  <td>
                    ${
                      change.nbHitsBefore === change.nbHitsAfter
                        ? change.nbHitsAfter
                        : `${String(change.nbHitsBefore)} → ${String(change.nbHitsAfter)}`
                    }
                  </td>
                  <td>${change.moved}</td>
                  <td class="pages">
                    ${change.redirectAfter === null ? nothing : html`<code>${change.redirectAfter}</code> `}
                    ${change.applied.map((entry) => html`<span class="tag">${entry.label}</span> `)}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }

  private link(query: string): string {
    return format({ ...this.context.place, view: 'preview', query });
  }
}

async function judgementsOf(data: FormData): Promise<{ queries: string; qrels: string } | undefined> {
  const queries = data.get('queries') as File;
  const qrels = data.get('qrels') as File;
  if (queries.size === 0 && qrels.size === 0) return undefined;
  return { queries: await queries.text(), qrels: await qrels.text() };
}
