import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { Site, combobox, options, painted, search, titles } from '../support/fixture.js';
import type { UbiEvent } from '../../src/core/events.js';

const site = new Site();

interface Batch {
  consent: { analytics: boolean };
  events: UbiEvent[];
}

/** Chooses the first hit and gives the batch of events that was sent for it. */
async function click(page: Page): Promise<Batch> {
  await search(page, 'umzug', 'Umzug melden');
  await Promise.all([
    page.waitForURL('**/pages/**'),
    options(page).filter({ hasText: 'Vertrag' }).first().click(),
  ]);
  await expect.poll(() => posts().length).toBe(1);
  return JSON.parse(posts()[0]?.body ?? '') as Batch;
}
/** Without the preflights of another origin. */
const posts = () => site.gateway.requests('/events').filter((request) => request.method === 'POST');
const stored = (page: Page) => page.evaluate(() => Object.keys(localStorage));

describe('events', () => {
  it('outlive the page, and name nobody without consent', async () => {
    const page = await site.open();
    const batch = await click(page);
    expect(batch.consent).toEqual({ analytics: false });
    expect(batch.events).toHaveLength(1);
    const [event] = batch.events;
    expect(event).toMatchObject({
      action_name: 'click',
      message_type: 'UBI',
      event_attributes: { object: { object_id: 'umzug' }, position: { ordinal: 1 } },
    });
    expect(event?.query_id).toMatch(/^q-\d+$/);
    expect(event?.client_id).toBeUndefined();
    expect(posts()[0]?.headers['cookie']).toBeUndefined();
    expect(await stored(page)).toEqual([]);
  });

  it('carry an id of the visitor after consent, the same one on the next page', async () => {
    const page = await site.open({ attributes: 'consent="analytics"' });
    const first = (await click(page)).events[0]?.client_id;
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    site.gateway.seen.length = 0;
    await page.goto(site.origin);
    expect((await click(page)).events[0]?.client_id).toBe(first);
  });

  it('carry none where Global Privacy Control is on', async () => {
    const page = await site.open({
      attributes: 'consent="analytics storage"',
      before: () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
    });
    const batch = await click(page);
    expect(batch.consent).toEqual({ analytics: false });
    expect(JSON.stringify(batch)).not.toContain('client_id');
  });

  it('follow a consent given and withdrawn on the page', async () => {
    const page = await site.open();
    const decide = (analytics: boolean) =>
      page.evaluate((detail) => void document.dispatchEvent(new CustomEvent('lotse:consent', { detail })), {
        analytics,
        storage: analytics,
      });
    await decide(true);
    expect((await click(page)).events[0]?.client_id).toBeDefined();
    expect((await stored(page)).sort()).toEqual(['lotse-client', 'lotse-recent-searches:demo']);
    await page.goto(site.origin);
    await combobox(page).click();
    await expect.poll(() => stored(page)).toEqual([]);
  });

  it('reach a gateway on another origin, without cookies and without a preflight that needs them', async () => {
    const page = await site.open({
      attributes: `endpoint="${site.origin.replace('127.0.0.1', 'localhost')}"`,
    });
    await click(page);
    expect(posts()[0]?.headers['origin']).toBe(site.origin);
  });
});

describe('recent searches', () => {
  it('are kept on the device after consent, offered in the empty box and forgotten on demand', async () => {
    const page = await site.open({ attributes: 'consent="storage"' });
    await click(page);
    await page.goto(site.origin);
    await combobox(page).click();
    await expect.poll(() => titles(page)).toEqual(['umzug']);
    expect(await page.evaluate(() => localStorage.getItem('lotse-client'))).toBeNull();
    await page.getByRole('button', { name: 'Letzte Suchen löschen' }).click();
    await expect.poll(() => titles(page)).toEqual([]);
    expect(await stored(page)).toEqual([]);
  });

  it('never leave the device', async () => {
    const page = await site.open({ attributes: 'consent="storage"' });
    await click(page);
    await page.goto(site.origin);
    site.gateway.seen.length = 0;
    await combobox(page).click();
    await expect.poll(() => titles(page)).toEqual(['umzug']);
    expect(site.gateway.seen.filter((seen) => seen.path.startsWith('/v1/'))).toEqual([]);
  });
});

it('nothing is asked of the gateway before the visitor searches', async () => {
  const page = await site.open();
  const loaded = page.waitForResponse(/lotse-visitor-/);
  await combobox(page).click();
  await loaded;
  await painted(page);
  expect(site.gateway.seen.filter((seen) => seen.path.startsWith('/v1/'))).toEqual([]);
});
