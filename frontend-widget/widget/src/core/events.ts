import { routeUrl } from './url.js';

/** An event of User Behavior Insights 1.3, as the gateway takes it. */
export interface UbiEvent {
  action_name: string;
  query_id: string;
  client_id?: string;
  /** Of searches only, and only of visitors who consented. */
  user_query?: string;
  timestamp: string;
  message_type: 'UBI';
  event_attributes: {
    object?: { object_id: string; object_id_field: 'objectID' };
    position?: { ordinal: number };
  };
}

/** How events leave the page. Returns false if the browser refused to take them. */
export type Deliver = (url: string, body: string) => Promise<boolean>;

const BATCH = 10;
const LONGEST_WAIT = 5_000;
/** Most events kept while offline; the oldest are dropped. */
const CAPACITY = 100;

/** Collects events and sends them in batches, when there are enough, when some time has passed, or when the page goes. */
export class EventQueue {
  #waiting: { n: number; event: UbiEvent }[] = [];
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly deliver: Deliver,
    private readonly analytics: () => boolean,
    private readonly clientId: () => string,
  ) {}

  /**
   * @param ordinal place in the list, from 1
   * @param query what was searched for; without consent the event is none
   */
  add(
    action: string,
    queryId: string | undefined,
    objectId?: string,
    ordinal?: number,
    query?: string,
  ): void {
    if (!queryId || (query !== undefined && !this.analytics())) return;
    const event: UbiEvent = {
      action_name: action,
      query_id: queryId,
      ...(this.analytics() ? { client_id: this.clientId() } : {}),
      ...(query === undefined ? {} : { user_query: query }),
      timestamp: new Date().toISOString(),
      message_type: 'UBI',
      event_attributes: {
        ...(objectId ? { object: { object_id: objectId, object_id_field: 'objectID' } } : {}),
        ...(ordinal ? { position: { ordinal } } : {}),
      },
    };
    this.#keep([{ n: this.#count++, event }]);
    if (this.#waiting.length >= BATCH) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), LONGEST_WAIT);
  }

  /** Sends what waits; what could not be sent waits for the next time. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const leaving = this.#waiting;
    if (leaving.length === 0) return;
    this.#waiting = [];
    const analytics = this.analytics();
    // Consent may have been withdrawn since the event happened.
    const events = leaving
      .map(({ event }) => event)
      .filter((event) => analytics || event.user_query === undefined);
    if (events.length === 0) return;
    if (!analytics) for (const event of events) delete event.client_id;
    if (!(await this.deliver(this.url, JSON.stringify({ consent: { analytics }, events }))))
      this.#keep(leaving);
  }

  /** Several batches may be under way and come back in any order; the events keep theirs. */
  #keep(events: { n: number; event: UbiEvent }[]): void {
    this.#waiting = [...this.#waiting, ...events].sort((a, b) => a.n - b.n).slice(-CAPACITY);
  }
}

export function eventsUrl(endpoint: string, site: string): string {
  return routeUrl(endpoint, site, 'events');
}

/**
 * Hands events to the browser so that they survive the page. `sendBeacon` always carries cookies, which a gateway on
 * another origin refuses for good reason; there a kept-alive request without them is used.
 */
export function browserDelivery(page: Location, nav: Navigator): Deliver {
  return async (url, body) => {
    if (new URL(url, page.href).origin === page.origin && typeof nav.sendBeacon === 'function') {
      return nav.onLine && nav.sendBeacon(url, new Blob([body], { type: 'application/json' }));
    }
    try {
      const headers = { 'Content-Type': 'application/json' };
      await fetch(url, { method: 'POST', body, headers, keepalive: true, credentials: 'omit' });
      return true;
    } catch {
      return false;
    }
  };
}
