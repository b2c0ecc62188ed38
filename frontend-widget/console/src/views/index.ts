import { html, type TemplateResult } from 'lit';
import type { Context } from '../core/context.js';
import type { ViewName } from '../core/route.js';
import { AnalyticsView } from './analytics.js';
import { AuditView } from './audit.js';
import { DraftView } from './draft.js';
import { ImpactView } from './impact.js';
import { LabView } from './lab.js';
import { PreviewView } from './preview.js';
import { ReleasesView } from './releases.js';
import { RulesView } from './rules.js';
import { SynonymsView } from './synonyms.js';

export function defineViews(): void {
  customElements.define('lotse-synonyms', SynonymsView);
  customElements.define('lotse-rules', RulesView);
  customElements.define('lotse-preview', PreviewView);
  customElements.define('lotse-impact', ImpactView);
  customElements.define('lotse-analytics', AnalyticsView);
  customElements.define('lotse-lab', LabView);
  customElements.define('lotse-draft', DraftView);
  customElements.define('lotse-releases', ReleasesView);
  customElements.define('lotse-audit', AuditView);
}

export function viewOf(view: ViewName, context: Context): TemplateResult {
  switch (view) {
    case 'synonyms':
      return html`<lotse-synonyms .context=${context}></lotse-synonyms>`;
    case 'rules':
      return html`<lotse-rules .context=${context}></lotse-rules>`;
    case 'preview':
      return html`<lotse-preview .context=${context}></lotse-preview>`;
    case 'impact':
      return html`<lotse-impact .context=${context}></lotse-impact>`;
    case 'analytics':
      return html`<lotse-analytics .context=${context}></lotse-analytics>`;
    case 'lab':
      return html`<lotse-lab .context=${context}></lotse-lab>`;
    case 'draft':
      return html`<lotse-draft .context=${context}></lotse-draft>`;
    case 'releases':
      return html`<lotse-releases .context=${context}></lotse-releases>`;
    case 'audit':
      return html`<lotse-audit .context=${context}></lotse-audit>`;
  }
}
