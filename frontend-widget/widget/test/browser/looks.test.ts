import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContextOptions, Page } from 'playwright-core';
import {
  Site,
  axeViolations,
  combobox,
  options,
  search,
  settled,
  type OpenOptions,
} from '../support/fixture.js';
import type { AnswerStep } from '../support/gateway.js';

const OUT = fileURLToPath(new URL('../screenshots/', import.meta.url));
const site = new Site();
beforeAll(() => void mkdirSync(OUT, { recursive: true }));

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};
const dark: BrowserContextOptions = { colorScheme: 'dark' };
/** What a browser window of 1280 pixels is at 200 % zoom. */
const zoomed: BrowserContextOptions = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
const modal = 'mode="modal" facets="tag"';

const answer: AnswerStep[] = [
  {
    event: 'sources',
    data: {
      sources: [
        {
          n: 1,
          title: 'Stromzähler ablesen und Zählerstand melden',
          url: '/pages/stromzaehler.html',
          text: 'Den Zählerstand können Sie online, per Telefon oder mit einem Foto melden.',
          updatedAt: '2026-09-14T08:00:00Z',
        },
        {
          n: 2,
          title: 'Umzug melden',
          url: '/pages/umzug.html',
          text: 'Den Zählerstand reichen Sie nach.',
          updatedAt: '2026-03-02T08:00:00Z',
        },
      ],
    },
  },
  {
    event: 'delta',
    data: { text: 'Ihren Zählerstand melden Sie online, per Telefon oder mit einem Foto.', cites: [1] },
  },
  {
    event: 'delta',
    data: { text: ' Ziehen Sie um, reichen Sie ihn bis zu sieben Tage nach dem Auszug nach.', cites: [1, 2] },
  },
];
const done: AnswerStep = { event: 'done', data: { confidence: 0.86 } };

async function type(page: Page, query: string, wanted: string | RegExp): Promise<void> {
  if (!(await combobox(page).isVisible()))
    await page.getByRole('button', { name: /Suche|Search|بحث/ }).click();
  await search(page, query, wanted);
}
const results = (page: Page) => type(page, 'strom', /Stromtarife im/);
const chosen = async (page: Page) => {
  await results(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
};
const answered = async (page: Page) => {
  site.gateway.answer = [...answer, done];
  await type(page, 'zählerstand melden', /beantworten/);
  await options(page).filter({ hasText: 'beantworten' }).click();
  await page.getByText('Gut belegt').waitFor();
  await page.getByRole('button', { name: /Quelle 2/ }).click();
};
const answering = async (page: Page) => {
  site.gateway.answer = [...answer, { wait: new Promise<void>(() => undefined) }];
  await type(page, 'zählerstand melden', /beantworten/);
  await options(page).filter({ hasText: 'beantworten' }).click();
  await page.getByText('Ziehen Sie um').first().waitFor();
};
const waiting = async (page: Page) => {
  site.gateway.hold('strom');
  await combobox(page).click();
  await combobox(page).fill('strom');
  await page.locator('lotse-search .skeleton').waitFor();
};
const nothing = async (page: Page) => {
  await type(page, 'qqqq', /Umzug/);
};
const noticed = async (page: Page) => {
  site.gateway.amend = (r) => ({
    ...{
      ...r,
      degraded: ['rerank'],
      correctedQuery: 'stromtarif',
      banner: { text: 'Neu: Hafenstrom Natur', url: '/neu' },
    },
  });
  await type(page, 'stromtarf', /Meinten/).catch(() => undefined);
};
const failed = async (page: Page) => {
  site.gateway.fail('/search', 500);
  await combobox(page).click();
  await page.keyboard.type('strom');
  await page.getByText('nicht erreichbar').first().waitFor();
};
const first = (page: Page) => page.locator('lotse-search ol a').first().waitFor();

const looks: [name: string, options: OpenOptions, act: (page: Page) => Promise<void>][] = [
  ['inline-light', {}, chosen],
  ['inline-dark', { context: dark }, chosen],
  ['inline-phone', { context: phone }, results],
  ['inline-zoom', { context: zoomed }, chosen],
  ['inline-rtl', { lang: 'ar', dir: 'rtl', attributes: 'placeholder="بحث"' }, chosen],
  ['inline-forced-colors', { context: { forcedColors: 'active' } }, chosen],
  ['inline-waiting', {}, waiting],
  ['inline-nothing', { attributes: 'starters="Tarife|Umzug melden|Zählerstand"' }, nothing],
  ['inline-notices', {}, noticed],
  ['inline-failed', {}, failed],
  ['inline-answer', {}, answered],
  ['closed-light', {}, async () => undefined],
  ['modal-light', { attributes: modal }, chosen],
  ['modal-dark', { attributes: modal, context: dark }, chosen],
  ['modal-phone', { attributes: modal, context: phone }, results],
  ['modal-phone-dark-answer', { attributes: modal, context: { ...phone, ...dark } }, answered],
  ['modal-zoom', { attributes: modal, context: zoomed }, chosen],
  ['modal-answering', { attributes: modal }, answering],
  ['modal-answer', { attributes: modal }, answered],
  ['modal-answer-dark', { attributes: modal, context: dark }, answered],
  ['modal-forced-colors', { attributes: modal, context: { forcedColors: 'active' } }, answered],
  ['modal-closed', { attributes: modal }, async () => undefined],
  ['page-light', { attributes: 'mode="page" facets="tag" hits="4"', path: '/suche?q=strom+melden' }, first],
  [
    'page-dark',
    { attributes: 'mode="page" facets="tag" hits="4"', path: '/suche?q=strom', context: dark },
    first,
  ],
  [
    'page-phone',
    { attributes: 'mode="page" facets="tag" hits="4"', path: '/suche?q=strom', context: phone },
    first,
  ],
];

describe.each(looks)('%s', (name, options, act) => {
  it('breaks no rule of accessibility, keeps inside the window, and is pictured', async () => {
    const page = await site.open(options);
    await act(page);
    await settled(page);
    await page.screenshot({ path: `${OUT}${name}.png` });
    expect(await axeViolations(page)).toEqual([]);
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways).toBe(0);
  });
});

describe('targets to touch', () => {
  it('are at least 24 pixels high and wide, rows at least 44', async () => {
    const page = await site.open({ attributes: modal, context: phone });
    await results(page);
    const small = await page.evaluate(() => {
      const root = document.querySelector('lotse-search')?.shadowRoot;
      const found: string[] = [];
      for (const element of root?.querySelectorAll<HTMLElement>('dialog button, [role=option]') ?? []) {
        const { width, height } = element.getBoundingClientRect();
        const least = element.getAttribute('role') ? 44 : 24;
        if (width < 24 || height < least) found.push(`${element.className} ${width}×${height}`);
      }
      return found;
    });
    expect(small).toEqual([]);
  });
});

describe('a visitor who wants less motion', () => {
  it('sees none', async () => {
    const page = await site.open({ attributes: modal, context: { reducedMotion: 'reduce' } });
    await results(page);
    const running = await page.evaluate(() => document.getAnimations().length);
    expect(running).toBe(0);
  });
});

describe('a website', () => {
  it('can give it its own colours, font and corners', async () => {
    const page = await site.open();
    await page.addStyleTag({
      content: `lotse-search { --lotse-accent: rgb(180, 20, 90); --lotse-radius: 0px; --lotse-font: Georgia, serif; }
        lotse-search::part(field) { border-width: 3px; }`,
    });
    await results(page);
    const style = await page.evaluate(() => {
      const root = document.querySelector('lotse-search')?.shadowRoot;
      const of = (selector: string) => getComputedStyle(root?.querySelector(selector) as Element);
      return [
        of('mark').color,
        of('.field').borderTopLeftRadius,
        of('.field').borderTopWidth,
        of('input').fontFamily,
      ];
    });
    expect(style).toEqual(['rgb(180, 20, 90)', '0px', '3px', 'Georgia, serif']);
  });
});
