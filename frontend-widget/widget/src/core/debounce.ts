/** Slowest a search may follow a keystroke, in milliseconds. */
const LONGEST = 300;
/** Latencies below this need no waiting: the answer is there before the next key. */
const INSTANT = 60;

/**
 * Waits after a keystroke as long as the network makes worthwhile: not at all when answers come at once, up to 300 ms
 * when they are slow, so that a slow line is not filled with answers nobody waits for.
 */
export class AdaptiveDebounce {
  #latency: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param initialLatency assumed round trip in milliseconds until one has been measured */
  constructor(initialLatency = INSTANT) {
    this.#latency = initialLatency;
  }

  /** Takes a measured round trip in milliseconds into account (moving average, newest weighs 0.3). */
  observe(latency: number): void {
    this.#latency += 0.3 * (latency - this.#latency);
  }

  /** The wait in milliseconds that the next keystroke gets. */
  get delay(): number {
    return this.#latency <= INSTANT ? 0 : Math.min(LONGEST, Math.round(this.#latency * 0.6));
  }

  /** Runs the action after the wait, instead of any earlier one that is still waiting. */
  schedule(action: () => void): void {
    this.cancel();
    if (this.delay === 0) action();
    else this.#timer = setTimeout(action, this.delay);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
