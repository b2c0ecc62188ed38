import { describe, expect, it } from 'vitest';
import { active, combobox, options, search, Site, spoken, titles } from '../support/fixture.js';

const site = new Site();

describe('the keyboard', () => {
  it('goes through the options and back to the text, which keeps the focus', async () => {
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    expect(await active(page)).toBeNull();
    await page.keyboard.press('ArrowDown');
    expect(await active(page)).toBe('umzug melden');
    await page.keyboard.press('ArrowDown');
    expect(await active(page)).toBe('Umzug melden');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await active(page)).toBeNull();
    expect(await combobox(page).evaluate((e) => (e.getRootNode() as ShadowRoot).activeElement === e)).toBe(
      true,
    );
  });

  it('opens the chosen page at its passage', async () => {
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await Promise.all([page.waitForURL('**/pages/umzug.html**'), page.keyboard.press('Enter')]);
  });

  it('opens the chosen page in a new tab with the control key', async () => {
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.keyboard.press('Control+Enter'),
    ]);
    await opened.waitForURL('**/pages/umzug.html**');
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('goes to the results page with Enter when nothing is chosen', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await Promise.all([page.waitForURL('**/search/demo?q=strom'), page.keyboard.press('Enter')]);
  });

  it('takes a completion over and searches for it', async () => {
    const page = await site.open();
    await search(page, 'stromz', /Stromzähler ablesen und/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await combobox(page).inputValue()).toBe('stromzähler ablesen');
    await expect
      .poll(() => site.gateway.requests('/search').at(-1)?.query.get('q'))
      .toBe('stromzähler ablesen');
  });

  it('closes the popup with Escape, then clears the text', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await page.keyboard.press('Escape');
    await options(page).first().waitFor({ state: 'hidden' });
    expect(await combobox(page).getAttribute('aria-expanded')).toBe('false');
    expect(await combobox(page).inputValue()).toBe('strom');
    await page.keyboard.press('Escape');
    await expect.poll(() => combobox(page).inputValue()).toBe('');
  });

  it('closes and opens the popup with Alt and an arrow, without choosing', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await page.keyboard.press('Alt+ArrowUp');
    await options(page).first().waitFor({ state: 'hidden' });
    await page.keyboard.press('Alt+ArrowDown');
    await options(page).first().waitFor();
    expect(await active(page)).toBeNull();
  });

  it('moves the cursor in the text with arrows, Home and End, and gives the choice up', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    for (const key of ['Home', 'End', 'ArrowLeft', 'ArrowRight']) {
      await page.keyboard.press('ArrowDown');
      expect(await active(page)).not.toBeNull();
      await page.keyboard.press(key);
      expect(await active(page)).toBeNull();
    }
    await page.keyboard.press('Home');
    expect(await combobox(page).evaluate((e: HTMLInputElement) => e.selectionStart)).toBe(0);
  });

  it('leaves with Tab: the popup closes, and nothing in it takes the focus', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await page.keyboard.press('Tab');
    await expect
      .poll(() =>
        page.evaluate(() =>
          document.querySelector('lotse-search')?.shadowRoot?.activeElement?.getAttribute('aria-label'),
        ),
      )
      .toBe('Löschen');
    await page.keyboard.press('Tab');
    await options(page).first().waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Umzug melden');
  });

  it('does nothing while an input method composes', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await combobox(page).evaluate((e) =>
      e.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', isComposing: true, bubbles: true })),
    );
    expect(await active(page)).toBeNull();
  });
});

describe('the pointer', () => {
  it('opens a result', async () => {
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    await Promise.all([
      page.waitForURL('**/pages/umzug.html**'),
      options(page).filter({ hasText: 'Vertrag' }).first().click(),
    ]);
  });

  it('opens a result in a new tab with the middle button', async () => {
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      options(page).filter({ hasText: 'Vertrag' }).first().click({ button: 'middle' }),
    ]);
    await opened.waitForURL('**/pages/umzug.html**');
  });

  it('does nothing with the right button', async () => {
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    await options(page).last().click({ button: 'right' });
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('lets a page navigate in its own way', async () => {
    const page = await site.open();
    await page.evaluate(() =>
      document.addEventListener('lotse-select', (event) => {
        event.preventDefault();
        document.title = (event as CustomEvent<{ url: string }>).detail.url;
      }),
    );
    await search(page, 'umzug', 'Umzug melden');
    await options(page).filter({ hasText: 'Vertrag' }).first().click();
    await expect.poll(() => page.title()).toContain('/pages/umzug.html#:~:text=');
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('closes the popup with a press outside', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await page.mouse.click(100, 700);
    await options(page).first().waitFor({ state: 'hidden' });
  });

  it('clears the text with the button, and keeps the focus', async () => {
    const page = await site.open();
    await search(page, 'strom', /Stromtarife/);
    await page.getByRole('button', { name: 'Löschen' }).click();
    await expect.poll(() => combobox(page).inputValue()).toBe('');
    await page.keyboard.type('um');
    expect(await combobox(page).inputValue()).toBe('um');
  });
});

describe('the dialog', () => {
  it('opens with Ctrl K and with a slash, closes with Escape and gives the focus back', async () => {
    const page = await site.open({ attributes: 'mode="modal"' });
    const dialog = page.getByRole('dialog');
    await page.getByRole('link', { name: 'Umzug melden' }).focus();
    for (const key of ['Control+k', '/']) {
      await page.keyboard.press(key);
      await dialog.waitFor();
      expect(await combobox(page).inputValue()).toBe('');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Umzug melden');
    }
  });

  it('leaves a slash to a text field', async () => {
    const page = await site.open({ attributes: 'mode="modal"' });
    await page.locator('#other').click();
    await page.keyboard.type('1/2');
    expect(await page.locator('#other').inputValue()).toBe('1/2');
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
  });

  it('leaves the keys to the page where it is told so', async () => {
    const page = await site.open({ attributes: 'mode="modal" shortcut="off"' });
    await page.keyboard.press('/');
    await page.keyboard.press('Control+k');
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Suche' }).click();
    await page.getByRole('dialog').waitFor();
  });

  it('closes with a press on the backdrop and with its button, and searches inside', async () => {
    const page = await site.open({ attributes: 'mode="modal"' });
    await page.getByRole('button', { name: 'Suche' }).click();
    await search(page, 'strom', /Stromtarife/);
    await page.mouse.click(10, 790);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+k');
    await page.getByRole('button', { name: 'Schließen' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('keeps the focus inside', async () => {
    const page = await site.open({ attributes: 'mode="modal" facets="tag"' });
    await page.keyboard.press('/');
    await search(page, 'strom', /Stromtarife/);
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab');
      const where = await page.evaluate(() => document.activeElement?.tagName ?? '');
      // Between the last and the first stop, the browser's own controls have their turn.
      expect(['LOTSE-SEARCH', 'BODY']).toContain(where);
    }
  });
});

describe('what a screen reader gets', () => {
  it('is a combobox with a listbox, as the Authoring Practices describe it', async () => {
    const page = await site.open();
    const box = combobox(page);
    expect(await box.getAttribute('aria-expanded')).toBe('false');
    expect(await box.getAttribute('aria-autocomplete')).toBe('list');
    await search(page, 'umzug', 'Umzug melden');
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    const structure = await box.evaluate((input) => {
      const root = input.getRootNode() as ShadowRoot;
      const list = root.getElementById(input.getAttribute('aria-controls') ?? '');
      return {
        role: list?.getAttribute('role'),
        stops: list?.querySelectorAll('a, button, input, [tabindex]').length,
        children: [...(list?.children ?? [])].map((e) => e.getAttribute('role')),
      };
    });
    expect(structure).toEqual({ role: 'listbox', stops: 0, children: ['group', 'group'] });
  });

  it('has this tree', async () => {
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => active(page)).not.toBeNull();
    await expect.poll(() => spoken(page)).toBe('1 Ergebnis');
    expect(await page.locator('lotse-search').ariaSnapshot()).toMatchInlineSnapshot(`
      "- search:
        - combobox "Suche" [expanded]: umzug
        - button "Löschen"
      - listbox "Ergebnisse":
        - group "Vorschläge":
          - text: Vorschläge
          - option "umzug melden" [selected]
        - group "Ergebnisse":
          - text: Ergebnisse
          - option "Umzug melden Vertrag Melden Sie Ihren Umzug vierzehn Tage vorher. Den Zählerstand reichen Sie nach.":
            - mark: Umzug
            - text: melden Vertrag Melden Sie Ihren
            - mark: Umzug
            - text: vierzehn Tage vorher. Den Zählerstand reichen Sie nach.
      - status: 1 Ergebnis"
    `);
  });

  it('has this tree in the dialog', async () => {
    const page = await site.open({ attributes: 'mode="modal" facets="tag"', lang: 'en' });
    expect(await page.locator('lotse-search').ariaSnapshot()).toMatchInlineSnapshot(`"- button "Search""`);
    await page.keyboard.press('/');
    await search(page, 'moving', 'Moving house');
    await expect.poll(() => spoken(page)).toBe('1 result');
    expect(await page.locator('lotse-search').ariaSnapshot()).toMatchInlineSnapshot(`
      "- button "Search"
      - dialog "Search":
        - search:
          - combobox "Search" [expanded]: moving
          - button "Clear"
          - button "Close"
        - group "Narrow down":
          - button "vertrag1"
        - listbox "Results":
          - group "Results":
            - text: Results
            - option "Moving house Contract Tell us fourteen days before you move. The final bill follows within six weeks.":
              - mark: Moving
              - text: house Contract Tell us fourteen days before you move. The final bill follows within six weeks.
        - status: 1 result"
    `);
  });

  it('is told the number of results once, after a pause, and that there are none', async () => {
    const page = await site.open({ lang: 'en' });
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const region = document.querySelector('lotse-search')?.shadowRoot?.querySelector('[role=status]');
      if (region)
        new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
    });
    await search(page, 'moving', 'Moving house');
    await expect.poll(() => spoken(page)).toBe('1 result');
    await page.keyboard.type(' qqq');
    await expect.poll(() => spoken(page)).toBe('No results for “moving qqq”');
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said.filter(Boolean));
    expect(said).toEqual(['1 result', 'No results for “moving qqq”']);
  });

  it('gets texts in their own language', async () => {
    const page = await site.open({ lang: 'de' });
    await search(page, 'meter', /Read your meter/);
    const lang = await options(page)
      .filter({ hasText: 'Read your meter' })
      .locator('.body')
      .getAttribute('lang');
    expect(lang).toBe('en');
  });
});

describe('without JavaScript', () => {
  it('the form leads to the results page', async () => {
    const page = await site.open({ context: { javaScriptEnabled: false } });
    await page.getByLabel('Suche').fill('strom');
    await Promise.all([
      page.waitForURL('**/search/demo?q=strom'),
      page.getByRole('button', { name: 'Suchen' }).click(),
    ]);
  });
});

describe('on the page of a website', () => {
  it('works under a strict Content Security Policy with Trusted Types', async () => {
    site.gateway.contentSecurityPolicy =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:; " +
      "require-trusted-types-for 'script'; trusted-types lit-html; base-uri 'none'; form-action 'self'";
    const page = await site.open({ attributes: 'facets="tag"' });
    await search(page, 'strom', /Stromtarife/);
    expect(await titles(page)).toContain('Stromtarife im Vergleich');
  });

  it('can be removed, moved and put back', async () => {
    const page = await site.open();
    await search(page, 'umzug', 'Umzug melden');
    await page.evaluate(() => {
      const element = document.querySelector('lotse-search');
      element?.remove();
      if (element) document.querySelector('main')?.append(element);
    });
    await combobox(page).fill('');
    await search(page, 'rechnung', /Ihre Rechnung/);
  });

  it('does not notice a second copy of the script', async () => {
    const page = await site.open();
    await page.addScriptTag({ url: '/widget/lotse-search.js?copy', type: 'module' });
    await search(page, 'umzug', 'Umzug melden');
  });
});
