import { html } from 'lit/html.js';
import type { View } from './view.js';
import './page-texts.js';
export const pageView = (view: View) => html`${view.t('results')}`;
