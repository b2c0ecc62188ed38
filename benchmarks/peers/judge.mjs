import { readFileSync } from 'node:fs';

/** Queries (JSON lines with `_id` and `text`) that have a relevant page, with the grade of each page. */
export function readJudged(queriesFile, qrelsFile) {
  const grades = new Map();
  for (const row of readFileSync(qrelsFile, 'utf8').split('\n')) {
    const [query, page, grade] = row.split('\t');
    if (!(Number(grade) > 0)) continue;
    if (!grades.has(query)) grades.set(query, new Map());
    grades.get(query).set(page, Number(grade));
  }
  return readFileSync(queriesFile, 'utf8')
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => JSON.parse(row))
    .filter(({ _id }) => grades.has(_id))
    .map(({ _id, text }) => ({ text, grades: grades.get(_id) }));
}

/** nDCG of the first ten, gain 2^grade − 1 and discount log2(rank + 1), as `bin/lotse eval` has it. */
export function ndcg10(found, grades) {
  const gain = (grade, rank) => (2 ** grade - 1) / Math.log2(rank + 2);
  const ideal = [...grades.values()].sort((a, b) => b - a).slice(0, 10);
  const sum = (values) => values.reduce((all, value, rank) => all + gain(value, rank), 0);
  return sum(found.slice(0, 10).map((id) => grades.get(id) ?? 0)) / sum(ideal);
}

/** What share of sorted values, 0 to 1, is at most the result. */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
