import { EventQueue, browserDelivery, eventsUrl } from '../core/events.js';
import { effectiveConsent, type Consent } from '../core/consent.js';
import type { Gateway, GatewayAddress } from '../core/gateway.js';
import type { Option, State } from '../core/state.js';
import { LocalIndex } from '../core/local-index.js';
import { RecentSearches } from '../core/recents.js';
import { forgetFiles } from '../device/files.js';
import type { OnDevice } from '../device/on-device.js';
import './visitor-texts.js';

const CLIENT_ID = 'lotse-client';
/** Milliseconds after which what was typed is what was meant, and not the beginning of it. */
const MEANT = 1_200;

/** What the widget may remember and report of the visitor; follows the consent at every moment. */
export class Visitor {
  readonly seen = new LocalIndex();
  recents!: RecentSearches;
  events!: EventQueue;
  #consent: Consent = { analytics: false, storage: false };
  #device: OnDevice | undefined;
  #asked = false;
  #left = false;
  #meant: (() => void) | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #hidden = () => {
    if (document.visibilityState === 'hidden') void this.events.flush();
  };

  /**
   * @param address where events go
   * @param given what the visitor has agreed to
   * @param changed told when what is remembered has changed
   */
  constructor(
    private readonly address: () => GatewayAddress,
    private readonly given: () => Consent,
    private readonly changed: () => void,
  ) {
    document.addEventListener('visibilitychange', this.#hidden);
    window.addEventListener('online', this.#hidden);
    this.refresh();
  }

  /** What searches for the visitor: the given server, or this device where the element asks for it and it can. */
  gateway(server: Gateway, element: HTMLElement): Gateway {
    const onDevice = element.hasAttribute('on-device');
    if (onDevice && this.#device) return this.#device.gateway(server);
    const search: Gateway['search'] = async (params, signal) => {
      const response = await server.search(params, signal);
      this.#found(params.q, response.queryID);
      // Whoever found something once may search again.
      if (onDevice && !this.#asked) this.#loadDevice(element).catch(() => undefined);
      this.#asked = true;
      return response;
    };
    return { ...server, search };
  }

  async #loadDevice(element: HTMLElement): Promise<void> {
    const { OnDevice } = await import('../device/on-device.js');
    if (!this.#left) this.#device = new OnDevice(this.address, this.#consent.storage, element);
  }

  /** Reads address and consent anew. */
  refresh(): void {
    const { endpoint, site } = this.address();
    this.#consent = effectiveConsent(
      this.given(),
      navigator as Navigator & { globalPrivacyControl?: boolean },
    );
    const storage = deviceStorage();
    this.recents = new RecentSearches(storage, site);
    this.recents.allowed = this.#consent.storage;
    if (!this.#consent.storage) void forgetFiles();
    void this.events?.flush();
    this.events = new EventQueue(
      eventsUrl(endpoint, site),
      browserDelivery(location, navigator),
      () => this.#consent.analytics,
      () => clientId(storage),
    );
    if (!this.#consent.analytics) storage?.removeItem(CLIENT_ID);
    this.changed();
  }

  /** A search was answered. What the visitor stays with is reported, if they consented: it shows what is asked again in other words. */
  #found(query: string, queryId: string | undefined): void {
    clearTimeout(this.#pause);
    this.#meant = () => {
      clearTimeout(this.#pause);
      this.#meant = undefined;
      this.events.add('search', queryId, undefined, undefined, query);
    };
    this.#pause = setTimeout(() => this.#meant?.(), MEANT);
  }

  /** An option was chosen. */
  chosen({ query, shown }: State, option?: Option): void {
    this.#meant?.();
    this.recents.add(query);
    const queryId = shown?.response.queryID;
    if (option?.kind === 'hit') this.events.add('click', queryId, option.hit.objectID, option.ordinal);
    else if (option) this.events.add(option.kind, queryId, 'url' in option ? option.url : undefined);
    if (option?.kind !== 'answer') void this.events.flush();
  }

  leave(): void {
    this.#left = true;
    clearTimeout(this.#pause);
    this.#device?.leave();
    document.removeEventListener('visibilitychange', this.#hidden);
    window.removeEventListener('online', this.#hidden);
    void this.events.flush();
  }
}

/** The browser's storage, or null where it is switched off. */
function deviceStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function clientId(storage: Storage | null): string {
  const known = storage?.getItem(CLIENT_ID);
  if (known) return known;
  const id = crypto.randomUUID();
  storage?.setItem(CLIENT_ID, id);
  return id;
}
