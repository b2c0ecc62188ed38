// Docusaurus 3: lies in src/theme/SearchBar/index.js and takes the place of the built-in search bar.
// customFields in docusaurus.config.js: { lotse: { endpoint: 'https://search.example.org', site: 'demo' } }
import React, { useEffect, useRef } from 'react';
import { useHistory } from '@docusaurus/router';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import { useColorMode } from '@docusaurus/theme-common';

export default function SearchBar() {
  const { siteConfig, i18n } = useDocusaurusContext();
  const { endpoint, site } = siteConfig.customFields.lotse;
  const { colorMode } = useColorMode();
  const history = useHistory();
  const box = useRef(null);

  useEffect(() => {
    if (customElements.get('lotse-search')) return;
    const script = document.createElement('script');
    script.type = 'module';
    script.src = `${endpoint}/widget/lotse-search.js`;
    document.head.append(script);
  }, [endpoint]);

  useEffect(() => {
    const element = box.current;
    // Pages of this site are opened by the router, without loading the page anew.
    const select = (event) => {
      const url = new URL(event.detail.url);
      if (event.detail.newTab || url.origin !== location.origin) return;
      event.preventDefault();
      element.close();
      history.push(url.pathname + url.search + url.hash.replace(/#?:~:.*/, ''));
    };
    element.addEventListener('lotse-select', select);
    return () => element.removeEventListener('lotse-select', select);
  }, [history]);

  return React.createElement(
    'lotse-search',
    { ref: box, site, endpoint, mode: 'modal', theme: colorMode, lang: i18n.currentLocale },
    React.createElement(
      'form',
      { action: `${endpoint}/search/${site}` },
      React.createElement('input', { name: 'q', 'aria-label': 'Search' }),
    ),
  );
}
