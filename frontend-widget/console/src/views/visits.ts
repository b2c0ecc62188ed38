import { html, nothing } from 'lit';
import type { UiLanguage, TextKey, Texts } from '../core/texts.js';
import type { Breakdown, ChainRow, PartRow, QuestionRow } from '../core/types.js';
import { percent } from './trend-chart.js';

/** When and with what people search, what they ask, and what they try in a row. */
export interface Visits {
  parts: Record<Breakdown, PartRow[]>;
  questions: QuestionRow[];
  chains: ChainRow[];
}

export const BREAKDOWNS: Breakdown[] = ['device', 'category', 'weekday', 'hour-of-day'];

/** The name of a part in the words of the console. */
function name(by: Breakdown, part: string, texts: Texts, language: UiLanguage): string {
  switch (by) {
    case 'weekday':
      // 2024-01-01 was a Monday.
      return new Date(Date.UTC(2024, 0, Number(part))).toLocaleDateString(language, {
        weekday: 'long',
        timeZone: 'UTC',
      });
    case 'hour-of-day':
      return `${part.padStart(2, '0')}:00`;
    default:
      return texts[part as TextKey];
  }
}

function parts(by: Breakdown, rows: PartRow[], texts: Texts, language: UiLanguage) {
  const most = Math.max(...rows.map((row) => row.searches));
  return html`<section>
    <h3>${texts[by]}</h3>
    <table class="numbers">
      <thead>
        <tr>
          <th scope="col">${texts[by]}</th>
          <th scope="col">${texts.searches}</th>
          <th scope="col">${texts.clickThrough}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">
                ${name(by, row.part, texts, language)}
                <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="searches" width=${(100 * row.searches) / most} height="4"></rect>
                </svg>
              </th>
              <td>${row.searches.toLocaleString(language)}</td>
              <td>${percent(row.clickThrough, language)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function questions(rows: QuestionRow[], texts: Texts, language: UiLanguage) {
  const columns = ['answered', 'refused', 'helpful', 'unhelpful'] as const;
  return html`<h2>${texts.questions}</h2>
    <div class="scroll">
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">${texts.question}</th>
            ${columns.map((column) => html`<th scope="col">${texts[column]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.question === '' ? texts.hidden : row.question}</th>
                ${columns.map((column) => html`<td>${row[column].toLocaleString(language)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function chains(rows: ChainRow[], texts: Texts, language: UiLanguage) {
  return html`<h2>${texts.chains}</h2>
    <div class="scroll">
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">${texts.chain}</th>
            <th scope="col">${texts.times}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.queries.join(' → ')}</th>
                <td>${row.times.toLocaleString(language)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** What there is to see; parts that have nothing are left out. */
export function visits(all: Visits, texts: Texts, language: UiLanguage) {
  const shown = BREAKDOWNS.filter((by) => all.parts[by].length > 0);
  return html`${
    shown.length === 0
      ? nothing
      : html`<h2 class="later">${texts.whenAndHow}</h2>
          <p class="muted">${texts.whenUtc}</p>
          <div class="sides">${shown.map((by) => parts(by, all.parts[by], texts, language))}</div>`
  }
  ${all.questions.length === 0 ? nothing : questions(all.questions, texts, language)}
  ${all.chains.length === 0 ? nothing : chains(all.chains, texts, language)}`;
}
