import { afterAll, beforeAll, describe, it } from 'vitest';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launch } from '../support/browser.js';
import { FakeGateway } from '../support/gateway.js';
import { sitePage } from '../support/site.js';

const OUT = fileURLToPath(new URL('../screenshots/', import.meta.url));
const gateway = new FakeGateway();
let browser: Browser;
let origin: string;

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  origin = await gateway.start();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await gateway.stop();
});

describe('screenshots', () => {
  it('quick look', async () => {
    for (const [name, attributes, scheme] of [
      ['inline-light', '', 'light'],
      ['modal-dark', 'mode="modal" facets="tag"', 'dark'],
    ] as const) {
      gateway.html.set('/', sitePage({ attributes }));
      const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, colorScheme: scheme });
      page.on('console', (m) => console.log(m.text()));
      page.on('pageerror', (e) => console.log(String(e)));
      await page.goto(origin);
      if (attributes) await page.keyboard.press('Control+k');
      else await page.getByRole('combobox').click();
      await page.keyboard.type('strom', { delay: 30 });
      await page.getByRole('option').nth(3).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${OUT}${name}.png` });
      await page.close();
    }
  });
});
