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

/** One search after another: the runtime has one thread. */
let last: Promise<unknown> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'load') {
    load(data).catch(() => say({ type: 'failed' }));
    return;
  }
  const { id, query } = data;
  last = last.then(async () => {
    try {
      if (!encoder) throw new Error('nothing is loaded');
      say({ type: 'vector', id, vector: Array.from(await encoder.encode(query)) });
    } catch {
      say({ type: 'failed', id });
    }
  });
});
