/**
 * Speaks through a live region, politely: only the last message counts, and only when the visitor has paused, so that
 * a screen reader is not interrupted at every key.
 */
export class Announcer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = '';

  /**
   * @param write puts text into the live region
   * @param pause milliseconds of silence before a message is spoken
   */
  constructor(
    private readonly write: (text: string) => void,
    private readonly pause = 700,
  ) {}

  say(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // A live region that does not change is not read again; a no-break space makes the same words new.
      this.#last = text === this.#last ? text + '\u00a0' : text;
      this.write(this.#last);
    }, this.pause);
  }

  /** Forgets what was about to be said and empties the region. */
  silence(): void {
    clearTimeout(this.#timer);
    this.#last = '';
    this.write('');
  }
}
