const KEY = 'lotse-recent-searches';
const CAPACITY = 5;

/**
 * Searches the visitor made before. They are kept on the device only, and only while storing them is allowed;
 * without permission nothing is written and what was there is deleted.
 */
export class RecentSearches {
  #allowed = false;

  /** @param storage where to keep them, or null where the browser has none to offer */
  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null,
    private readonly site: string,
  ) {}

  set allowed(allowed: boolean) {
    this.#allowed = allowed;
    if (!allowed) this.clear();
  }

  list(): string[] {
    if (!this.#allowed) return [];
    try {
      const stored: unknown = JSON.parse(this.storage?.getItem(this.#key) ?? '[]');
      return Array.isArray(stored) ? stored.filter((q) => typeof q === 'string').slice(0, CAPACITY) : [];
    } catch {
      return [];
    }
  }

  add(query: string): void {
    const text = query.trim();
    if (!this.#allowed || !text) return;
    const rest = this.list().filter((q) => q.toLowerCase() !== text.toLowerCase());
    this.#attempt(() => this.storage?.setItem(this.#key, JSON.stringify([text, ...rest].slice(0, CAPACITY))));
  }

  clear(): void {
    this.#attempt(() => this.storage?.removeItem(this.#key));
  }

  get #key(): string {
    return `${KEY}:${this.site}`;
  }

  /** A full or forbidden storage must not break the search: the list is a convenience. */
  #attempt(write: () => void): void {
    try {
      write();
    } catch {
      // nothing to do: recent searches stay as they were
    }
  }
}
