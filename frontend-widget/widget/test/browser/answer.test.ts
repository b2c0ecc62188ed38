import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { Site, axeViolations, combobox, options, painted, search, spoken } from '../support/fixture.js';
import type { AnswerStep } from '../support/gateway.js';

const site = new Site();
const { gateway } = site;

const sources: AnswerStep = {
  event: 'sources',
  data: {
    answerID: 'answer-1',
    queryID: 'q-1',
    sources: [
      {
        n: 1,
        title: 'Stromzähler ablesen',
        url: '/pages/stromzaehler.html',
        text: 'Den Zählerstand können Sie online melden.',
        updatedAt: '2026-09-14T08:00:00Z',
      },
      { n: 2, title: 'Umzug melden', url: '/pages/umzug.html', text: 'Den Zählerstand reichen Sie nach.' },
      {
        n: 3,
        title: 'Rechnung',
        url: 'javascript:window.hacked=1',
        text: 'Die Rechnung zeigt den Verbrauch.',
      },
    ],
  },
};
const delta = (text: string, ...cites: number[]): AnswerStep => ({ event: 'delta', data: { text, cites } });
const done: AnswerStep = { event: 'done', data: { confidence: 0.82, provider: 'local' } };

async function ask(page: Page): Promise<void> {
  await search(page, 'zählerstand melden', /beantworten/);
  await options(page).filter({ hasText: 'beantworten' }).click();
}
const text = (page: Page) => page.locator('lotse-answer .text').innerText();

describe('an answer', () => {
  it('is streamed, with citations that show their passage, and its sources', async () => {
    let release: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (release = resolve));
    gateway.answer = [
      sources,
      delta('Melden Sie den Zählerstand online.', 1),
      { wait },
      delta(' Beim Umzug reichen Sie ihn nach.', 2),
      done,
    ];
    const page = await site.open();
    await ask(page);
    await page.getByText('Melden Sie den Zählerstand online.').waitFor();
    expect(await page.locator('lotse-answer .text').getAttribute('aria-busy')).toBe('true');
    expect(await options(page).count()).toBe(0);
    release();
    await page.getByText('Gut belegt').waitFor();
    expect(await page.locator('lotse-answer .text').getAttribute('aria-busy')).toBe('false');
    const request = gateway.requests('/answer')[0];
    expect(JSON.parse(request?.body ?? '')).toEqual({ q: 'zählerstand melden', lang: 'de' });

    const chip = page.getByRole('button', { name: 'Quelle 1: Stromzähler ablesen' });
    await chip.focus();
    await page.keyboard.press('Enter');
    expect(await chip.getAttribute('aria-expanded')).toBe('true');
    await page.getByText('Den Zählerstand können Sie online melden.').first().waitFor();
    await page.keyboard.press('Enter');
    expect(await chip.getAttribute('aria-expanded')).toBe('false');

    // Only what is cited is listed, and the hits are back below.
    expect(await page.locator('lotse-answer ol a').allInnerTexts()).toEqual([
      'Stromzähler ablesen',
      'Umzug melden',
    ]);
    await options(page).first().waitFor();
    await expect
      .poll(() => spoken(page))
      .toBe('Antwort: Melden Sie den Zählerstand online. Beim Umzug reichen Sie ihn nach. Quellen: 2');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('can be reached and used with the keyboard alone', async () => {
    gateway.answer = [sources, delta('Melden Sie den Zählerstand online.', 1), done];
    const page = await site.open();
    await search(page, 'zählerstand melden', /beantworten/);
    for (let i = 0; i < 9; i++) {
      await page.keyboard.press('ArrowDown');
      const kind = await page.locator('lotse-search [aria-selected=true]').getAttribute('class');
      if (kind?.includes('answer')) break;
    }
    await page.keyboard.press('Enter');
    await page.getByText('Gut belegt').waitFor();
    const stops: string[] = [];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(() => {
          let e = document.activeElement;
          while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
          return e?.getAttribute('aria-label') ?? e?.textContent?.trim() ?? '';
        }),
      );
    }
    expect(stops).toEqual([
      'Löschen',
      'Quelle 1: Stromzähler ablesen',
      'Stromzähler ablesen',
      'Kopieren',
      'Hilfreich',
      'Nicht hilfreich',
    ]);
    await page.keyboard.press('Escape');
    await page.locator('lotse-answer').waitFor({ state: 'hidden' });
    expect(
      await page.evaluate(() => document.querySelector('lotse-search')?.shadowRoot?.activeElement?.tagName),
    ).toBe('INPUT');
  });

  it('starts over when a provider failed in mid-stream, and mixes nothing', async () => {
    gateway.answer = [
      sources,
      delta('Falscher Anfang.', 1),
      { event: 'reset', data: { reason: 'provider' } },
      delta('Richtig.', 2),
      done,
    ];
    const page = await site.open();
    await ask(page);
    await page.getByText('Gut belegt').waitFor();
    expect(await text(page)).not.toContain('Falscher');
    expect(await text(page)).toContain('Richtig.');
  });

  it('refuses when the pages say too little, and shows the closest ones', async () => {
    gateway.answer = [sources, { event: 'refusal', data: { reason: 'thin' } }];
    const page = await site.open();
    await ask(page);
    await page.getByText('Das kann ich aus diesen Seiten nicht beantworten.').first().waitFor();
    expect(await page.locator('lotse-answer ol li').count()).toBe(3);
    await expect.poll(() => spoken(page)).toBe('Das kann ich aus diesen Seiten nicht beantworten.');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('can be stopped; what was written stays and the request ends', async () => {
    const forever = new Promise<void>(() => undefined);
    gateway.answer = [sources, delta('Ein Anfang.', 1), { wait: forever }];
    const page = await site.open();
    await ask(page);
    await page.getByText('Ein Anfang.').waitFor();
    await page.getByRole('button', { name: 'Anhalten' }).click();
    await page.getByText('Angehalten.').first().waitFor();
    expect(await text(page)).toContain('Ein Anfang.');
  });

  it('that was cut says so, and can be asked for again', async () => {
    gateway.answer = [sources, delta('Ein Anfang.', 1), { cut: true }];
    const page = await site.open();
    await ask(page);
    await page.getByText('Die Antwort konnte nicht fertiggestellt werden.').first().waitFor();
    gateway.answer = [sources, delta('Jetzt ganz.', 1), done];
    await page.locator('lotse-answer').getByRole('button', { name: 'Erneut versuchen' }).click();
    await page.getByText('Jetzt ganz.').first().waitFor();
    expect(await text(page)).not.toContain('Ein Anfang.');
  });

  it('that the gateway does not give says so', async () => {
    gateway.fail('/answer', 503);
    const page = await site.open();
    await ask(page);
    await page.getByText('Die Antwort konnte nicht fertiggestellt werden.').first().waitFor();
    await options(page).first().waitFor();
  });

  it('reports an error event of the stream', async () => {
    gateway.answer = [sources, { event: 'error', data: { title: 'Budget spent', status: 503 } }];
    const page = await site.open();
    await ask(page);
    await page.getByText('Die Antwort konnte nicht fertiggestellt werden.').first().waitFor();
  });

  it('that makes no sound for twenty seconds is given up', async () => {
    gateway.answer = [sources, { wait: new Promise<void>(() => undefined) }];
    const page = await site.open();
    await page.clock.install();
    await ask(page);
    await page.getByText('Seiten werden gelesen').waitFor();
    await page.clock.fastForward(21_000);
    await page.getByText('Die Antwort konnte nicht fertiggestellt werden.').first().waitFor();
  });

  it('goes away when the visitor types on', async () => {
    gateway.answer = [sources, delta('Melden Sie ihn online.', 1), done];
    const page = await site.open();
    await ask(page);
    await page.getByText('Melden Sie ihn online.').waitFor();
    await combobox(page).fill('umzug');
    await page.locator('lotse-answer').waitFor({ state: 'detached' });
    await options(page).filter({ hasText: 'Umzug melden' }).first().waitFor();
  });

  it('can be copied with its sources, and judged', async () => {
    gateway.answer = [sources, delta('Melden Sie ihn online.', 1), done];
    const page = await site.open({ context: { permissions: ['clipboard-read', 'clipboard-write'] } });
    await ask(page);
    await page.getByRole('button', { name: 'Kopieren' }).click();
    await page.getByRole('button', { name: 'Kopiert' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `Melden Sie ihn online.[1]\n\n[1] Stromzähler ablesen ${site.origin}/pages/stromzaehler.html`,
    );
    await page.getByRole('button', { name: 'Hilfreich', exact: true }).click();
    await page.getByText('Danke.').first().waitFor();
    await expect.poll(() => gateway.requests('/feedback').length).toBe(1);
    expect(JSON.parse(gateway.requests('/feedback')[0]?.body ?? '')).toEqual({
      ...{ queryID: 'q-1', answerID: 'answer-1', verdict: 'up' },
    });
  });

  it('never links to an address that is none', async () => {
    gateway.answer = [sources, delta('Text.', 3), done];
    const page = await site.open();
    await ask(page);
    await page.getByText('Gut belegt').waitFor();
    expect(await page.locator('lotse-answer a').count()).toBe(0);
    expect(await page.locator('lotse-answer ol li').innerText()).toContain('Rechnung');
  });

  it('moves nothing while it is written', async () => {
    const steps = Array.from({ length: 8 }, (_, i) => [
      { wait: new Promise<void>((resolve) => setTimeout(resolve, 700 + i * 120)) },
      delta(`Satz ${i} der Antwort, lang genug, um in der Box eine neue Zeile zu beginnen. `, 1),
    ]).flat();
    const page = await site.open({
      before: () => {
        const total = { value: 0 };
        Object.assign(window, { shifts: total });
        new PerformanceObserver((list) => {
          for (const e of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]) {
            if (!e.hadRecentInput) total.value += e.value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
      },
    });
    gateway.answer = [sources, ...steps, done];
    await ask(page);
    await page.getByText('Gut belegt').waitFor();
    await painted(page);
    expect(await page.evaluate(() => (window as unknown as { shifts: { value: number } }).shifts.value)).toBe(
      0,
    );
  });
});
