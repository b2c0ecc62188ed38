/// <reference lib="webworker" />
import { QueryEncoder } from './encoder.js';
import { loadFiles } from './files.js';
import type { FromWorker, ToWorker } from './messages.js';

/** File name of the WebAssembly beside this script; put in by the build. */
declare const RUNTIME: string;

const say = (message: FromWorker) => postMessage(message);
let encoder: QueryEncoder | undefined;

async function load({ model, endpoint, keep }: Extract<ToWorker, { type: 'load' }>): Promise<void> {
  const at = (path: string) => new URL(path, endpoint).href;
  const [runtime, network, tokenizer] = await loadFiles(
    [
      { url: new URL(RUNTIME, import.meta.url).href },
      { ...model.network, url: at(model.network.path) },
      { ...model.tokenizer, url: at(model.tokenizer.path) },
    ],
    keep,
  );
  if (!runtime || !network || !tokenizer) throw new Error('a file is missing');
  encoder = await QueryEncoder.open(model, runtime, network, tokenizer);
  say({ type: 'ready' });
}

/** The page waits for a vector before it asks for the next: the runtime has one thread. */
async function encode(query: string): Promise<void> {
  if (!encoder) throw new Error('nothing is loaded');
  say({ type: 'vector', vector: Array.from(await encoder.encode(query)) });
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const done = data.type === 'load' ? load(data) : encode(data.query);
  done.catch(() => say({ type: 'failed' }));
});
