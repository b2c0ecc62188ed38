// Signs in at an OpenID Connect provider in a real browser: node sign-in.mjs URL SCREENSHOTS. The last line of the output is JSON.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const errors = [];
const violations = [];
const report = { errors, violations };

async function look(page, name) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run());
    result.violations.forEach((found) => violations.push(`${name} ${colorScheme}: ${found.id}`));
    await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`) });
  }
}

/** A browser of its own, signed in by the provider as far as it lets. */
async function enter(account, place = '') {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${url}/console/${place}`);
  await page.getByRole('button', { name: 'Mit Konto der Organisation anmelden' }).waitFor();
  if (account === 'editor') await look(page, 'sign-in-provider');
  await page.getByRole('button', { name: 'Mit Konto der Organisation anmelden' }).click();
  await page.locator('input[name=login]').fill(account);
  await page.locator('input[name=password]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`${url}/console/**`);
  return { context, page };
}

const editor = await enter('editor', '#/docs/rules');
await editor.page.getByRole('heading', { level: 1, name: 'Regeln' }).waitFor();
await editor.page.getByRole('button', { name: 'Regel anlegen' }).waitFor();
await editor.page.getByRole('link', { name: 'Synonyme' }).click();
await editor.page.getByLabel('Wörter, durch Kommas getrennt').fill('Handy, Smartphone');
await editor.page.keyboard.press('Enter');
await editor.page.getByRole('button', { name: 'Löschen: Handy, Smartphone' }).waitFor();
report.who = await editor.page.locator('.who').innerText();
report.cookies = (await editor.context.cookies(url)).filter((cookie) => cookie.name.startsWith('lotse'));
report.seenByScript = await editor.page.evaluate(() => globalThis.document.cookie);
// What a page of another site could have this browser send: the cookie, but never the second token.
report.withoutToken = (
  await editor.context.request.post(`${url}/admin/v1/sites/docs/change-sets`, { data: { name: 'Fremd' } })
).status();
await editor.page.getByRole('button', { name: 'Abmelden' }).click();
await editor.page.getByRole('button', { name: 'Mit Konto der Organisation anmelden' }).waitFor();
const [kept] = report.cookies;
report.afterSignOut = (
  await editor.context.request.get(`${url}/admin/v1/access`, {
    headers: { Cookie: `${kept.name}=${kept.value}` },
  })
).status();

// An analyst reads, previews and measures, and is not offered what the role does not allow.
const analyst = await enter('analyst');
await analyst.page.getByLabel('Einträge durchsuchen').waitFor();
report.analystForms = await analyst.page.getByRole('button', { name: 'In den Entwurf' }).count();
report.newDraft = await analyst.page.getByRole('option', { name: /Neuer Entwurf/ }).count();
await look(analyst.page, 'analyst-synonyms');
await analyst.page.getByRole('link', { name: 'Regeln' }).click();
await analyst.page.getByRole('heading', { level: 1, name: 'Regeln' }).waitFor();
report.analystRules = await analyst.page.getByRole('button', { name: 'Regel anlegen' }).count();
await analyst.page.getByRole('link', { name: 'Vorschau' }).click();
await analyst.page.getByLabel('Anfrage ausprobieren').fill('Smartphone');
await analyst.page.keyboard.press('Enter');
await analyst.page.getByRole('heading', { level: 1, name: 'Vorschau' }).waitFor();
await look(analyst.page, 'analyst-preview');
await analyst.page.getByRole('link', { name: 'Stände' }).click();
await analyst.page.getByRole('heading', { level: 1, name: 'Stände' }).waitFor();
report.analystRollbacks = await analyst.page.getByRole('button', { name: /zurück/i }).count();

const stranger = await enter('stranger');
report.stranger = await stranger.page.getByRole('alert').innerText();
await look(stranger.page, 'sign-in-no-role');

process.stdout.write(`${JSON.stringify(report)}\n`);
await browser.close();
