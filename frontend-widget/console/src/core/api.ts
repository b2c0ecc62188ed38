import type { FieldError } from './types.js';

/** An answer of the gateway that is no success; `detail` is fit to be shown. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly errors: FieldError[] = [],
  ) {
    super(detail);
  }
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: FieldError[];
}

type Parameters = Record<string, string | number | undefined>;

function withQuery(path: string, query: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function problem(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as Problem;
  const detail = body.detail ?? body.title ?? `${String(response.status)} ${response.statusText}`;
  return new ApiError(response.status, detail, body.errors ?? []);
}

/** JSON over HTTP with the key of whoever has signed in, or with the session of the browser. */
export class Api {
  /** @param csrf what a session's changes must say, as `/admin/v1/access` names it */
  constructor(
    private readonly key: string | null,
    private readonly csrf: string | undefined = undefined,
    private readonly root: string = location.origin,
  ) {}

  get<T>(path: string, query: Parameters = {}): Promise<T> {
    return this.send<T>('GET', withQuery(path, query));
  }

  /** What is no JSON but a file. */
  async file(path: string, query: Parameters): Promise<Blob> {
    return (await this.fetch('GET', withQuery(path, query))).blob();
  }

  /** @param etag of what was seen, where something is changed that somebody else may change, too */
  async send<T>(method: string, path: string, body?: unknown, etag?: string): Promise<T> {
    const response = await this.fetch(method, path, body, etag);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  private async fetch(method: string, path: string, body?: unknown, etag?: string): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (this.key !== null) headers['Authorization'] = `Bearer ${this.key}`;
    if (this.csrf !== undefined) headers['X-Lotse-Csrf'] = this.csrf;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (etag !== undefined) headers['If-Match'] = `"${etag}"`;
    let response: Response;
    try {
      response = await fetch(this.root + path, {
        method,
        headers,
        credentials: this.key === null ? 'same-origin' : 'omit',
        cache: 'no-store',
        body: body === undefined ? null : JSON.stringify(body),
      });
    } catch {
      throw new ApiError(0, 'The gateway cannot be reached.');
    }
    if (!response.ok) throw await problem(response);
    return response;
  }
}
