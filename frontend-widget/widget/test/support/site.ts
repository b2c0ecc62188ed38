export interface SitePage {
  lang?: string;
  dir?: 'ltr' | 'rtl';
  /** Attributes of the element besides `site`. */
  attributes?: string;
  scheme?: string;
}

/** A page of a website with the widget on it, as a site would build it. */
export function sitePage({
  lang = 'de',
  dir = 'ltr',
  attributes = '',
  scheme = 'light dark',
}: SitePage = {}): string {
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stadtwerke Beispielhafen</title>
<style>
  :root { color-scheme: ${scheme}; font-family: system-ui, sans-serif; }
  body { margin: 0; color: light-dark(#14181f, #eef1f6); background: light-dark(#fff, #0f1115); }
  header { display: flex; flex-wrap: wrap; gap: 2rem; align-items: center; padding: 1rem 2rem; border-bottom: 1px solid light-dark(#dde2ea, #2b313b); }
  header strong { flex: none; }
  lotse-search { flex: 0 1 24rem; min-inline-size: min(20rem, 100%); margin-inline-start: auto; min-block-size: 44px; }
  lotse-search[mode=modal] { flex: none; min-inline-size: 0; }
  lotse-search[mode=page] { display: block; flex: 1 1 100%; max-width: 60rem; margin: 1rem auto; }
  main { max-width: 44rem; margin: 3rem auto; padding: 0 2rem; line-height: 1.6; }
</style>
<script type="module" src="/widget/lotse-search.js"></script>
</head>
<body>
<header><strong>Stadtwerke Beispielhafen</strong>
<lotse-search site="demo" ${attributes}>
  <form action="/search/demo" role="search"><label>Suche <input name="q"></label> <button>Suchen</button></form>
</lotse-search></header>
<main><h1>Willkommen am Hafen</h1><p>Strom, Wasser, Wärme und Mobilität aus einer Hand. Alles zu Tarifen, Zählern und
Rechnungen finden Sie auf diesen Seiten.</p><p><a href="/pages/umzug.html">Umzug melden</a></p>
<p><input aria-label="Anderes Feld" id="other"></p></main>
</body></html>`;
}
