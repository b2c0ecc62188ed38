import { parseArgs } from 'node:util';
import { lotse, miniSearch, orama, pagefindEngine } from './engines.mjs';
import { ndcg10, percentile, readJudged } from './judge.mjs';
import { readPages } from './pages.mjs';

const { values: of } = parseArgs({
  options: Object.fromEntries(
    ['folder', 'lang', 'queries', 'qrels', 'lotse', 'site'].map((name) => [name, { type: 'string' }]),
  ),
});

const pages = readPages(of.folder);
const judged = readJudged(of.queries, of.qrels);
if (judged.length === 0) throw new Error(`no query of ${of.queries} has a relevant page in ${of.qrels}`);
const known = new Set(pages.map(({ id }) => id));
const strange = judged.flatMap(({ grades }) => [...grades.keys()]).find((id) => !known.has(id));
if (strange) throw new Error(`${of.qrels} names the page ${strange}, which is not in ${of.folder}`);

console.log(`${pages.length} pages, ${judged.length} judged queries, language ${of.lang}`);
console.log('engine       nDCG@10  success@1  nothing found   p50 ms   p99 ms   index s');
for (const engine of [miniSearch, orama, pagefindEngine, lotse(of.lotse, of.site)]) {
  const began = performance.now();
  const search = await engine.open(pages, of.lang);
  const indexed = (performance.now() - began) / 1000;
  // The compiler gets to know the code by other queries than those that are timed.
  for (const { text } of judged.slice(-100)) await search(text);
  const times = [];
  let [ndcg, first, empty] = [0, 0, 0];
  for (const { text, grades } of judged) {
    const asked = performance.now();
    const found = await search(text);
    times.push(performance.now() - asked);
    ndcg += ndcg10(found, grades);
    first += grades.has(found[0]) ? 1 : 0;
    empty += found.length === 0 ? 1 : 0;
  }
  await search.close?.();
  times.sort((a, b) => a - b);
  const row = [
    engine.name.padEnd(12),
    (ndcg / judged.length).toFixed(4).padStart(7),
    (first / judged.length).toFixed(3).padStart(10),
    String(empty).padStart(14),
    percentile(times, 0.5).toFixed(1).padStart(8),
    percentile(times, 0.99).toFixed(1).padStart(8),
    (engine.name === 'Lotse' ? '' : indexed.toFixed(1)).padStart(9),
  ];
  console.log(row.join(' '));
}
