import { html, nothing } from 'lit/html.js';
import { bannerOf } from '../core/options.js';
import type { Option } from '../core/state.js';
import type { TextKey } from '../core/translations.js';
import { icons } from './icons.js';
import { failure, marked, markedTitle, note, type View } from './view.js';

/** Id of the option at an index, for `aria-activedescendant`. */
export const optionId = (index: number) => `option-${index}`;

/** Index of the option an event happened in, or -1. One listener for the list instead of three for each row. */
function indexOf(event: Event): number {
  const option = (event.target as Element).closest('.option');
  return option ? Number(option.id.slice(7)) : -1;
}

/** Icon and heading of each kind of option. */
const KINDS: Record<Option['kind'], readonly [keyof typeof icons, TextKey?]> = {
  recent: ['search', 'recent'],
  query: ['search', 'suggestions'],
  page: ['page', 'suggestions'],
  meant: ['search'],
  redirect: ['go'],
  banner: ['go'],
  answer: ['spark'],
  hit: ['page', 'results'],
  all: ['go'],
};

/** Everything below the text field. */
export function popup(view: View) {
  const { state, options, t } = view;
  const shown = state.shown;
  const banner = shown && bannerOf(shown.response);
  const said = note(view);
  const stale = !!shown && shown.query !== state.query.trim();
  const choose = (event: MouseEvent) => view.choose(indexOf(event), event);
  const content = html`
    ${said ? html`<p class="note" part="note">${said}</p>` : nothing} ${failure(view)}
    ${banner && !banner.url ? html`<p class="banner" part="banner">${banner.text}</p>` : nothing}
    ${shown?.response.nbHits === 0 ? nothingFound(view) : nothing}
    <div
      id="list"
      part="list"
      role="listbox"
      tabindex="-1"
      class=${stale ? 'stale' : ''}
      aria-label=${t('results')}
      ?hidden=${options.length === 0}
      @pointermove=${() => view.pointing(true)}
      @pointerleave=${() => view.pointing(false)}
      @pointerdown=${(event: Event) => view.press(indexOf(event))}
      @click=${choose}
      @auxclick=${choose}
    >
      ${sections(view)}
    </div>
    ${!shown && (state.phase === 'loading' || state.phase === 'slow') ? skeleton(view) : nothing}
  `;
  // Every set of results gets elements of its own: what was moved to another row would count, and look, as a shift.
  return [
    view.answer,
    view.facets?.(view),
    ...(state.generation % 2 ? [content, nothing] : [nothing, content]),
  ];
}

/** Options under their headings. A group is a run of options with the same heading. */
function sections(view: View) {
  const out = [];
  for (let start = 0; start < view.options.length;) {
    const heading = KINDS[(view.options[start] as Option).kind][1];
    let end = start;
    while (end < view.options.length && KINDS[(view.options[end] as Option).kind][1] === heading) end++;
    const rows = view.options.slice(start, end).map((option, i) => row(view, option, start + i));
    out.push(
      heading
        ? html`<div role="group" aria-labelledby=${`section-${start}`}>
            <div class="heading" part="heading" id=${`section-${start}`} role="presentation">
              ${view.t(heading)}
            </div>
            ${rows}
          </div>`
        : rows,
    );
    start = end;
  }
  return out;
}

function row(view: View, option: Option, index: number) {
  const hit = option.kind === 'hit' ? option.hit : undefined;
  return html`<div
    id=${optionId(index)}
    part="option ${option.kind}"
    class="option ${option.kind}"
    role="option"
    aria-selected=${index === view.state.active}
  >
    <span class="icon">${icons[KINDS[option.kind][0]]}</span>
    <span class="body" lang=${hit?.lang ?? nothing}>
      <span class="title" part="title" dir="auto">${title(view, option)}</span>
      ${
        hit
          ? html`<span class="path" part="path" dir="auto">${hit.breadcrumbs?.join(' › ')}</span>
              <span class="text" part="snippet" dir="auto"
                >${marked(hit.snippet?.text ?? '', hit.snippet?.highlights)}</span
              >`
          : option.kind === 'answer'
            ? html`<span class="path">${view.t('askHint')}</span>`
            : nothing
      }
    </span>
  </div>`;
}

function title(view: View, option: Option) {
  if (option.kind === 'hit') return markedTitle(option.label, view.state.shown?.query ?? '');
  if (option.kind !== 'query') return option.label;
  // What choosing the completion would add is what stands out.
  const typed = view.state.query.trimStart();
  const starts = option.label.toLowerCase().startsWith(typed.toLowerCase());
  return starts
    ? html`${option.label.slice(0, typed.length)}<b>${option.label.slice(typed.length)}</b>`
    : option.label;
}

function nothingFound({ state, t }: View) {
  return html`<div class="empty" part="empty">
    <p><strong>${t('none', { q: state.shown?.query ?? '' })}</strong></p>
    <p>${t('noneHint')}</p>
  </div>`;
}

/** Rows as high as hits, so that nothing moves when the hits come. */
function skeleton({ settings }: View) {
  const rows = Array.from({ length: Math.min(4, settings.hitsPerPage) });
  return html`<div class="skeleton" part="skeleton" aria-hidden="true">
    ${rows.map(() => html`<div class="option hit"><i></i><i></i><i></i></div>`)}
  </div>`;
}

/** Counts and keys, for those who look; screen readers get the counts from the live region. */
export function footer({ state, t, hasRecents, forget }: View) {
  // While the list may change its height, there is nothing below it to be moved.
  if (state.phase === 'slow') return nothing;
  const response = state.shown?.local ? undefined : state.shown?.response;
  return html`<div class="footer" part="footer">
    <span class="keys" aria-hidden="true">
      <kbd>↑</kbd><kbd>↓</kbd> ${t('keyMove')} <kbd>↵</kbd> ${t('keyOpen')} <kbd>esc</kbd> ${t('keyClose')}
    </span>
    ${
      hasRecents && !state.shown
        ? html`<button type="button" part="forget" @click=${forget}>${t('forget')}</button>`
        : html`<span aria-hidden="true">${response ? t('count', { n: response.nbHits }) : ''}</span>`
    }
  </div>`;
}

/** Keeps a popup, which may be wider than its host, inside the window. */
export function place(host: HTMLElement, element: HTMLElement | null): void {
  const width = element?.offsetWidth;
  if (!element || !width) return;
  const { left, right, bottom } = host.getBoundingClientRect();
  const most = document.documentElement.clientWidth - 8 - width;
  const wanted = host.matches(':dir(rtl)') || left > most ? right - width : left;
  const placed = `--_room: ${Math.max(200, innerHeight - bottom - 24)}px; --_left: ${Math.max(8, Math.min(wanted, most)) - left}px;`;
  // Written anew, the same place would be laid out anew.
  if (element.style.cssText !== placed) element.style.cssText = placed;
}

/** Pressing in the list leaves the cursor in the text field; text and controls of an answer stay usable. */
export function keepFocus(event: MouseEvent): void {
  if (!(event.target as Element).closest('lotse-answer, button')) event.preventDefault();
}

/** A click on the backdrop of a dialog is one on the dialog itself. */
export function onBackdrop(event: MouseEvent): boolean {
  return event.target === event.currentTarget;
}
