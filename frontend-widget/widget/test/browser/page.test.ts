import { describe, expect, it } from 'vitest';
import { axeViolations, Site, spoken } from '../support/fixture.js';

const site = new Site();
const attributes = 'mode="page" hits="3" facets="tag"';
const open = (query: string) => site.open({ attributes, path: `/suche?q=${query}` });

describe('the results page', () => {
  it('shows what the address asks for, as links to the passages', async () => {
    const page = await open('strom');
    const links = page.locator('lotse-search ol a');
    await links.first().waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('strom');
    expect(await links.count()).toBe(3);
    expect(await links.first().getAttribute('href')).toContain('/pages/stromtarife.html#:~:text=');
    await page.getByRole('heading', { name: '7 Ergebnisse' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('searches as the visitor types, keeps the address in step and adds no steps to go back', async () => {
    const page = await open('strom');
    await page.locator('lotse-search ol a').first().waitFor();
    const steps = await page.evaluate(() => history.length);
    await page.getByRole('searchbox').fill('umzug');
    await page.getByRole('link', { name: 'Umzug melden' }).first().waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe('?q=umzug');
    expect(await page.evaluate(() => history.length)).toBe(steps);
    await expect.poll(() => spoken(page)).toBe('1 Ergebnis');
  });

  it('turns pages as steps that can be gone back, without repeating or skipping a result', async () => {
    const page = await open('strom');
    const seen: string[] = [];
    const titles = () => page.locator('lotse-search ol a').allInnerTexts();
    await page.locator('lotse-search ol a').first().waitFor();
    seen.push(...(await titles()));
    for (const number of ['2', '3']) {
      await page.getByRole('link', { name: `Seite ${number}` }).click();
      await page.locator(`lotse-search nav [aria-current=page][aria-label="Seite ${number}"]`).waitFor();
      await expect.poll(() => new URL(page.url()).searchParams.get('page')).toBe(number);
      await expect.poll(titles).not.toEqual(seen.slice(-3));
      seen.push(...(await titles()));
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    // Reading goes on at the top of the new page.
    expect(
      await page.evaluate(() =>
        document.querySelector('lotse-search')?.shadowRoot?.activeElement?.textContent?.trim(),
      ),
    ).toBe('7 Ergebnisse');
    await page.goBack();
    await expect.poll(titles).toEqual(seen.slice(3, 6));
    expect(new URL(page.url()).searchParams.get('page')).toBe('2');
  });

  it('opens page three from its address', async () => {
    const page = await open('strom&page=3');
    await page.locator('lotse-search ol a').first().waitFor();
    expect(await page.locator('lotse-search ol a').count()).toBe(1);
  });

  it('narrows down by facets and starts again at the first page', async () => {
    const page = await open('strom&page=2');
    await page.getByRole('button', { name: /^tarife/ }).click();
    await expect.poll(() => page.locator('lotse-search ol a').allInnerTexts()).toHaveLength(3);
    const last = site.gateway.requests('/search').at(-1)?.query;
    expect([last?.get('filters'), last?.get('page')]).toEqual(['tag:tarife', null]);
  });

  it('says when there is nothing, and what was meant', async () => {
    site.gateway.amend = (r) => (r.query === 'umzugg' ? { ...r, correctedQuery: 'umzug' } : r);
    const page = await open('umzugg');
    await page.getByRole('heading', { name: 'Keine Ergebnisse für „umzugg“' }).waitFor();
    await page.getByRole('button', { name: 'Meinten Sie „umzug“?' }).click();
    await page.getByRole('link', { name: 'Umzug melden' }).first().waitFor();
  });

  it('answers above the results', async () => {
    site.gateway.answer = [
      { event: 'sources', data: { sources: [{ n: 1, title: 'Umzug melden', url: '/pages/umzug.html' }] } },
      { event: 'delta', data: { text: 'Vierzehn Tage vorher.', cites: [1] } },
      { event: 'done', data: { confidence: 0.6 } },
    ];
    const page = await open('umzug melden');
    await page.getByRole('button', { name: '„umzug melden“ beantworten' }).click();
    await page.getByText('Teilweise belegt').waitFor();
    await page.getByText('Vierzehn Tage vorher.').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('has this tree', async () => {
    const page = await open('moving');
    await page.locator('lotse-search ol a').first().waitFor();
    await expect.poll(() => spoken(page)).toBe('1 Ergebnis');
    const tree = await page.locator('lotse-search').ariaSnapshot();
    expect(tree.replaceAll(site.origin, '')).toMatchInlineSnapshot(`
      "- search:
        - searchbox "Suche": moving
        - button "Löschen"
      - status: 1 Ergebnis
      - group "Eingrenzen":
        - button "vertrag1"
      - heading "1 Ergebnis" [level=2]
      - list:
        - listitem:
          - link "Moving house":
            - /url: /pages/moving.html#:~:text=Tell%20us%20fourteen%20days%20before%20you%20move
            - mark: Moving
            - text: house
          - paragraph: Contract
          - paragraph: Tell us fourteen days before you move. The final bill follows within six weeks.
          - paragraph: Stand 14.09.2026"
    `);
  });
});
