import type { ModelDescription } from './encoder.js';
import type { StoredFile } from './files.js';

/** What `/models/on-device.json` says of a file. */
export interface ModelFile extends StoredFile {
  path: string;
}

/** What `/models/on-device.json` says. */
export interface OnDeviceModel extends ModelDescription {
  network: ModelFile;
  tokenizer: ModelFile;
}

/** Page to worker. */
export type ToWorker =
  { type: 'load'; model: OnDeviceModel; endpoint: string; keep: boolean } | { type: 'encode'; query: string };

/** Worker to page. */
export type FromWorker = { type: 'ready' } | { type: 'vector'; vector: number[] } | { type: 'failed' };
