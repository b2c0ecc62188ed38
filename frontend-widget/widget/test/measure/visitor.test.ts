import { expect, it } from 'vitest';
import type { CDPSession, Page } from 'playwright-core';
import { launch } from '../support/browser.js';
import { FakeGateway } from '../support/gateway.js';
import { sitePage } from '../support/site.js';

/**
 * What a visitor feels, measured: `npm run measure`. Runs against the gateway in memory, or against a real page with
 * the widget: `LOTSE_URL=http://127.0.0.1:8080/ npm run measure`. Words to type in LOTSE_QUERIES, separated by `|`.
 */
const url = process.env['LOTSE_URL'];
const queries = (
  process.env['LOTSE_QUERIES'] ?? 'stromtarif|zählerstand melden|umzug|rechnung verstehen'
).split('|');
const ROUNDS = 5;

interface Measured {
  /** Milliseconds from a key to its results on the screen. */
  painted: number[];
  /** Longest event of each interaction that took more than a frame, in milliseconds. */
  slow: Record<number, number>;
  shift: number;
}

/** Runs in the page: notes when results for a key are on the screen, how long interactions take, and what moves. */
function observe(): void {
  const measured: Measured = { painted: [], slow: {}, shift: 0 };
  Object.assign(window, { measured });
  let pressed = 0;
  document.addEventListener('input', (event) => (pressed = event.timeStamp), true);
  document.addEventListener('lotse-search', (event) => {
    const began = pressed;
    const element = event.target as HTMLElement & {
      update(): Promise<void>;
      session: { state: { query: string; shown?: { query: string } } };
    };
    void element.update().then(() =>
      requestAnimationFrame(() => {
        // A message is handled after the frame that was just prepared has been painted.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          const { query, shown } = element.session.state;
          if (shown?.query === query.trim()) measured.painted.push(performance.now() - began);
        };
        channel.port2.postMessage(0);
      }),
    );
  });
  new PerformanceObserver((list) => {
    for (const e of list.getEntries() as unknown as { interactionId: number; duration: number }[]) {
      if (e.interactionId) {
        measured.slow[e.interactionId] = Math.max(measured.slow[e.interactionId] ?? 0, e.duration);
      }
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const e of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]) {
      if (!e.hadRecentInput) measured.shift += e.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Types, moves through the results and clears, as a visitor would: a key every 150 ms. */
async function visit(page: Page): Promise<void> {
  const box = page.locator('lotse-search').getByRole('combobox');
  if (!(await box.isVisible())) await page.keyboard.press('Control+k');
  await box.click();
  for (const query of queries) {
    await page.keyboard.type(query, { delay: 150 });
    await page.waitForTimeout(300);
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Home']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(60);
    }
    await box.fill('');
  }
}

function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

/** As browsers report it: the longest interaction, leaving out one in each fifty. */
function interactionToNextPaint(slow: Record<number, number>, interactions: number): number {
  const longest = Object.values(slow).sort((a, b) => b - a);
  return longest[Math.min(longest.length - 1, Math.floor(interactions / 50))] ?? 0;
}

async function measure(slowdown: number): Promise<{ painted: number[]; inp: number[]; shift: number }> {
  const gateway = new FakeGateway();
  const origin = url ?? (await gateway.start());
  gateway.html.set('/', sitePage());
  const browser = await launch();
  try {
    const all = { painted: [] as number[], inp: [] as number[], shift: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
      const page = await context.newPage();
      const devtools: CDPSession = await context.newCDPSession(page);
      await page.addInitScript(observe);
      await page.goto(origin);
      await page.locator('lotse-search:defined').waitFor();
      if (slowdown > 1) await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
      await visit(page);
      const { measured, interactions } = await page.evaluate(() => ({
        measured: (window as unknown as { measured: Measured }).measured,
        interactions: (performance as unknown as { interactionCount: number }).interactionCount,
      }));
      // The first round warms the browser and the gateway up.
      if (round > 0) {
        all.painted.push(...measured.painted);
        all.inp.push(interactionToNextPaint(measured.slow, interactions));
      }
      all.shift = Math.max(all.shift, measured.shift);
      await context.close();
    }
    return all;
  } finally {
    await browser.close();
    if (!url) await gateway.stop();
  }
}

it('key to results on the screen, layout shift', async () => {
  const { painted, shift } = await measure(1);
  const [p50, p95] = [quantile(painted, 0.5), quantile(painted, 0.95)];
  console.log(
    `key to results painted: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (${painted.length} keys); layout shift ${shift}`,
  );
  expect(p50).toBeLessThanOrEqual(60);
  expect(p95).toBeLessThanOrEqual(120);
  expect(shift).toBe(0);
});

it('interaction to next paint with a processor four times slower', async () => {
  const { inp, painted, shift } = await measure(4);
  console.log(
    `4× slower: interaction to next paint ${inp.join(', ')} ms (visits of one page), ` +
      `key to results painted p50 ${quantile(painted, 0.5).toFixed(0)} ms; layout shift ${shift}`,
  );
  expect(quantile(inp, 0.5)).toBeLessThanOrEqual(100);
  expect(shift).toBe(0);
});
