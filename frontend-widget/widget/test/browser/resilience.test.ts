import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import {
  Site,
  active,
  combobox,
  options,
  painted,
  search,
  shiftsCount,
  spoken,
  titles,
} from '../support/fixture.js';

const site = new Site();
const { gateway } = site;

/** Sum of all layout shifts so far, those right after input included. */
const watchShifts = () => {
  const total = { value: 0 };
  Object.assign(window, { shifts: total });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!(entry as unknown as { hadRecentInput: boolean }).hadRecentInput) {
        total.value += (entry as unknown as { value: number }).value;
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
};
const shifts = (page: Page) =>
  page.evaluate(() => (window as unknown as { shifts: { value: number } }).shifts.value);
const shownQuery = (page: Page) =>
  page.evaluate(() => document.querySelector('lotse-search')?.session.state.shown?.query);

describe('late answers', () => {
  it('never replace newer ones', async () => {
    const release = gateway.hold('rechnung');
    const page = await site.open();
    await combobox(page).click();
    await combobox(page).fill('rechnung');
    await expect.poll(() => gateway.requests('/search').length).toBe(1);
    await combobox(page).fill('umzug');
    await options(page).filter({ hasText: 'Umzug melden' }).first().waitFor();
    const late = page.waitForResponse(/\/search\?.*q=rechnung/);
    release();
    await (await late).finished();
    await painted(page);
    expect(await titles(page)).toContain('Umzug melden');
    expect(await titles(page)).not.toContain('Ihre Rechnung verstehen');
  });

  it('do not replace what the visitor is choosing from with the keyboard', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    const release = gateway.hold('stroma');
    await page.keyboard.type('a');
    await page.keyboard.press('ArrowDown');
    const before = await titles(page);
    release();
    await expect
      .poll(() => page.evaluate(() => document.querySelector('lotse-search')?.session.state.waiting?.query))
      .toBe('stroma');
    expect(await titles(page)).toEqual(before);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await expect.poll(() => shownQuery(page)).toBe('stroma');
    expect(await active(page)).toBeNull();
  });

  it('do not replace what is under a moving pointer, and appear when it leaves', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    const release = gateway.hold('stroma');
    await page.keyboard.type('a');
    const before = await titles(page);
    await options(page).nth(3).hover();
    release();
    for (let i = 0; i < 8; i++) {
      await page.mouse.move(900 + i, 300 + i);
      await painted(page);
      expect(await titles(page)).toEqual(before);
    }
    await page.mouse.move(100, 700);
    await expect.poll(() => shownQuery(page)).toBe('stroma');
  });

  it('appear under a pointer that rests', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    const release = gateway.hold('stroma');
    await page.keyboard.type('a');
    await options(page).nth(3).hover();
    release();
    await expect.poll(() => shownQuery(page)).toBe('stroma');
  });
});

describe('slow answers', () => {
  it('show placeholders, then results, and nothing moves', async () => {
    const page = await site.open({ before: watchShifts });
    const release = gateway.hold('strom');
    await combobox(page).click();
    await combobox(page).fill('strom');
    await page.locator('lotse-search .skeleton').waitFor();
    await expect.poll(() => spoken(page)).toBe('Suche läuft …');
    await shiftsCount(page);
    release();
    await options(page).first().waitFor();
    await painted(page);
    expect(await shifts(page)).toBe(0);
    // The next ones replace other results, more of them, long after the last key.
    const again = gateway.hold('melden');
    await combobox(page).fill('melden');
    await shiftsCount(page);
    again();
    await expect.poll(() => shownQuery(page)).toBe('melden');
    await painted(page);
    expect(await shifts(page)).toBe(0);
  });

  it('leave the old results on the screen, marked as old', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    gateway.hold('strom x');
    await page.keyboard.type(' x');
    await page.locator('lotse-search #list.stale').waitFor();
    expect(await titles(page)).toContain('Stromtarife im Vergleich');
  });

  it('give way to pages seen before, and these to the answer', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await combobox(page).fill('');
    const release = gateway.hold('stromau');
    await combobox(page).fill('stromau');
    await page.getByText('Schon gesehene Seiten').waitFor();
    expect(await titles(page)).toEqual(['Stromausfall melden']);
    release();
    await page.getByText('Schon gesehene Seiten').waitFor({ state: 'hidden' });
    expect(await titles(page)).toEqual(['Stromausfall melden']);
  });
});

describe('a flaky network', () => {
  it('is tried once more without a word', async () => {
    const page = await site.open();
    gateway.fail('/search', 0, 1);
    await search(page, 'umzug', 'Umzug melden');
    gateway.fail('/search', 503, 1);
    await combobox(page).fill('');
    await search(page, 'wallbox', /Wallbox/);
  });

  it('is told to the visitor when it stays away, with a way to try again', async () => {
    const page = await site.open();
    gateway.fail('/search', 0);
    await combobox(page).click();
    await page.keyboard.type('umzug');
    await page.getByText('Die Suche ist gerade nicht erreichbar.').first().waitFor();
    await expect.poll(() => spoken(page)).toBe('Die Suche ist gerade nicht erreichbar.');
    gateway.reset();
    await page.getByRole('button', { name: 'Erneut versuchen' }).click();
    await options(page).filter({ hasText: 'Umzug melden' }).first().waitFor();
  });

  it('does not keep the fallback form’s page from being reached', async () => {
    const page = await site.open();
    gateway.fail('/search', 500);
    await combobox(page).click();
    await page.keyboard.type('umzug');
    await page.getByText('nicht erreichbar').first().waitFor();
    gateway.reset();
    await combobox(page).focus();
    await Promise.all([page.waitForURL('**/search/demo?q=umzug'), page.keyboard.press('Enter')]);
  });

  it('tells a limit apart', async () => {
    const page = await site.open();
    gateway.fail('/search', 429);
    await combobox(page).click();
    await page.keyboard.type('umzug');
    await page.getByText('Zu viele Suchen').first().waitFor();
  });

  it('searches on without completions', async () => {
    const page = await site.open();
    gateway.fail('/suggest', 500);
    await search(page, 'umzug', 'Umzug melden');
    expect(await titles(page)).toEqual(['Umzug melden']);
  });

  it('offline offers the pages seen before, and searches again when back', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await page.context().setOffline(true);
    await combobox(page).fill('stromz');
    await page.getByText('Sie sind offline.').waitFor();
    await expect.poll(() => titles(page)).toEqual(['Stromzähler ablesen und Zählerstand melden']);
    await page.context().setOffline(false);
    await page.getByText('Sie sind offline.').waitFor({ state: 'hidden' });
    await expect.poll(() => gateway.requests('/search').at(-1)?.query.get('q')).toBe('stromz');
  });
});

describe('what the gateway says', () => {
  it('about steps left out is passed on', async () => {
    gateway.amend = (response) => ({ ...response, degraded: ['rerank'] });
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    await page.getByText('Ein Teil der Suche wurde ausgelassen').waitFor();
  });

  it('about spelling is offered', async () => {
    gateway.amend = (r) => (r.query === 'umzugg' ? { ...r, correctedQuery: 'umzug' } : r);
    const page = await site.open();
    await search(page, 'umzugg', 'Meinten Sie „umzug“?');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await options(page).filter({ hasText: 'Vertrag' }).first().waitFor();
    expect(await combobox(page).inputValue()).toBe('umzug');
  });

  it('about the owner’s notices is shown: a text, a link, a way straight there', async () => {
    gateway.amend = (r) => ({ ...r, banner: 'Am Freitag geschlossen.' });
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    await page.getByText('Am Freitag geschlossen.').waitFor();
    gateway.amend = (r) => ({
      ...{ ...r, banner: { text: 'Neu: Hafenstrom', url: '/pages/neu.html' } },
      redirect: { url: '/pages/login.html', title: 'Mein Konto' },
    });
    await combobox(page).fill('');
    await search(page, 'konto umzug', /Direkt zu Mein Konto/);
    expect((await titles(page)).slice(0, 2)).toEqual(['Direkt zu Mein Konto', 'Neu: Hafenstrom']);
    await Promise.all([page.waitForURL('**/pages/login.html'), page.keyboard.press('Enter')]);
  });

  it('about nothing found comes with proposals', async () => {
    const page = await site.open({ attributes: 'starters="Tarife|Umzug"' });
    await combobox(page).click();
    expect(await titles(page)).toEqual(['Tarife', 'Umzug']);
    await page.keyboard.type('qqqq');
    await page.getByText('Keine Ergebnisse für „qqqq“').first().waitFor();
    expect(await titles(page)).toEqual(['Tarife', 'Umzug']);
    await options(page).last().click();
    await options(page).filter({ hasText: 'Umzug melden' }).first().waitFor();
  });

  it('can never become markup or script', async () => {
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    gateway.amend = (r) => ({
      ...r,
      banner: evil,
      correctedQuery: evil,
      hits: r.hits.map((hit) => ({
        ...hit,
        title: evil,
        url: 'javascript:window.hacked=1',
        breadcrumbs: [evil],
        snippet: { text: evil, highlights: [[0, 10]], fragmentUrl: 'javascript:window.hacked=1' },
      })),
    });
    const page = await site.open();
    await search(page, 'umzug', /img src/);
    await options(page).last().click();
    await painted(page);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await page.locator('lotse-search #list img, lotse-search #list script').count()).toBe(0);
  });
});

describe('facets', () => {
  it('restrict the search, show their counts and can be taken back', async () => {
    const page = await site.open({ attributes: 'facets="tag"' });
    await search(page, 'strom', /Stromtarife/);
    const chip = page.getByRole('button', { name: /^tarife/ });
    await chip.click();
    await expect.poll(() => chip.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => gateway.requests('/search').at(-1)?.query.get('filters')).toBe('tag:tarife');
    await expect.poll(async () => (await titles(page)).includes('Stromausfall melden')).toBe(false);
    await chip.click();
    await expect.poll(async () => (await titles(page)).includes('Stromausfall melden')).toBe(true);
  });
});
