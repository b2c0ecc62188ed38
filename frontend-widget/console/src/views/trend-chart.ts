import { html, nothing, svg } from 'lit';
import { sum, type Step } from '../core/trend.js';
import type { Texts, UiLanguage } from '../core/texts.js';

const WIDTH = 10;
const HEIGHT = 100;

/** Searches over time as bars, and the same numbers as a table for those who want or need them. */
export function trendChart(steps: readonly Step[], texts: Texts, language: UiLanguage) {
  const most = Math.max(1, ...steps.map((step) => step.searches));
  const day = (text: string) =>
    new Date(text).toLocaleDateString(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const name = (step: Step) =>
    step.from === step.to ? day(step.from) : `${day(step.from)} – ${day(step.to)}`;
  const first = steps[0];
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return nothing;
  const all = sum(steps);
  const summary =
    `${texts.searches}, ${day(first.from)} – ${day(last.to)}: ${all.searches.toLocaleString(language)}; ` +
    `${texts.noResults}: ${all.noResults.toLocaleString(language)}; ${texts.most}: ${most.toLocaleString(language)}`;
  return html`<figure class="trend">
    <figcaption>
      <span>${steps.length > 1 && first.from !== first.to ? texts.perWeek : texts.perDay}</span>
      <span class="key searches">${texts.searches}</span>
      <span class="key no-results">${texts.noResults}</span>
    </figcaption>
    <svg
      role="img"
      aria-label=${summary}
      viewBox="0 0 ${steps.length * WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
    >
      ${steps.map((step, index) => {
        const high = (step.searches / most) * HEIGHT;
        const empty = (step.noResults / most) * HEIGHT;
        return svg`<g><title>${name(step)}: ${step.searches} / ${step.noResults}</title>
          <rect class="searches" x=${index * WIDTH + 1} y=${HEIGHT - high} width=${WIDTH - 2} height=${high}></rect>
          <rect class="no-results" x=${index * WIDTH + 1} y=${HEIGHT - empty} width=${WIDTH - 2} height=${empty}></rect>
        </g>`;
      })}
    </svg>
    <p class="axis">
      <span>${day(first.from)}</span><span>${texts.most}: ${most.toLocaleString(language)}</span
      ><span>${day(last.to)}</span>
    </p>
    <details>
      <summary>${texts.asTable}</summary>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">${texts.when_}</th>
            <th scope="col">${texts.searches}</th>
            <th scope="col">${texts.noResults}</th>
            <th scope="col">${texts.clickThrough}</th>
          </tr>
        </thead>
        <tbody>
          ${steps.map(
            (step) =>
              html`<tr>
                <th scope="row">${name(step)}</th>
                <td>${step.searches.toLocaleString(language)}</td>
                <td>${step.noResults.toLocaleString(language)}</td>
                <td>${percent(step.clickThrough, language)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </figure>`;
}

export function percent(share: number, language: UiLanguage): string {
  return share.toLocaleString(language, { style: 'percent', maximumFractionDigits: 1 });
}
