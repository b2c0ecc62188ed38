import { LotseSearch } from './components/lotse-search.js';

export { LotseSearch };
export { registerTexts } from './core/translations.js';

declare global {
  interface HTMLElementTagNameMap {
    'lotse-search': LotseSearch;
  }
}

if (!customElements.get('lotse-search')) customElements.define('lotse-search', LotseSearch);
