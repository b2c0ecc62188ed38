import type { Api } from './api.js';
import type {
  Breakdown,
  ChainRow,
  DayRow,
  Evaluation,
  PartRow,
  QueryOrder,
  QueryRow,
  QuestionRow,
  ReleaseQuality,
  Suggestions,
} from './types.js';

/** Which searches are meant: days in UTC, both included; an empty language means all. */
export interface Span {
  from: string;
  to: string;
  lang: string;
}

/** What the analytics page shows, kept while one looks at another page. */
export interface Chosen {
  days: number;
  lang: string;
  order: QueryOrder;
}

/** What a draft does to many queries, kept until the draft is another. */
export interface Impact {
  draft: string;
  etag: string;
  evaluation: Evaluation;
}

/** Queries of one evaluation call: few, so that the page can say how far it is and stop. */
const CHUNK = 25;

/** What visitors of one site search for, and what a draft does to that. */
export class Insights {
  chosen: Chosen = { days: 30, lang: '', order: 'searches' };
  impact: Impact | null = null;
  private readonly root: string;

  constructor(
    private readonly api: Api,
    site: string,
  ) {
    this.root = `/admin/v1/sites/${encodeURIComponent(site)}`;
  }

  async queries(span: Span, order: QueryOrder, limit: number): Promise<QueryRow[]> {
    const path = `${this.root}/analytics/queries`;
    return (await this.api.get<{ queries: QueryRow[] }>(path, { ...span, order, limit })).queries;
  }

  /** All of it as a file that a spreadsheet opens. */
  table(span: Span, order: QueryOrder): Promise<Blob> {
    return this.api.file(`${this.root}/analytics/queries`, { ...span, order, limit: 100_000, format: 'csv' });
  }

  async days(span: Span): Promise<DayRow[]> {
    return (await this.api.get<{ days: DayRow[] }>(`${this.root}/analytics/days`, { ...span })).days;
  }

  async breakdown(span: Span, by: Breakdown): Promise<PartRow[]> {
    const path = `${this.root}/analytics/breakdown`;
    return (await this.api.get<{ parts: PartRow[] }>(path, { ...span, by })).parts;
  }

  async questions(span: Span, limit: number): Promise<QuestionRow[]> {
    const path = `${this.root}/analytics/answers`;
    return (await this.api.get<{ questions: QuestionRow[] }>(path, { ...span, limit })).questions;
  }

  async chains({ from, to }: Span, limit: number): Promise<ChainRow[]> {
    const path = `${this.root}/analytics/chains`;
    return (await this.api.get<{ chains: ChainRow[] }>(path, { from, to, limit })).chains;
  }

  suggestions(span: Span): Promise<Suggestions> {
    return this.api.get(`${this.root}/suggestions`, { ...span });
  }

  /** The grades of a query by page, how many queries are judged, and whether any has a right page. */
  async judged(query: string): Promise<{ total: number; relevant: boolean; grades: Record<string, number> }> {
    const { total, queries } = await this.api.get<{
      total: number;
      queries: { grades: Record<string, number> }[];
    }>(`${this.root}/judgements`, { query });
    const relevant = queries.some(({ grades }) => Object.values(grades).some((grade) => grade > 0));
    return { total, relevant, grades: query === '' ? {} : (queries[0]?.grades ?? {}) };
  }

  judge(query: string, grades: Record<string, number>): Promise<unknown> {
    return this.api.send('PUT', `${this.root}/judgements`, { query, grades });
  }

  async quality(): Promise<ReleaseQuality[]> {
    return (await this.api.get<{ releases: ReleaseQuality[] }>(`${this.root}/quality`)).releases;
  }

  /**
   * Tries a draft on many queries.
   *
   * @param judgements with known right pages; those that are kept where undefined
   * @param progress hears how many queries are done, and says whether to go on, if need be to the judged ones
   */
  async evaluate(
    changeSet: string,
    queries: string[],
    judgements: { queries: string; qrels: string } | undefined,
    progress: (done: number) => boolean,
  ): Promise<Evaluation> {
    const path = `${this.root}/evaluations`;
    const all: Evaluation = {
      queries: 0,
      changed: 0,
      emptied: 0,
      filled: 0,
      redirected: 0,
      failed: [],
      changes: [],
    };
    for (let i = 0; i < queries.length; i += CHUNK) {
      const part = queries.slice(i, i + CHUNK);
      const answer = await this.api.send<Evaluation>('POST', path, {
        changeSet,
        queries: part,
        judgements: null,
      });
      all.queries += answer.queries;
      all.changed += answer.changed;
      all.emptied += answer.emptied;
      all.filled += answer.filled;
      all.redirected += answer.redirected;
      all.failed.push(...answer.failed);
      all.changes.push(...answer.changes);
      if (!progress(all.queries)) return sorted(all);
    }
    if (judgements !== undefined || (await this.judged('')).relevant) {
      const answer = await this.api.send<Evaluation>('POST', path, { changeSet, judgements });
      if (answer.judged) all.judged = answer.judged;
    }
    return sorted(all);
  }
}

function sorted(evaluation: Evaluation): Evaluation {
  evaluation.changes.sort((a, b) => b.moved - a.moved);
  return evaluation;
}
