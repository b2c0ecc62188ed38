import type Axe from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { launch } from './browser.js';
import { FakeGateway } from './gateway.js';
import { sitePage, type SitePage } from './site.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface OpenOptions extends SitePage {
  context?: BrowserContextOptions;
  /** Path and query of the page. */
  path?: string;
  /** Runs in the page before everything else. */
  before?: () => void;
}

/** A website with the widget on it, in a real browser, for the tests of one file. */
export class Site {
  readonly gateway = new FakeGateway();
  origin = '';
  errors: string[] = [];
  #browser: Browser | undefined;

  constructor() {
    beforeAll(async () => {
      this.origin = await this.gateway.start();
      this.#browser = await launch();
    });
    afterEach(async () => {
      for (const context of this.#browser?.contexts() ?? []) await context.close();
      this.gateway.reset();
      const errors = this.errors;
      this.errors = [];
      expect(errors).toEqual([]);
    });
    afterAll(async () => {
      await this.#browser?.close();
      await this.gateway.stop();
    });
  }

  /** Opens the page and waits until the widget is there. */
  async open({ context, path = '/', before, ...content }: OpenOptions = {}): Promise<Page> {
    if (!this.#browser) throw new Error('the browser has not been started');
    this.gateway.html.set(new URL(path, this.origin).pathname, sitePage(content));
    const opened = await this.#browser.newContext({ viewport: { width: 1200, height: 800 }, ...context });
    opened.setDefaultTimeout(5_000);
    const page = await opened.newPage();
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      // Requests that a test lets fail are reported by the browser; everything else is an error of ours.
      const expected = /Failed to load resource|net::ERR/.test(message.text());
      if (message.type() === 'error' && !expected) this.errors.push(message.text());
    });
    if (before) await page.addInitScript(before);
    await page.goto(this.origin + path);
    if (context?.javaScriptEnabled !== false) await page.locator('lotse-search:defined').waitFor();
    return page;
  }
}

export const combobox = (page: Page): Locator => page.getByRole('combobox');
export const options = (page: Page): Locator => page.getByRole('option');

/** Types into the search box and waits until an option with the text is among the results of just this query. */
export async function search(page: Page, query: string, wanted: string | RegExp): Promise<void> {
  await combobox(page).click();
  await page.keyboard.type(query);
  await page.locator('lotse-search #list:not(.stale)').waitFor();
  await page.getByRole('option', { name: wanted }).first().waitFor();
}

/** Titles of the options, as a screen reader names them. */
export async function titles(page: Page): Promise<string[]> {
  const all = await page.locator('lotse-search .option .title').allInnerTexts();
  return all.map((text) => text.trim());
}

/** The option that `aria-activedescendant` points to. */
export function active(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const root = document.querySelector('lotse-search')?.shadowRoot;
    const id = root?.querySelector('input')?.getAttribute('aria-activedescendant');
    const option = id ? root?.getElementById(id) : null;
    if (option && option.getAttribute('aria-selected') !== 'true') return 'not selected';
    return option?.querySelector('.title')?.textContent?.trim() ?? null;
  });
}

/** What the live region says. */
export function spoken(page: Page): Promise<string> {
  return page.locator('lotse-search [role=status]').innerText();
}

/** Violations that axe finds in the whole page, shadow roots included. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const runner = (window as unknown as { axe: typeof Axe }).axe;
    const { violations } = await runner.run(document, { resultTypes: ['violations'] });
    return violations.flatMap((v) =>
      v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ''}`),
    );
  });
}

/** Waits until frames have been painted, so that what was under way in the page is on the screen and observers know of it. */
export async function painted(page: Page, frames = 3): Promise<void> {
  await page.evaluate(async (count) => {
    for (let i = 0; i < count; i++) {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }
  }, frames);
}

/** Waits until shifts count again: what moves within half a second after a key is taken for wanted. */
export async function shiftsCount(page: Page): Promise<void> {
  const now = await page.evaluate(() => performance.now());
  await page.waitForFunction((began) => performance.now() - began > 600, now);
}

/** Waits until nothing that ends is still moving. */
export async function settled(page: Page): Promise<void> {
  await painted(page);
  await page.evaluate(async () => {
    const animations = document.querySelector('lotse-search')?.shadowRoot?.getAnimations() ?? [];
    const ending = animations.filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}
