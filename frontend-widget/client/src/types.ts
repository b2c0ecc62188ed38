/** A search. Only `q` is needed. */
export interface SearchRequest {
  q: string;
  /** Page of results, from 0. */
  page?: number;
  /** 1 to 100; 10 if not given. */
  hitsPerPage?: number;
  /** `de`, `en` or `auto`. */
  lang?: string;
  /** For example `tag:manual AND NOT tag:archive`. */
  filters?: string;
  /** Fields to count values of. */
  facets?: readonly string[];
  mode?: 'hybrid' | 'keyword' | 'semantic';
  rerank?: 'auto' | 'off';
  /** A vector made by the client, of the model named in `vectorModel`; sent instead of words. */
  vector?: readonly number[];
  vectorModel?: string;
  /** Milliseconds the gateway may take. */
  timeoutMs?: number;
  explain?: boolean;
}

export interface Snippet {
  text: string;
  /** Start and end in UTF-16 code units, as JavaScript counts. */
  highlights: readonly (readonly [number, number])[];
  /** The page's URL with a text fragment that leads to the passage. */
  fragmentUrl?: string;
}

export interface Hit {
  objectID: string;
  url: string;
  title: string;
  breadcrumbs: readonly string[];
  lang: string;
  updatedAt: string | null;
  tags: readonly string[];
  snippet: Snippet;
  score: number;
  explain?: unknown;
}

/** A notice of the site's owner for a query. */
export interface Banner {
  text: string;
  url?: string;
}

export interface SearchResponse {
  query: string;
  /** Names this search in events and feedback. */
  queryID: string;
  lang: string;
  hits: readonly Hit[];
  nbHits: number;
  page: number;
  nbPages: number;
  hitsPerPage: number;
  facets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  processingTimeMS: number;
  cache: 'hit' | 'stale' | 'miss' | 'bypass';
  /** Steps that were left out to answer in time, or because they failed. */
  degraded: readonly string[];
  correctedQuery?: string;
  redirect?: string | { url: string; title?: string };
  banner?: string | Banner;
  /** Everything that changes ranking: index, release, embedder, reranker. */
  versions: Readonly<Record<string, string | null>>;
}

export interface Suggestion {
  text: string;
  kind: 'query' | 'page';
  url?: string;
}

export interface AnswerRequest {
  q: string;
  lang?: string;
}

/** A passage that an answer may cite. */
export interface Source {
  n?: number;
  objectID?: string;
  title: string;
  url: string;
  text?: string;
  updatedAt?: string;
}

/** What an answer is made of, in the order in which it arrives. After `reset`, drop the text so far. */
export type AnswerEvent =
  | { event: 'sources'; data: { sources: readonly Source[]; answerID?: string; queryID?: string } }
  | { event: 'delta'; data: { text: string; cites: readonly number[] } }
  | { event: 'reset'; data: { reason?: string } }
  | { event: 'refusal'; data: { reason?: string; note?: string; url?: string; sources?: readonly Source[] } }
  | {
      event: 'done';
      data: { confidence?: number; provider?: string; usage?: unknown; cost?: unknown; versions?: unknown };
    }
  | { event: 'error'; data: Problem };

export interface Feedback {
  queryID: string;
  objectID?: string;
  answerID?: string;
  verdict: 'up' | 'down';
  correction?: string;
}

/** An error as RFC 9457 describes it. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  instance?: string;
  errors?: readonly { field?: string; detail?: string }[];
}
