export const VIEWS = [
  'synonyms',
  'rules',
  'preview',
  'impact',
  'draft',
  'releases',
  'analytics',
  'lab',
  'audit',
] as const;
export type ViewName = (typeof VIEWS)[number];

/** Where in the console one is; each place has a link of its own. */
export interface Place {
  site: string;
  view: ViewName;
  draft: string | undefined;
  query: string;
  /** A word that a new synonym is to begin with. */
  term?: string | undefined;
}

/** @param hash such as `#/docs/synonyms?draft=ID&q=handy` */
export function parse(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [site = '', view = ''] = path.split('/').map(decodeURIComponent);
  const query = new URLSearchParams(search);
  return {
    site,
    view: VIEWS.find((name) => name === view) ?? 'synonyms',
    draft: query.get('draft') ?? undefined,
    query: query.get('q') ?? '',
    ...(query.has('term') ? { term: query.get('term') ?? '' } : {}),
  };
}

export function format(place: Place): string {
  const query = new URLSearchParams();
  if (place.draft !== undefined) query.set('draft', place.draft);
  if (place.query !== '') query.set('q', place.query);
  if (place.term) query.set('term', place.term);
  const search = query.toString();
  return `#/${encodeURIComponent(place.site)}/${place.view}${search === '' ? '' : `?${search}`}`;
}
