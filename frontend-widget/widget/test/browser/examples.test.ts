import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { combobox, options, search, Site } from '../support/fixture.js';

const site = new Site();
const GATEWAY = 'https://search.example.org';

/** An example's file, with the address of its gateway set as a site would set it. */
function example(file: string, gateway = site.origin): string {
  return readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8').replaceAll(
    GATEWAY,
    gateway,
  );
}

/** Puts files up as a website and opens its first page. */
async function visit(path: string, files: Record<string, string>): Promise<Page> {
  const page = await site.open();
  for (const [name, content] of Object.entries(files)) site.gateway.html.set(name, content);
  await page.goto(site.origin + path);
  await page.locator('lotse-search:defined').waitFor();
  return page;
}

describe('the example for plain HTML', () => {
  it('searches, and takes placeholder and results page from its form', async () => {
    const page = await visit('/html', { '/html': example('html/index.html') });
    expect(await combobox(page).getAttribute('placeholder')).toBe('Website durchsuchen');
    await search(page, 'umzug', /Umzug melden/);
    await Promise.all([page.waitForURL(`${site.origin}/search/demo?q=umzug`), page.keyboard.press('Enter')]);
  });

  it('with a dialog passes consent on and leaves navigation to the page', async () => {
    // The script is served as HTML here, so it goes into the page.
    const html = example('html/consent.html').replace(
      '<script type="module" src="consent.js"></script>',
      `<script type="module">${example('html/consent.js')}</script>`,
    );
    const page = await visit('/consent', { '/consent': html });
    await page.locator('#agree').click();
    await page.keyboard.press('Control+k');
    await search(page, 'moving', /Moving house/);
    await options(page).last().click();
    await expect.poll(() => page.locator('#choice').innerText()).toContain('/pages/moving.html');
    expect(await page.evaluate(() => Object.keys(localStorage))).toContain('lotse-recent-searches:demo');
  });

  it('with a results page shows what the address asks for', async () => {
    const page = await visit('/results?q=strom', { '/results': example('html/results.html') });
    await page.getByRole('link', { name: /Stromtarife/ }).waitFor();
  });
});

describe('the example for WordPress', () => {
  it('wraps the form of the theme, and follows the WP Consent API', async () => {
    const plugin = example('wordpress/lotse-search/lotse-search.php');
    // What the plugin prints: its own format string around the form of a theme.
    const format = /sprintf\( '([^']*)'/.exec(plugin)?.[1] ?? '';
    const form =
      '<form role="search" action="/wp/"><input type="search" name="s" placeholder="Suchen …"></form>';
    const box = format.replace('%s', 'demo').replace('%s', form);
    const page = await visit('/wp', {
      '/wp': `<!doctype html><html lang="de"><title>WordPress</title><link rel="icon" href="data:,">
        <script>window.wp_has_consent = (purpose) => purpose === 'preferences';</script>
        <script type="module" src="${site.origin}/widget/lotse-search.js"></script>${box}
        <script>${example('wordpress/lotse-search/consent.js')}</script></html>`,
    });
    await search(page, 'umzug', /Umzug melden/);
    await Promise.all([page.waitForURL(`${site.origin}/wp/?s=umzug`), page.keyboard.press('Enter')]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['lotse-recent-searches:demo']);
  });
});

describe('the example for TYPO3', () => {
  it('is a Fluid partial around the widget', async () => {
    const partial = example('typo3/Search.html')
      .replace(/<\/?html[^>]*>/g, '')
      .replaceAll('{lotseSite}', 'demo')
      .replaceAll('{lotseEndpoint}', site.origin);
    const script =
      /lotseSearch = \{\$lotse\.endpoint\}(\S+)/.exec(example('typo3/setup.typoscript'))?.[1] ?? '';
    const page = await visit('/typo3', {
      '/typo3': `<!doctype html><html lang="de"><title>TYPO3</title><link rel="icon" href="data:,">${partial}
        <script type="module" src="${site.origin}${script}"></script></html>`,
    });
    await search(page, 'umzug', /Umzug melden/);
  });
});

describe('the example for Docusaurus', () => {
  it('navigates with the router and follows its colours', async () => {
    // React, router and context are reduced to what the component uses of them.
    const component = example('docusaurus/src/theme/SearchBar/index.js')
      .replace(/^import .*$/gm, '')
      .replace('export default function', 'function');
    const page = await visit('/docs', {
      '/docs': `<!doctype html><html lang="de"><title>Docusaurus</title><link rel="icon" href="data:,"><body><script type="module">
        const effects = [];
        const useEffect = (effect) => effects.push(effect);
        const useRef = () => ({ current: null });
        const useHistory = () => ({ push: (path) => (document.title = path) });
        const useColorMode = () => ({ colorMode: 'dark' });
        const customFields = { lotse: { endpoint: '${site.origin}', site: 'demo' } };
        const useDocusaurusContext = () => ({ siteConfig: { customFields }, i18n: { currentLocale: 'de' } });
        const React = { createElement(tag, { ref, ...attributes }, ...children) {
          const element = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
          element.append(...children);
          if (ref) ref.current = element;
          return element;
        } };
        ${component}
        document.body.append(SearchBar());
        for (const effect of effects) effect();
      </script></body></html>`,
    });
    await page.keyboard.press('Control+k');
    await search(page, 'umzug', /Umzug melden/);
    expect(await page.locator('lotse-search').evaluate((e) => getComputedStyle(e).colorScheme)).toBe('dark');
    await options(page).last().click();
    await expect.poll(() => page.title()).toBe('/pages/umzug.html');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});
