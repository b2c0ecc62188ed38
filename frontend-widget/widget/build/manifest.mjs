// Writes dist/manifest.json (sizes and SRI hashes) and a copy of the files under a folder named after their content,
// which may be cached for ever: dist/<version>-<hash>/.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const names = readdirSync(dist)
  .filter((name) => name.endsWith('.js'))
  .sort();
const all = createHash('sha256');
const files = Object.fromEntries(
  names.map((name) => {
    const content = readFileSync(new URL(name, dist));
    all.update(name).update(content);
    const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
    return [name, { bytes: content.length, gzip: gzipSync(content, { level: 9 }).length, integrity }];
  }),
);
const folder = `${version}-${all.digest('hex').slice(0, 12)}`;
mkdirSync(new URL(`${folder}/`, dist));
for (const name of names) cpSync(new URL(name, dist), new URL(`${folder}/${name}`, dist));
writeFileSync(new URL('manifest.json', dist), `${JSON.stringify({ version, folder, files }, null, 2)}\n`);
for (const [name, file] of Object.entries(files)) {
  console.log(`${String(file.gzip).padStart(6)} B gzip  ${name}  ${file.integrity}`);
}
