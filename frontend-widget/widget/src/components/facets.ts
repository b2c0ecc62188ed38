import { html, nothing } from 'lit/html.js';
import { filterExpression, toggled } from '../core/filters.js';
import { sheet } from './rendered-element.js';
import type { View } from './view.js';
import styles from './facets.css?inline';

/** Adds the styles of the facets to a shadow root. */
export function styleFacets(root: ShadowRoot): void {
  root.adoptedStyleSheets.push(sheet(styles));
}

/** Buttons for the values of each facet; pressed ones restrict the search. */
export function facetChips(view: View) {
  const { state, settings, t } = view;
  const counts = state.shown?.response.facets ?? {};
  return settings.facets.map((field) => {
    const chosen = state.filters[field] ?? [];
    const values = [...new Set([...chosen, ...Object.keys(counts[field] ?? {})])].slice(0, 8);
    if (values.length === 0) return nothing;
    return html`<div class="chips" part="facets" role="group" aria-label=${t('filter')}>
      ${values.map(
        (value) =>
          html`<button
            type="button"
            part="facet"
            aria-pressed=${chosen.includes(value)}
            @click=${() => {
              const filters = toggled(state.filters, field, value);
              view.filter(filters, filterExpression(filters));
            }}
          >
            ${value}<small>${counts[field]?.[value]}</small>
          </button>`,
      )}
    </div>`;
  });
}
