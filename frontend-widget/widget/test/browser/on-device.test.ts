import { describe, expect, it } from 'vitest';
import { Site, search } from '../support/fixture.js';

/** What a gateway says of its encoder; the files it names are not there unless a test puts them up. */
const MODEL = {
  ...{ model: 'm@1', dimension: 2, pooling: 'mean', queryPrefix: '', maxTokens: 16 },
  network: { path: '/models/m/1/model.onnx', bytes: 3 },
  tokenizer: { path: '/models/m/1/tokenizer.json', bytes: 2 },
};
const good = () =>
  Object.defineProperty(navigator, 'connection', { value: { effectiveType: '4g', downlink: 10 } });
const saving = () =>
  Object.defineProperty(navigator, 'connection', { value: { effectiveType: '4g', saveData: true } });

/** That the real encoder gives the server's vectors, in the real worker, is shown by OnDeviceIT. */
describe('search on the device', () => {
  const site = new Site();
  const attributes = 'on-device';
  const description = '/models/on-device.json';

  it('loads nothing before the first results, and never without the attribute', async () => {
    site.gateway.html.set(description, JSON.stringify(MODEL));
    const page = await site.open({ before: good });
    await search(page, 'umzug', /Umzug/);
    expect(site.gateway.requests(description)).toEqual([]);
    const asking = await site.open({ attributes, before: good });
    await asking.getByRole('combobox').click();
    expect(site.gateway.requests(description)).toEqual([]);
    const asked = asking.waitForRequest(`**${description}`);
    await search(asking, 'umzug', /Umzug/);
    await asked;
  });

  it('loads nothing for who saves data', async () => {
    site.gateway.html.set(description, JSON.stringify(MODEL));
    const page = await site.open({ attributes, before: saving });
    const loaded = page.waitForResponse(/lotse-on-device-/);
    await search(page, 'umzug', /Umzug/);
    await loaded;
    await search(page, ' melden', /Umzug melden/);
    expect(site.gateway.requests(description)).toEqual([]);
  });

  it('goes on with the server where the gateway offers no model, or a broken one', async () => {
    for (const offered of [null, JSON.stringify(MODEL)]) {
      if (offered) {
        site.gateway.html.set(description, offered);
        site.gateway.html.set(MODEL.network.path, 'abc');
        site.gateway.html.set(MODEL.tokenizer.path, '{}');
      } else site.gateway.html.delete(description);
      const page = await site.open({ attributes, before: good });
      const last = page.waitForResponse(`**${offered ? MODEL.tokenizer.path : description}`);
      await search(page, 'umzug', /Umzug/);
      await last;
      await search(page, ' melden', /Umzug melden/);
      const sent = site.gateway.requests('/search').at(-1);
      expect(sent?.method).toBe('GET');
      expect(sent?.query.get('q')).toBe('umzug melden');
      expect(await page.locator('lotse-search [part=note]').count()).toBe(0);
    }
  });
});
