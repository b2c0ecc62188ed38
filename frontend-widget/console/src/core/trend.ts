import type { DayRow, Totals } from './types.js';

const DAY = 86_400_000;

/** Sums of one or several days. */
export interface Step extends Totals {
  from: string;
  to: string;
}

/** The day in UTC that is so many days before another. */
export function daysBefore(day: Date, days: number): string {
  return new Date(day.getTime() - days * DAY).toISOString().slice(0, 10);
}

export function sum(rows: readonly Totals[]): Totals {
  const searches = total(rows, (row) => row.searches);
  const clickedSearches = total(rows, (row) => row.clickedSearches);
  const ranks = total(rows, (row) => row.meanReciprocalRank * row.clickedSearches);
  return {
    searches,
    noResults: total(rows, (row) => row.noResults),
    clickedSearches,
    clicks: total(rows, (row) => row.clicks),
    clickThrough: searches === 0 ? 0 : clickedSearches / searches,
    meanReciprocalRank: clickedSearches === 0 ? 0 : ranks / clickedSearches,
  };
}

function total(rows: readonly Totals[], value: (row: Totals) => number): number {
  return rows.reduce((before, row) => before + value(row), 0);
}

/** Every day of a span, those without a search as well; long spans in steps of seven days, the last of which ends with the span. */
export function steps(rows: readonly DayRow[], from: string, to: string): Step[] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const last = new Date(to);
  const days = Math.round((last.getTime() - new Date(from).getTime()) / DAY) + 1;
  const width = days > 100 ? 7 : 1;
  const all: Step[] = [];
  for (let end = 0; end < days; end += width) {
    const start = Math.min(end + width, days) - 1;
    const within: DayRow[] = [];
    for (let back = start; back >= end; back--) {
      const row = byDay.get(daysBefore(last, back));
      if (row) within.push(row);
    }
    all.unshift({ ...sum(within), from: daysBefore(last, start), to: daysBefore(last, end) });
  }
  return all;
}
