import { GatewayError, ask, headers, type Gateway, type GatewayAddress } from '../core/gateway.js';
import { prefixRanges } from '../core/highlight.js';
import { provideTexts, translator } from '../core/translations.js';
import type { Hit, SearchParams, SearchResponse } from '../core/types.js';
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
  #left = false;
  /** Whose vector the worker is making. */
  #pending: Pending | undefined;
  /** Ends when the worker is free again. */
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param address where the model and the site are; asked anew for each search, so that it may change
   * @param keep whether the visitor allows keeping files on the device
   * @param element the search box, whose language is that of what is said to the visitor
   */
  constructor(
    private readonly address: () => GatewayAddress,
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
          return await this.#search(params, await this.#encode(params.q, signal), signal);
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
    this.#left = true;
    this.#ready = false;
    this.#worker?.terminate();
    this.#settle()?.reject(new DeviceFailure());
  }

  async #start(): Promise<void> {
    if (!mayLoadModel(navigator as Surroundings, matchMedia('(hover: hover) and (pointer: fine)').matches))
      return;
    const { href: endpoint } = new URL(this.address().endpoint, location.href);
    const response = await fetch(new URL('/models/on-device.json', endpoint), { credentials: 'omit' });
    if (!response.ok) return;
    const model = (await response.json()) as OnDeviceModel;
    if (this.#left) return;
    this.#model = model.model;
    const worker = newWorker(new URL(WORKER, import.meta.url));
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#heard(data);
    worker.onerror = () => this.leave();
    worker.postMessage({ type: 'load', model, endpoint, keep: this.keep } satisfies ToWorker);
  }

  #heard(message: FromWorker): void {
    if (message.type === 'ready') this.#ready = true;
    else if (message.type === 'vector') this.#settle()?.resolve(message.vector);
    else this.leave();
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    clearTimeout(pending?.timer);
    return pending;
  }

  /** One after another, so that waiting is not taken for slowness; what was given up meanwhile is left out. */
  #encode(query: string, signal: AbortSignal): Promise<number[]> {
    const encoded = this.#turn.then(() => {
      signal.throwIfAborted();
      if (this.#left) throw new DeviceFailure();
      return new Promise<number[]>((resolve, reject) => {
        this.#pending = { resolve, reject, timer: setTimeout(() => this.leave(), TOO_SLOW) };
        this.#worker?.postMessage({ type: 'encode', query } satisfies ToWorker);
      });
    });
    this.#turn = encoded.catch(() => undefined);
    return encoded;
  }

  async #search(
    { q, ...rest }: SearchParams,
    vector: number[],
    signal: AbortSignal,
  ): Promise<SearchResponse> {
    const address = this.address();
    const set = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
    const found = (await ask(address, 'search', signal, {
      method: 'POST',
      headers: { ...headers(address), 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...Object.fromEntries(set), vector, vectorModel: this.#model }),
    })) as SearchResponse;
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
