import { EventQueue, browserDelivery, eventsUrl } from '../core/events.js';
import { effectiveConsent, type Consent } from '../core/consent.js';
import type { GatewayAddress } from '../core/gateway.js';
import type { Option, State } from '../core/state.js';
import { LocalIndex } from '../core/local-index.js';
import { RecentSearches } from '../core/recents.js';

const CLIENT_ID = 'lotse-client';

/** What the widget may remember and report of the visitor; follows the consent at every moment. */
export class Visitor {
  readonly seen = new LocalIndex();
  recents!: RecentSearches;
  events!: EventQueue;
  #consent: Consent = { analytics: false, storage: false };
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

  /** An option was chosen. */
  chosen({ query, shown }: State, option?: Option): void {
    this.recents.add(query);
    const queryId = shown?.response.queryID;
    if (option?.kind === 'hit') this.events.add('click', queryId, option.hit.objectID, option.ordinal);
    else if (option) this.events.add(option.kind, queryId, 'url' in option ? option.url : undefined);
    if (option?.kind !== 'answer') void this.events.flush();
  }

  leave(): void {
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
