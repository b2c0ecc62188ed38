import { AdaptiveDebounce } from './debounce.js';
import { GatewayError, type Gateway } from './gateway.js';
import { Sequencer } from './sequencer.js';
import { initialState, reduce, type Action, type Failure, type State } from './state.js';
import type { Filters, Hit, SearchResponse, Suggestion } from './types.js';

/** After this many milliseconds without an answer, remembered pages or placeholders are shown. */
const SLOW = 150;
/** Searches that may be under way at once; the oldest is given up for a new one. */
const IN_FLIGHT = 2;

export interface SessionSettings {
  hitsPerPage: number;
  lang?: string | undefined;
  facets: readonly string[];
  /** Fewest characters that are searched for. */
  minLength: number;
  completions: boolean;
}

/** Pages this visitor has been shown before; what answers while the server does not. */
export interface SeenPages {
  add(hits: readonly Hit[]): void;
  search(query: string, limit: number): readonly Hit[];
}

/** Runs the searches of one search box and keeps its state. Knows no DOM. */
export class SearchSession {
  state: State = initialState;
  readonly #debounce = new AdaptiveDebounce();
  readonly #sequencer = new Sequencer();
  #flights: AbortController[] = [];
  #slow: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param gateway where to search; asked anew for each search, so that it may change
   * @param settings likewise
   * @param seen remembered pages, as soon as there are any
   * @param changed told of every new state
   */
  constructor(
    private readonly gateway: () => Gateway,
    private readonly settings: () => SessionSettings,
    private readonly seen: () => SeenPages | undefined,
    private readonly changed: (state: State, action: Action) => void,
  ) {}

  dispatch(action: Action): void {
    const next = reduce(this.state, action);
    if (next === this.state) return;
    this.state = next;
    this.changed(next, action);
  }

  /** Takes what the visitor typed and searches for it when it is time. */
  input(query: string): void {
    this.dispatch({ type: 'input', query });
    if (query.trim().length < this.settings().minLength) this.cancel();
    else this.#debounce.schedule(() => void this.search());
  }

  /** @param expression the same filters in the gateway's syntax */
  filter(filters: Filters, expression: string): void {
    this.dispatch({ type: 'filter', filters, expression });
    void this.search();
  }

  /** @param page from 0 */
  goToPage(page: number): Promise<void> {
    this.dispatch({ type: 'page', page });
    return this.search();
  }

  /** Gives up everything under way. */
  cancel(): void {
    this.#debounce.cancel();
    clearTimeout(this.#slow);
    this.#sequencer.invalidate();
    for (const flight of this.#flights) flight.abort();
    this.#flights = [];
  }

  /** Searches for the current query now. */
  async search(): Promise<void> {
    const { query: typed, expression: filters, page } = this.state;
    const q = typed.trim();
    const { hitsPerPage, lang, facets, completions } = this.settings();
    this.#debounce.cancel();
    const ticket = this.#sequencer.next();
    const flight = new AbortController();
    this.#flights.push(flight);
    while (this.#flights.length > IN_FLIGHT) this.#flights.shift()?.abort();
    this.dispatch({ type: 'searching' });
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.dispatch({ type: 'slow', local: this.#remembered() }), SLOW);
    const started = performance.now();
    const gateway = this.gateway();
    let suggestions: readonly Suggestion[] = [];
    if (completions && page === 0) {
      // Completions that come after the hits are dropped: showing them would move what the visitor already reads.
      gateway.suggest(q, flight.signal).then(
        (found) => (suggestions = found),
        () => undefined,
      );
    }
    const params = { q, page, hitsPerPage, filters, facets, lang };
    try {
      const response = await gateway.search(params, flight.signal);
      this.#debounce.observe(performance.now() - started);
      this.seen()?.add(response.hits);
      this.#answered(ticket, q, response, suggestions);
    } catch (error) {
      if (!flight.signal.aborted) this.#failed(ticket, error);
    } finally {
      this.#flights = this.#flights.filter((other) => other !== flight);
    }
  }

  #answered(
    ticket: number,
    query: string,
    response: SearchResponse,
    suggestions: readonly Suggestion[],
  ): void {
    if (!this.#sequencer.accept(ticket)) return;
    const latest = this.#sequencer.isLatest(ticket);
    if (latest) clearTimeout(this.#slow);
    const results = { query, response, suggestions, local: false };
    this.dispatch({ type: 'answered', results, latest });
  }

  #failed(ticket: number, error: unknown): void {
    if (!this.#sequencer.isLatest(ticket) || !this.#sequencer.accept(ticket)) return;
    clearTimeout(this.#slow);
    const failure: Failure = error instanceof GatewayError && error.status === 429 ? 'limited' : 'failed';
    this.dispatch({ type: 'failed', failure, local: this.#remembered() });
  }

  #remembered() {
    return this.seen()?.search(this.state.query, this.settings().hitsPerPage) ?? [];
  }
}
