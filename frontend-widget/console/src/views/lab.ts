import { html, nothing } from 'lit';
import { time } from '../core/context.js';
import { shuffled } from '../core/shuffle.js';
import { GRADES, type PreviewRow, type ReleaseQuality } from '../core/types.js';
import { View } from './view.js';

interface Sheet {
  query: string;
  pages: PreviewRow[];
}

/** Grades the results of a query without showing where they stand, and shows how good each release was. */
export class LabView extends View {
  static override properties = {
    ...View.properties,
    sheet: { state: true },
    grades: { state: true },
    total: { state: true },
    history: { state: true },
  };

  /** What is graded; it stays with its query while another is read. */
  declare sheet: Sheet | null;
  declare grades: Record<string, number>;
  /** Judged queries of the site. */
  declare total: number;
  declare history: ReleaseQuality[];
  /** Counts what was asked for: a late answer to an earlier question is dropped. */
  private turn = 0;

  constructor() {
    super();
    this.sheet = null;
    this.grades = {};
    this.total = 0;
    this.history = [];
  }

  protected override async load(): Promise<void> {
    const { insights, place, tuning } = this.context;
    const turn = ++this.turn;
    // With its form goes what was chosen there and not saved: it must not be taken for grades of other pages.
    this.sheet = null;
    const [kept, history] = await Promise.all([insights.judged(place.query), insights.quality()]);
    // With a draft both its results and those in force are judged, so that neither side has an advantage.
    const preview =
      place.query === ''
        ? null
        : place.draft === undefined
          ? await tuning.previewOfRelease(place.query, (await tuning.releases())[0]?.number ?? 0)
          : await tuning.preview(place.query, place.draft);
    if (turn !== this.turn) return;
    this.total = kept.total;
    this.history = history;
    this.grades = kept.grades;
    if (preview !== null) this.sheet = { query: place.query, pages: shuffled(preview.rows, Math.random) };
  }

  protected override render() {
    return html`
      ${this.queryForm('judgeQuery', 'showResults')}
      ${this.sheet === null ? html`<p class="empty">${this.t('labHelp')}</p>` : this.form(this.sheet)}
      <h2>${this.t('qualityHistory')}</h2>
      <p class="muted">${this.total} ${this.t('judgedQueries')}</p>
      ${this.history.length === 0 ? html`<p class="empty">${this.t('noQuality')}</p>` : this.chart()}
    `;
  }

  private form(sheet: Sheet) {
    const { pages } = sheet;
    if (pages.length === 0) return html`<p class="empty">${this.t('noHits')}</p>`;
    return html`<form @submit=${(event: SubmitEvent) => void this.save(event, sheet)}>
      <p class="muted">${this.t('blind')}</p>
      <ul class="entries">
        ${pages.map(
          (page, index) =>
            html`<li>
              <fieldset class="grade" ?disabled=${!this.context.mayEdit}>
                <legend>
                  <a href=${page.url} target="_blank" rel="noopener noreferrer">${page.title}</a>
                  <small class="muted">${page.objectID}</small>
                </legend>
                ${GRADES.map(
                  (text, grade) =>
                    html`<label class="check"
                      ><input
                        type="radio"
                        name="page-${index}"
                        value=${grade}
                        .checked=${this.grades[page.objectID] === grade}
                      />${this.t(text)}</label
                    >`,
                )}
              </fieldset>
            </li>`,
        )}
      </ul>
      ${this.context.mayEdit ? html`<button class="primary">${this.t('saveGrades')}</button>` : nothing}
    </form>`;
  }

  private async save(event: SubmitEvent, { query, pages }: Sheet): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const grades = { ...this.grades };
    pages.forEach((page, index) => {
      const grade = data.get(`page-${String(index)}`);
      if (grade !== null) grades[page.objectID] = Number(grade);
    });
    await this.context.attempt(async () => {
      const { insights } = this.context;
      await insights.judge(query, grades);
      const { total } = await insights.judged(query);
      if (this.sheet?.query === query) this.grades = grades;
      this.total = total;
      this.context.notify(`${this.t('gradesSaved')}: ${query}`);
    });
  }

  private chart() {
    const { language } = this.context;
    return html`<table class="numbers">
      <thead>
        <tr>
          <th scope="col">${this.t('releases')}</th>
          <th scope="col">nDCG@10</th>
          <th scope="col">${this.t('judgedQueries')}</th>
          <th scope="col">${this.t('when_')}</th>
        </tr>
      </thead>
      <tbody>
        ${this.history.map(
          (one) =>
            html`<tr>
              <th scope="row">${one.release}</th>
              <td>
                <meter min="0" max="1" aria-hidden="true" .value=${one.ndcg}></meter>
                ${one.ndcg.toLocaleString(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 })}
              </td>
              <td>${one.queries}</td>
              <td>${time(this.context, one.at)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
