export const VIEWS = ['synonyms', 'rules', 'preview', 'draft', 'releases', 'audit'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Where in the console one is; each place has a link of its own. */
export interface Place {
  site: string;
  view: ViewName;
  draft: string | undefined;
  query: string;
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
  };
}

export function format(place: Place): string {
  const query = new URLSearchParams();
  if (place.draft !== undefined) query.set('draft', place.draft);
  if (place.query !== '') query.set('q', place.query);
  const search = query.toString();
  return `#/${encodeURIComponent(place.site)}/${place.view}${search === '' ? '' : `?${search}`}`;
}
