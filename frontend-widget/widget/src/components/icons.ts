import { svg } from 'lit/html.js';

const icon = (path: string) => svg`<svg viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`;

/** Icons drawn with strokes on a grid of 20; all decorative. */
export const icons = {
  search: icon('M13 13l4.5 4.5M14.5 8.5a6 6 0 1 1-12 0 6 6 0 0 1 12 0'),
  clear: icon('M5.5 5.5l9 9m0-9l-9 9'),
  page: icon('M5 2.5h7l3 3v12H5zm2.5 7h5m-5 4h5'),
  spark: icon('M9 3l2 5 5 2-5 2-2 5-2-5-5-2 5-2zm7 11v4m-2-2h4'),
  go: icon('M4 10h12m-5-5l5 5-5 5'),
};
