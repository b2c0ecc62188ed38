// Writes dist/manifest.json (sizes and SRI hashes) and a copy of the files under a folder named after their content,
// which may be cached for ever: dist/<version>-<hash>/.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const names = readdirSync(dist)
  .filter((name) => /\.(js|wasm)$/.test(name))
  .sort();
const all = createHash('sha256');
const files = Object.fromEntries(
  names.map((name) => {
    const content = readFileSync(new URL(name, dist));
    all.update(name).update(content);
    const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
    // Sent compressed as it lies here.
    if (name.endsWith('.wasm')) {
      const brotli = statSync(new URL(`${name}.br`, dist)).size;
      return [name, { bytes: content.length, brotli, integrity }];
    }
    return [name, { bytes: content.length, gzip: gzipSync(content, { level: 9 }).length, integrity }];
  }),
);
const folder = `${version}-${all.digest('hex').slice(0, 12)}`;
mkdirSync(new URL(`${folder}/`, dist));
// WebAssembly never changes under its name, and lies in the jar only once.
for (const name of names.filter((name) => name.endsWith('.js')))
  cpSync(new URL(name, dist), new URL(`${folder}/${name}`, dist));
writeFileSync(new URL('manifest.json', dist), `${JSON.stringify({ version, folder, files }, null, 2)}\n`);
for (const [name, file] of Object.entries(files)) {
  const sent = file.gzip
    ? `${String(file.gzip).padStart(7)} B gzip  `
    : `${String(file.brotli).padStart(7)} B brotli`;
  console.log(`${sent}  ${name}  ${file.integrity}`);
}
