import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'node-html-parser';

const LEFT_OUT = 'script, style, noscript, template, nav, header, footer, aside, form, [role=navigation], [role=search]';

/** Every page of a folder of HTML: its path in the folder, title, headings and text. `<meta>` keywords are left out. */
export function readPages(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.x?html?$/i.test(entry.name))
    .map((entry) => page(folder, join(entry.parentPath, entry.name)))
    .filter((page) => page.text !== '');
}

function page(folder, file) {
  const root = parse(readFileSync(file, 'utf8'));
  const title = line(root.querySelector('title')?.textContent ?? '');
  for (const part of root.querySelectorAll(LEFT_OUT)) part.remove();
  const main = root.querySelector('main, article, [role=main]') ?? root.querySelector('body') ?? root;
  const headings = main.querySelectorAll('h1, h2, h3, h4').map((heading) => line(heading.textContent));
  return { id: relative(folder, file).split(sep).join('/'), title, headings: headings.join('\n'), text: line(main.structuredText) };
}

function line(text) {
  return text.replace(/\s+/gu, ' ').trim();
}
