import { svg } from 'lit/html.js';

const icon = (path: string) =>
  svg`<svg part="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d=${path} /></svg>`;

/** Icons drawn with strokes on a grid of 20; all decorative. */
export const icons = {
  search: icon('M13 13l4.5 4.5M14.5 8.5a6 6 0 1 1-12 0 6 6 0 0 1 12 0z'),
  clear: icon('M5.5 5.5l9 9m0-9l-9 9'),
  page: icon('M5 2.5h6.5L15.5 6.5V17.5H5zM11 2.5V7h4.5M7.5 10.5h5m-5 3h5'),
  clock: icon('M10 5.5V10l3 2M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0z'),
  spark: icon('M9 2.5l1.8 5 5 1.8-5 1.8L9 16.2l-1.8-5.1-5-1.8 5-1.8zM16 13.5v4m-2-2h4'),
  go: icon('M4 10h12m-5-5l5 5-5 5'),
  enter: icon('M16 4.5v5a2 2 0 0 1-2 2H4.5m3.5-3.5l-3.5 3.5L8 15'),
  flag: icon('M4.5 17.5v-14m0 0.5c4-2.5 7 2.5 11 0v7.5c-4 2.5-7-2.5-11 0'),
};
