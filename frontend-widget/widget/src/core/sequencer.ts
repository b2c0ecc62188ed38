/**
 * Lets answers through in the order in which they were asked for. A late answer never replaces a newer one, but an
 * older one may be shown while a newer is still on its way:
 *
 *     asked    1 ──────────────┐   2 ──┐   3 ─────────────┐
 *     arrives                  │       2 shown            3 shown
 *                              └────────────▶ 1 dropped
 */
export class Sequencer {
  #issued = 0;
  #shown = 0;

  /** A ticket for a request that is about to leave. */
  next(): number {
    return ++this.#issued;
  }

  /** Whether the answer to this ticket may be shown; if so, all older tickets are void. */
  accept(ticket: number): boolean {
    if (ticket <= this.#shown) return false;
    this.#shown = ticket;
    return true;
  }

  /** Voids every ticket issued so far. */
  invalidate(): void {
    this.#shown = this.#issued;
  }

  /** Whether no newer ticket was issued. */
  isLatest(ticket: number): boolean {
    return ticket === this.#issued;
  }
}
