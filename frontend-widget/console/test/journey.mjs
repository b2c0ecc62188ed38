// What a newcomer of the SEO team does, in a real browser against a real gateway:
//   node journey.mjs URL KEY SCREENSHOTS
// Signs in, repairs a query without results by a synonym, previews, publishes, and rolls back. Counts the clicks up to publishing.
// Each view is checked by axe, light and dark. The last line of the output is JSON.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, key, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const context = await browser.newContext({
  locale: 'de-DE',
  viewport: { width: 1200, height: 800 },
});
const page = await context.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(error.message));
page.on('dialog', (dialog) => void dialog.accept());

let clicks = 0;
async function click(role, name) {
  clicks += 1;
  await page.getByRole(role, { name, exact: true }).first().click();
}

const violations = [];
/** A picture, and what axe says of the page in both colour schemes. */
async function look(name) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    // The devtools protocol evaluates in spite of the page's policy, which allows no foreign script.
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run());
    for (const found of result.violations) {
      violations.push(
        `${name} ${colorScheme}: ${found.id} ${found.nodes.map((node) => node.html).join(' ')}`,
      );
    }
    await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`) });
  }
}

await page.goto(`${url}/console/`);
await page.getByLabel('Admin-Schlüssel').fill('not-the-key-not-the-key-not');
await page.getByRole('button', { name: 'Anmelden' }).click();
await page.getByRole('alert').getByText('This key does not open').waitFor();
await page.getByLabel('Admin-Schlüssel').fill(key);
await look('sign-in');

await click('button', 'Anmelden');
await page.getByText('Tragen Sie oben beide Wörter ein').waitFor();
await page.getByLabel('Wörter, durch Kommas getrennt').fill('Handy, Smartphone');
await click('button', 'In den Entwurf');
await page.getByRole('button', { name: 'Löschen: Handy, Smartphone' }).waitFor();
await look('synonyms');

await click('link', 'Vorschau');
await page.getByLabel('Anfrage ausprobieren').fill('Handy');
await click('button', 'Vorschau');
const applied = page.locator('section', { has: page.getByRole('heading', { name: 'Mit Entwurf' }) });
await applied.getByText('Handy, Smartphone').waitFor();
const preview = await page.getByRole('table').innerText();
await look('preview');

await click('link', 'Entwurf');
await page.getByRole('button', { name: 'Veröffentlichen' }).waitFor();
await look('draft');
await click('button', 'Veröffentlichen');
await page.getByText('Veröffentlicht als Stand 1').waitFor();
const clicksToPublish = clicks;
await look('releases');
process.stdout.write('published\n');
// The caller looks at what visitors find now.
await new Promise((resolve) => process.stdin.once('data', resolve));

await click('button', 'Zurück vor den ersten Stand');
await page.getByText('Zurückgerollt. Stand in Kraft: 2').waitFor();
await click('link', 'Regeln');
await click('button', 'Regel anlegen');
await page.getByLabel('Name').fill('Gas zuerst');
await page.getByLabel('eines von').fill('strom');
await page.getByLabel('Seite (objectID)').fill('gas');
await look('rule');
await click('button', 'In den Entwurf');
await page.getByRole('button', { name: 'Löschen: Gas zuerst' }).click();
await page.getByRole('button', { name: 'Rückgängig' }).waitFor();
await click('link', 'Protokoll');
await page.getByRole('table').waitFor();
await look('audit');

// From what visitors do not find to a synonym, and what that does to all that they ask.
await click('link', 'Analyse');
await page.getByRole('img', { name: /^Suchen, / }).waitFor();
await page.getByText('Zahlen als Tabelle').click();
await look('analytics');
await page.getByText('Zahlen als Tabelle').click();
await page.getByRole('button', { name: 'Finden nichts' }).click();
await page.getByRole('columnheader', { name: 'Der Bedeutung nach nächste Seiten' }).waitFor();
const [file] = await Promise.all([
  page.waitForEvent('download'),
  page.getByRole('button', { name: 'CSV herunterladen' }).click(),
]);
const csv = readFileSync(await file.path(), 'utf8');
await look('no-results');
await page.getByRole('link', { name: 'Synonym anlegen: handy' }).click();
await page.getByRole('textbox', { name: 'findet auch' }).fill('Smartphone');
await look('synonym-from-query');
await page.keyboard.press('Enter');
await page.getByRole('button', { name: 'Löschen: handy → Smartphone' }).waitFor();
await click('link', 'Wirkung');
await page.getByLabel('Weitere Anfragen, eine je Zeile').fill('Gas');
await page.getByText('Güte mit Urteilen aus Dateien').click();
const judged = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
await page
  .getByLabel('queries.jsonl')
  .setInputFiles(judged('queries.jsonl', '{"_id":"1","text":"Handy"}\n{"_id":"2","text":"Gas"}\n'));
await page.getByLabel('qrels.tsv').setInputFiles(judged('qrels.tsv', '1\tsmartphone\t1\n2\tgas\t1\n'));
await page.getByRole('button', { name: 'Alle ausprobieren' }).click();
await page.getByText('Ausprobierte Anfragen').waitFor();
const impact = await page.getByRole('main').innerText();
await look('impact');

await click('link', 'Labor');
await page.getByLabel('Anfrage beurteilen').fill('Gas');
await page.keyboard.press('Enter');
await page.getByRole('group', { name: /^Gas/ }).getByLabel('genau richtig').check();
await look('lab');
await page.getByRole('button', { name: 'Urteile speichern' }).click();
await page.getByText('1 beurteilte Anfragen').waitFor();

await page.setViewportSize({ width: 390, height: 800 });
const wide = [];
for (const view of ['Wirkung', 'Analyse', 'Labor', 'Protokoll']) {
  await click('link', view);
  await page.getByRole('heading', { level: 1, name: view }).waitFor();
  await page.getByText('Lädt …').waitFor({ state: 'detached' });
  await look(`${view.toLowerCase()}-phone`);
  if (await page.evaluate(() => globalThis.document.documentElement.scrollWidth > globalThis.innerWidth))
    wide.push(view);
}

const report = { clicksToPublish, preview, csv, impact, violations, errors, wide };
process.stdout.write(`${JSON.stringify(report)}\n`);
await browser.close();
process.exit(0);
