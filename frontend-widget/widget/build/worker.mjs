// Builds dist/lotse-encoder.js, the worker of the on-device mode, and puts ONNX Runtime's WebAssembly beside it: as it is,
// and compressed once here instead of by the gateway for every visitor.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { rolldown } from 'rolldown';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const dist = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
const { version } = JSON.parse(readFileSync(`${dist}/../package.json`, 'utf8'));
const runtime = `lotse-onnxruntime-${version}.wasm`;

const bundle = await rolldown({
  input: path('../src/device/worker.ts'),
  platform: 'browser',
  transform: { define: { RUNTIME: JSON.stringify(runtime) } },
});
await bundle.write({
  file: path('../dist/lotse-encoder.js'),
  format: 'es',
  minify: true,
  codeSplitting: false,
});

const wasm = readFileSync(`${dist}/ort-wasm-simd-threaded.wasm`);
const params = {
  [constants.BROTLI_PARAM_QUALITY]: 9,
  [constants.BROTLI_PARAM_LGWIN]: 24,
  [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length,
};
writeFileSync(path(`../dist/${runtime}`), wasm);
writeFileSync(path(`../dist/${runtime}.br`), brotliCompressSync(wasm, { params }));
