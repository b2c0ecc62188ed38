import { GatewayError, headers, type Gateway, type GatewayAddress } from '../core/gateway.js';
import { prefixRanges } from '../core/highlight.js';
import { provideTexts, translator } from '../core/translations.js';
import type { Hit, SearchParams, SearchResponse } from '../core/types.js';
import { routeUrl } from '../core/url.js';
import { mayLoadModel, type Surroundings } from './connection.js';
import type { FromWorker, OnDeviceModel, ToWorker } from './messages.js';

provideTexts('en', {
  onDevice: 'Searched by meaning only, on this device: your words were not sent.',
});
provideTexts('de', {
  onDevice: 'Nur nach Bedeutung gesucht, auf diesem Gerät: Ihre Wörter wurden nicht gesendet.',
});

/** File name of the worker beside this script. */
const WORKER = 'lotse-encoder.js';
/** A device that takes longer for one query, in milliseconds, is too slow for this. */
const TOO_SLOW = 1_500;
/** Longest a search may take, in milliseconds. */
const TIMEOUT = 8_000;

/** The worker could not encode; the server can. */
class DeviceFailure extends Error {}

interface Pending {
  resolve(vector: number[]): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

/**
 * Encodes queries in the browser, so that the gateway gets a vector and no words. Until the model is there, and from the
 * moment that anything about it fails, searches go to the server as always.
 */
export class OnDevice {
  #worker: Worker | undefined;
  #model = '';
  #ready = false;
  #count = 0;
  readonly #pending = new Map<number, Pending>();

  /**
   * @param address where the model and the site are
   * @param keep whether the visitor allows keeping files on the device
   * @param element the search box, whose language is that of what is said to the visitor
   */
  constructor(
    private readonly address: GatewayAddress,
    private readonly keep: boolean,
    private readonly element: HTMLElement,
  ) {
    this.#start().catch(() => this.leave());
  }

  /** Searches on the device where that works, else as the given one does. */
  gateway(server: Gateway): Gateway {
    return {
      search: async (params, signal) => {
        if (!this.#ready || !params.q) return server.search(params, signal);
        try {
          return await this.#search(params, await this.#encode(params.q), signal);
        } catch (error) {
          // A gateway that is busy or out of reach would be so for words too, and they need not be sent for that.
          const refused =
            error instanceof GatewayError &&
            error.status >= 400 &&
            error.status < 500 &&
            error.status !== 429;
          if (!refused && !(error instanceof DeviceFailure)) throw error;
          // The index may have been made with another model since.
          this.leave();
          signal.throwIfAborted();
          return server.search(params, signal);
        }
      },
      // Completions would tell the words.
      suggest: (query, signal) => (this.#ready ? Promise.resolve([]) : server.suggest(query, signal)),
    };
  }

  /** Ends it; what waits goes to the server. */
  leave(): void {
    this.#ready = false;
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const id of this.#pending.keys()) this.#settle(id)?.reject(new DeviceFailure());
  }

  async #start(): Promise<void> {
    if (!mayLoadModel(navigator as Surroundings, matchMedia('(hover: hover) and (pointer: fine)').matches))
      return;
    const { endpoint } = this.address;
    const response = await fetch(new URL('/models/on-device.json', endpoint), { credentials: 'omit' });
    if (!response.ok) return;
    const model = (await response.json()) as OnDeviceModel;
    this.#model = model.model;
    const worker = newWorker(new URL(WORKER, import.meta.url));
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#heard(data);
    worker.onerror = () => this.leave();
    const load: ToWorker = {
      type: 'load',
      model,
      endpoint: new URL(endpoint, location.href).href,
      keep: this.keep,
    };
    worker.postMessage(load);
  }

  #heard(message: FromWorker): void {
    if (message.type === 'ready') this.#ready = true;
    else if (message.type === 'vector') this.#settle(message.id)?.resolve(message.vector);
    else this.leave();
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #encode(query: string): Promise<number[]> {
    return new Promise((resolve, reject) => {
      const id = this.#count++;
      const timer = setTimeout(() => this.leave(), TOO_SLOW);
      this.#pending.set(id, { resolve, reject, timer });
      this.#worker?.postMessage({ type: 'encode', id, query } satisfies ToWorker);
    });
  }

  async #search(
    { q, ...rest }: SearchParams,
    vector: number[],
    signal: AbortSignal,
  ): Promise<SearchResponse> {
    const { endpoint, site } = this.address;
    const set = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
    const response = await fetch(routeUrl(endpoint, site, 'search'), {
      method: 'POST',
      headers: { ...headers(this.address), 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...Object.fromEntries(set), vector, vectorModel: this.#model }),
      credentials: 'omit',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    });
    if (!response.ok) {
      throw new GatewayError(response.status, Number(response.headers.get('Retry-After')) || 0);
    }
    const found = (await response.json()) as SearchResponse;
    const said = translator<'onDevice'>(
      this.element.closest<HTMLElement>('[lang]')?.lang || navigator.language,
    )('onDevice');
    return { ...found, query: q, hits: found.hits.map((hit) => withMarks(hit, q)), said };
  }
}

/** The hit with the query's words marked, which the server cannot do without knowing them. */
function withMarks(hit: Hit, query: string): Hit {
  const text = hit.snippet?.text;
  if (!text) return hit;
  return { ...hit, snippet: { ...hit.snippet, text, highlights: prefixRanges(text, query) } };
}

/** A page may start workers from its own origin only; elsewhere a script of one line loads it. */
function newWorker(script: URL): Worker {
  const options = { type: 'module', name: 'lotse' } as const;
  if (script.origin === location.origin) return new Worker(script, options);
  const loader = new Blob([`import ${JSON.stringify(script.href)};`], { type: 'text/javascript' });
  const address = URL.createObjectURL(loader);
  const worker = new Worker(address, options);
  // Read by now; a worker that has not yet begun would find nothing.
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}
