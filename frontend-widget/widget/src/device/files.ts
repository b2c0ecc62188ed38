/** Name in the browser's Cache Storage. */
const CACHE = 'lotse-on-device';

/** A file that may be large and is the same for ever at its address. */
export interface StoredFile {
  url: string;
  /** Length in bytes, where it is known. */
  bytes?: number | undefined;
  /** In hexadecimal digits, where it is known. */
  sha256?: string | undefined;
}

/**
 * Loads files, from the device where they are kept there.
 *
 * @param keep whether they may be kept in Cache Storage; else only the browser's own HTTP cache has them
 * @throws Error when a file cannot be had, or is not the one that was announced
 */
export async function loadFiles(files: readonly StoredFile[], keep: boolean): Promise<ArrayBuffer[]> {
  const cache = keep ? await storage() : undefined;
  const contents: ArrayBuffer[] = [];
  // One after another: the page's own requests come first on the line.
  for (const file of files) contents.push(await loadFile(file, cache));
  if (cache) {
    const wanted = new Set(files.map((file) => file.url));
    for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  }
  return contents;
}

/** Deletes what is kept on the device, if anything is. */
export async function forgetFiles(): Promise<void> {
  try {
    await caches.delete(CACHE);
  } catch {
    // Where nothing may be kept, such as in a frame without an origin, even asking is an error.
  }
}

async function loadFile(file: StoredFile, cache: Cache | undefined): Promise<ArrayBuffer> {
  const kept = await cache?.match(file.url);
  if (kept) {
    const content = await kept.arrayBuffer();
    if (file.bytes === undefined || content.byteLength === file.bytes) return content;
  }
  const response = await fetch(file.url, { credentials: 'omit', priority: 'low' } as RequestInit);
  if (!response.ok) throw new Error(`${file.url} answered ${response.status}`);
  const content = await response.arrayBuffer();
  await verify(file, content);
  // A full disk is no reason not to go on.
  await cache?.put(file.url, new Response(content)).catch(() => undefined);
  return content;
}

async function verify({ url, bytes, sha256 }: StoredFile, content: ArrayBuffer): Promise<void> {
  if (bytes !== undefined && content.byteLength !== bytes) throw new Error(`${url} is not whole`);
  // Without https there is no crypto.subtle, and no trust in what it would compare with either.
  if (!sha256 || !globalThis.crypto?.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== sha256) throw new Error(`${url} has another checksum`);
}

async function storage(): Promise<Cache | undefined> {
  try {
    return await caches.open(CACHE);
  } catch {
    // Not on http, and not where the visitor blocks it.
    return undefined;
  }
}
