/** Shapes of the gateway's visitor API, as far as the widget reads them. Everything a server may leave out is optional. */

/** Start and end in UTF-16 code units. */
export type Range = readonly [number, number];

export interface Snippet {
  text: string;
  highlights?: readonly Range[];
  /** URL of the page with a text fragment that leads to the passage. */
  fragmentUrl?: string;
}

export interface Hit {
  objectID: string;
  url: string;
  title: string;
  breadcrumbs?: readonly string[];
  lang?: string;
  updatedAt?: string;
  tags?: readonly string[];
  snippet?: Snippet;
}

/** A notice of the site's owner for a query. */
export interface Banner {
  text: string;
  url?: string;
}

export type Facets = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface SearchResponse {
  query: string;
  queryID?: string;
  lang?: string;
  hits: readonly Hit[];
  nbHits: number;
  page: number;
  nbPages: number;
  hitsPerPage: number;
  facets?: Facets;
  processingTimeMS?: number;
  /** Steps of the search that had to be left out. */
  degraded?: readonly string[];
  correctedQuery?: string | null;
  redirect?: string | { url: string; title?: string } | null;
  banner?: string | Banner | null;
  /** Something to tell about how this was searched; put in by the widget itself. */
  said?: string;
}

export interface Suggestion {
  text: string;
  kind: 'query' | 'page';
  url?: string | null;
}

/** Selected facet values by field. */
export type Filters = Readonly<Record<string, readonly string[]>>;

export interface SearchParams {
  q: string;
  page?: number;
  hitsPerPage?: number;
  lang?: string | undefined;
  /** In the gateway's filter syntax. */
  filters?: string;
  facets?: readonly string[];
}
