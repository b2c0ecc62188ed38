// A list of 50,000 synonyms in a real browser: node long-list.mjs URL KEY, against a gateway that has the site docs and no release.
// Publishes them, walks over them by keys, searches, deletes and takes it back. The output is JSON, times in milliseconds.
import { chromium } from 'playwright-core';

const [url, key] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1200, height: 800 } });
const page = await context.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(error.message));
await page.goto(`${url}/console/`);
await page.getByLabel('Admin-Schlüssel').fill(key);
await page.getByRole('button', { name: 'Anmelden' }).click();
await page.getByLabel('Einträge durchsuchen').waitFor();

const many = 50_000;
const admin = async (method, path, data, type = 'application/json') => {
  const response = await page.request.fetch(`${url}/admin/v1/sites/docs/${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': type },
    data,
    timeout: 60_000,
  });
  if (!response.ok()) throw new Error(`${method} ${path}: ${await response.text()}`);
  return response.json();
};
const list = { many };
const openedSet = await admin('POST', 'change-sets', { name: 'Viele' });
const lines = Array.from({ length: many }, (_, i) => `synonym${String(i)}, ersatz${String(i)}`);
await admin('POST', `change-sets/${openedSet.id}/synonym-file?format=solr`, lines.join('\n'), 'text/plain');
const filled = await admin('GET', `change-sets/${openedSet.id}`).then((set) => set.etag);
await page.request.post(`${url}/admin/v1/sites/docs/change-sets/${openedSet.id}/publish`, {
  headers: { Authorization: `Bearer ${key}`, 'If-Match': `"${filled}"`, 'Content-Type': 'application/json' },
  data: {},
  timeout: 60_000,
});
let started = Date.now();
await page.setViewportSize({ width: 1200, height: 800 });
await page.goto(`${url}/console/#/docs/synonyms`);
await page.reload();
await page.getByText(/^50\.000 Einträge$/).waitFor();
list.openMs = Date.now() - started;
const first = page.locator('.entry').first();
await first.focus();
for (const [pressed, place] of [
  ['ArrowDown', 2],
  ['PageDown', 12],
  ['End', many],
  ['ArrowUp', many - 1],
  ['Home', 1],
]) {
  started = Date.now();
  await page.keyboard.press(pressed);
  await page.locator(`.entry:focus[aria-posinset="${String(place)}"]`).waitFor();
  list[pressed] = Date.now() - started;
}
list.rows = await page.locator('.entry').count();
await page.keyboard.press('End');
await page.locator(`.entry:focus[aria-posinset="${String(many)}"]`).waitFor();
await page.keyboard.press('/');
await page.keyboard.type('ersatz4321');
started = Date.now();
await page.keyboard.press('Enter');
await page.getByText(/^11 Einträge$/).waitFor();
list.searchMs = Date.now() - started;
await page.locator('.entry').first().focus();
await page.keyboard.press('Delete');
await page.getByRole('button', { name: 'Rückgängig' }).waitFor();
await page.locator('.entry.deleted').waitFor();
await page.locator('h1').click();
await page.keyboard.press('Control+z');
await page.locator('.entry.deleted').waitFor({ state: 'detached' });
if (list.rows > 400) throw new Error(`${String(list.rows)} rows are drawn at once`);

process.stdout.write(`${JSON.stringify({ ...list, errors })}\n`);
await browser.close();
