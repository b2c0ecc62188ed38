// On-device search in a real browser, on a page of another origin than the gateway, under a strict Content Security Policy:
//   node journey.mjs GATEWAY EXPECTED.json SCREENSHOT.png
// EXPECTED holds queries with the server's vectors. First the worker encodes all of them; then a visitor searches until the
// model is there, and once more. The last line of the output is JSON.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const [gateway, expectedFile, screenshot] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(expectedFile, 'utf8'));
const policy = [
  "default-src 'none'",
  `script-src ${gateway} 'wasm-unsafe-eval'`,
  `connect-src ${gateway}`,
  `worker-src blob: ${gateway}`,
  "style-src 'self'",
  'img-src data:',
].join('; ');
const html = `<!doctype html><html lang="de"><meta charset="utf-8"><title>Seite</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<script type="module" src="${gateway}/widget/lotse-search.js"></script>
<main><h1>Stadtwerke</h1><lotse-search site="docs" endpoint="${gateway}" on-device consent="storage"></lotse-search></main></html>`;
const site = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy }).end(html);
});
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${site.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const report = { errors: [] };
try {
  const context = await browser.newContext({ viewport: { width: 900, height: 700 }, locale: 'de-DE' });
  // Measured by Chromium on this machine, which may be busy.
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', {
      value: { effectiveType: '4g', saveData: false, downlink: 10 },
    });
  });
  const page = await context.newPage();
  const requests = [];
  page.on('request', (request) => requests.push(request));
  page.on('pageerror', (error) => report.errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && report.errors.push(message.text()));

  await page.goto(address);
  await page.locator('lotse-search:defined').waitFor();
  report.agreement = await page.evaluate(encodeAll, { gateway, queries: expected.map(({ text }) => text) });
  const { vectors } = report.agreement;
  delete report.agreement.vectors;
  report.cosines = vectors.map((vector, i) =>
    vector.reduce((sum, x, d) => sum + x * expected[i].vector[d], 0),
  );

  requests.length = 0;
  await page.evaluate(() => {
    window.answers = [];
    document.addEventListener('lotse-search', (event) => window.answers.push(event.detail));
  });
  const box = page.getByRole('combobox');
  const search = async (query) => {
    const before = await page.evaluate(() => window.answers.length);
    await box.fill(query);
    await page.waitForFunction((n) => window.answers.length > n, before);
    return page.evaluate(() => window.answers.at(-1));
  };
  await box.click();
  report.first = (await search('Umzug')).said ?? null;
  const began = Date.now();
  let answer = {};
  for (let i = 0; !answer.said && Date.now() - began < 60_000; i++) {
    answer = await search(i % 2 ? 'Wo melde ich den Umzug?' : 'Wo melde ich einen Umzug?');
    await page.waitForTimeout(100);
  }
  report.said = answer.said ?? null;
  report.loadedAfterMs = Date.now() - began;

  requests.length = 0;
  answer = await search('Rechnung zu hoch, was kann ich tun');
  report.hits = answer.hits.map((hit) => hit.objectID);
  report.note = await page.locator('lotse-search [part=note]').innerText();
  report.sent = requests.map((request) => ({
    url: request.url(),
    method: request.method(),
    fields: Object.keys(request.postDataJSON() ?? {}),
  }));
  await page.screenshot({ path: screenshot });
  report.kept = await page.evaluate(async () =>
    (await (await caches.open('lotse-on-device')).keys()).map((request) => new URL(request.url).pathname),
  );
  await page.evaluate(() =>
    document.dispatchEvent(new CustomEvent('lotse:consent', { detail: { storage: false } })),
  );
  await page.waitForFunction(async () => !(await caches.has('lotse-on-device')));
} finally {
  await browser.close();
  site.close();
}
console.log(JSON.stringify(report));

/** Runs in the page: encodes every query in the widget's worker. */
async function encodeAll({ gateway, queries }) {
  const model = await (await fetch(`${gateway}/models/on-device.json`)).json();
  const loader = new Blob([`import ${JSON.stringify(`${gateway}/widget/lotse-encoder.js`)};`], {
    type: 'text/javascript',
  });
  const worker = new Worker(URL.createObjectURL(loader), { type: 'module' });
  const heard = (wanted) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) =>
        data.type === wanted ? resolve(data) : reject(new Error(`the worker said ${data.type}`));
      worker.onerror = (event) => reject(new Error(event.message || 'the worker cannot start'));
    });
  const began = performance.now();
  worker.postMessage({ type: 'load', model, endpoint: gateway, keep: false });
  await heard('ready');
  const openMs = performance.now() - began;
  const vectors = [];
  const times = [];
  for (const query of queries) {
    const started = performance.now();
    worker.postMessage({ type: 'encode', query });
    vectors.push((await heard('vector')).vector);
    times.push(performance.now() - started);
  }
  worker.terminate();
  times.sort((a, b) => a - b);
  const at = (q) => times[Math.floor(q * (times.length - 1))];
  return { vectors, openMs, p50: at(0.5), p95: at(0.95) };
}
