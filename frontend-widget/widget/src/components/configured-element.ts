import type { GatewayAddress } from '../core/gateway.js';
import type { SessionSettings } from '../core/session.js';
import { translator, type Translate } from '../core/translations.js';
import { resultsUrl } from '../core/url.js';
import { RenderedElement } from './rendered-element.js';

/**
 * What the attributes of a search box and the page around it say.
 *
 * Attributes:
 * - `site` (required): name of the site at the gateway
 * - `endpoint`: origin of the gateway; by default the one this script came from
 * - `search-key`: public search key, where the site asks for one
 * - `mode`: `inline` (a field with a popup, the default), `modal` (a button that opens a dialog) or `page` (a results page)
 * - `theme`: `light` or `dark`; by default the page's `color-scheme`
 * - `placeholder`, `hits` (per search), `min-length` (characters that are searched for, default 2)
 * - `facets`: fields to filter by, separated by commas
 * - `answers="off"`: offers no answers
 * - `starters`: searches to propose, separated by `|`
 * - `consent`: what the visitor has agreed to: `analytics`, `storage`, both or nothing
 * - `shortcut="off"`: leaves Ctrl/⌘ K and `/` to the page
 * - `on-device`: encodes queries in the browser once the model is there, so that the gateway gets a vector and no words
 * - `results-url`: address of the results page; by default the action of the form inside
 */
export abstract class ConfiguredElement extends RenderedElement {
  static readonly observedAttributes = [
    ...[
      'site',
      'endpoint',
      'search-key',
      'mode',
      'lang',
      'placeholder',
      'hits',
      'facets',
      'answers',
      'starters',
    ],
    ...['consent', 'shortcut', 'min-length'],
  ];

  get mode(): string {
    return this.attribute('mode') || 'inline';
  }

  /** The gateway and the site searched. */
  get address(): GatewayAddress {
    return {
      endpoint: this.attribute('endpoint') || new URL(import.meta.url).origin,
      site: this.attribute('site'),
      key: this.attribute('search-key'),
    };
  }

  protected get settings(): SessionSettings {
    const page = this.mode === 'page';
    return {
      hitsPerPage: Number(this.attribute('hits')) || (page ? 10 : 6),
      lang: this.language.split('-')[0],
      facets: this.attribute('facets')
        .split(/[\s,]+/)
        .filter(Boolean),
      minLength: Number(this.attribute('min-length')) || 2,
      completions: !page,
    };
  }

  protected get language(): string {
    return this.closest<HTMLElement>('[lang]')?.lang || navigator.language;
  }

  protected get t(): Translate {
    return translator(this.language);
  }

  /** The text field of the form for visitors without JavaScript. */
  protected get fallback(): HTMLInputElement | null {
    return this.querySelector('form input');
  }

  /** Name of the query in addresses. */
  protected get field(): string {
    return this.fallback?.name || 'q';
  }

  /** Text of the empty field, or of the button that opens the dialog; empty where the page does not say. */
  protected get placeholder(): string {
    return this.attribute('placeholder') || (this.fallback?.placeholder ?? '');
  }

  /** Whether keys anywhere on the page open the search. */
  protected get shortcuts(): boolean {
    return this.attribute('shortcut') !== 'off';
  }

  /** Address of the page with all results of a query; null where the page names an address that is none. */
  protected resultsUrl(query: string): string | null {
    const { endpoint, site } = this.address;
    const action = this.attribute('results-url') || this.fallback?.form?.getAttribute('action');
    return resultsUrl(
      action || `${endpoint}/search/${encodeURIComponent(site)}`,
      this.field,
      query,
      document.baseURI,
    );
  }
}
