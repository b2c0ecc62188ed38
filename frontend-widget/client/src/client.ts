import { readEvents } from './events.js';
import type {
  AnswerEvent,
  AnswerRequest,
  Feedback,
  Problem,
  SearchRequest,
  SearchResponse,
  Suggestion,
} from './types.js';

export interface ClientOptions {
  /** Address of the gateway, for example `https://search.example.org`. */
  endpoint: string;
  /** Name of the site at the gateway. */
  site: string;
  /** Public search key, where the site asks for one. */
  key?: string;
  /** Milliseconds after which a request is given up; 8000 if not given. Does not limit how long an answer is streamed. */
  timeout?: number;
  /** Another `fetch`, for tests or for runtimes with their own. */
  fetch?: typeof fetch;
}

export interface RequestOptions {
  signal?: AbortSignal;
}

/** A request that the gateway refused or could not serve. */
export class LotseError extends Error {
  override readonly name = 'LotseError';

  /**
   * @param status HTTP status
   * @param problem what the gateway says about it, empty where it says nothing
   * @param retryAfter seconds to wait before trying again, or null
   * @param requestId the gateway's name for the request, for its operator
   */
  constructor(
    readonly status: number,
    readonly problem: Problem,
    readonly retryAfter: number | null,
    readonly requestId: string | null,
  ) {
    super(problem.detail ?? problem.title ?? `the gateway answered ${status}`);
  }
}

export interface LotseClient {
  /** @throws LotseError, or what `fetch` throws where nothing came back or the request was aborted */
  search(request: SearchRequest, options?: RequestOptions): Promise<SearchResponse>;
  /** Completions of what was typed. Throws as `search` does. */
  suggest(q: string, options?: RequestOptions): Promise<readonly Suggestion[]>;
  /**
   * Events of a streamed answer; leaving the loop ends the request. Throws as `search` does.
   *
   *     for await (const { event, data } of client.answer({ q: 'how do I move house?' })) …
   */
  answer(request: AnswerRequest, options?: RequestOptions): AsyncGenerator<AnswerEvent>;
  /** Throws as `search` does. */
  feedback(feedback: Feedback, options?: RequestOptions): Promise<void>;
}

/** A client of one site. It keeps no state, sends no cookies and may be shared. */
export function createClient(options: ClientOptions): LotseClient {
  const base = `${options.endpoint.replace(/\/+$/, '')}/v1/sites/${encodeURIComponent(options.site)}/`;
  const send = async (route: string, init: RequestInit, limit: AbortSignal[]): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (options.key) headers.set('Authorization', `Bearer ${options.key}`);
    const signal = AbortSignal.any(limit);
    // Called through a variable of its own: a browser's fetch refuses another object as its `this`.
    const fetcher = options.fetch ?? fetch;
    const response = await fetcher(base + route, { ...init, headers, signal, credentials: 'omit' });
    if (!response.ok) throw await failure(response);
    return response;
  };
  const limits = ({ signal }: RequestOptions): AbortSignal[] => [
    AbortSignal.timeout(options.timeout ?? 8_000),
    ...(signal ? [signal] : []),
  ];
  const post = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

  return {
    async search(request, more = {}) {
      // A vector is too long for an address; everything else fits, and a GET can be cached.
      const asPost = request.vector !== undefined;
      const response = asPost
        ? await send('search', post(request), limits(more))
        : await send(`search?${query(request)}`, {}, limits(more));
      return (await response.json()) as SearchResponse;
    },

    async suggest(q, more = {}) {
      const response = await send(`suggest?${new URLSearchParams({ q }).toString()}`, {}, limits(more));
      return ((await response.json()) as { suggestions: Suggestion[] }).suggestions;
    },

    async *answer(request, more = {}) {
      const init = post(request);
      const abort = new AbortController();
      try {
        const response = await send('answer', init, [abort.signal, ...(more.signal ? [more.signal] : [])]);
        if (!response.body) return;
        for await (const { event, data } of readEvents(response.body)) {
          yield { event, data: JSON.parse(data) as unknown } as AnswerEvent;
        }
      } finally {
        abort.abort();
      }
    },

    async feedback(feedback, more = {}) {
      await send('feedback', { ...post(feedback), keepalive: true }, limits(more));
    },
  };
}

function query(request: SearchRequest): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) {
    if (value !== undefined && value !== null) out.set(name, String(value));
  }
  return out.toString();
}

async function failure(response: Response): Promise<LotseError> {
  const text = await response.text().catch(() => '');
  let problem: Problem = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) problem = parsed;
  } catch {
    // Not from the gateway, perhaps from a proxy before it: the status has to do.
  }
  const wait = Number(response.headers.get('Retry-After') ?? NaN);
  return new LotseError(
    response.status,
    problem,
    Number.isFinite(wait) ? wait : null,
    response.headers.get('X-Request-Id'),
  );
}
