import { html, nothing, type PropertyValues } from 'lit';
import { Blocks } from '../core/blocks.js';
import { rowAfter, types } from './row-keys.js';
import { View } from './view.js';

/** Blocks this far outside the window are there before they are scrolled to. */
const MARGIN = '600px 0px';
/** Until a block was seen, in CSS pixels. */
const ROW_HEIGHT = 58;

/**
 * A list of any length of which only what is looked at is read and drawn. Rows keep their own heights; the arrow keys, Home, End
 * and the page keys walk over all of them.
 */
export abstract class VirtualList<T extends { id: string }> extends View {
  static override properties = {
    ...View.properties,
    blocks: { state: true },
    near: { state: true },
    active: { state: true },
  };

  /** Null until the first answer. */
  declare blocks: Blocks<T> | null;
  declare near: ReadonlySet<number>;
  /** The row that the keys walk from. */
  declare active: number;
  private readonly heights = new Map<number, number>();
  private readonly asked = new Set<number>();
  private generation = 0;
  private wanted: number | null = null;
  private observer: IntersectionObserver | null = null;

  constructor() {
    super();
    this.blocks = null;
    this.near = new Set([0]);
    this.active = 0;
  }

  protected abstract read(offset: number, limit: number): Promise<{ total: number; entries: T[] }>;
  protected abstract row(entry: T): { status: string; content: unknown };
  /** Enter or Delete on a row. */
  protected abstract act(key: 'Enter' | 'Delete', entry: T): void;

  override disconnectedCallback(): void {
    this.observer?.disconnect();
    this.observer = null;
    super.disconnectedCallback();
  }

  /** Reads again what is looked at. */
  protected override async load(): Promise<void> {
    const generation = ++this.generation;
    this.asked.clear();
    const looked = [...this.near].filter((block) => this.blocks === null || block < this.blocks.count);
    const blocks = looked.length === 0 ? [0] : looked;
    const answers = await Promise.all(
      blocks.map(async (block) => [block, await this.read(block * Blocks.SIZE, Blocks.SIZE)] as const),
    );
    // Meanwhile something else was asked for, whose answer may be here already.
    if (generation !== this.generation) return;
    const total = answers[0]?.[1].total ?? 0;
    this.blocks = Blocks.of(
      total,
      answers.map(([block, answer]) => [block, answer.entries] as const),
    );
    this.active = Math.max(0, Math.min(this.active, total - 1));
  }

  private async readBlock(block: number): Promise<void> {
    if (this.blocks === null || this.blocks.entries(block) !== undefined || this.asked.has(block)) return;
    this.asked.add(block);
    const generation = this.generation;
    const answer = await this.context.attempt(() => this.read(block * Blocks.SIZE, Blocks.SIZE));
    this.asked.delete(block);
    if (answer === undefined || generation !== this.generation) return;
    this.blocks = this.blocks.with(block, answer.entries, answer.total);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    for (const element of this.querySelectorAll<HTMLElement>('.block.drawn')) {
      this.heights.set(Number(element.dataset['block']), element.offsetHeight);
    }
    const before = changed.get('blocks') as Blocks<T> | null | undefined;
    if (changed.has('blocks') && (before?.count !== this.blocks?.count || this.observer === null)) {
      this.observe();
    }
    for (const block of this.near) void this.readBlock(block);
    this.focusWanted();
  }

  private observe(): void {
    this.observer?.disconnect();
    this.observer = new IntersectionObserver((changes) => this.seen(changes), { rootMargin: MARGIN });
    for (const element of this.querySelectorAll('.block')) this.observer.observe(element);
  }

  private seen(changes: IntersectionObserverEntry[]): void {
    const near = new Set(this.near);
    for (const change of changes) {
      const block = Number((change.target as HTMLElement).dataset['block']);
      if (change.isIntersecting) near.add(block);
      // The row that has the keys stays, or they would be lost with it.
      else if (block !== Blocks.blockOf(this.active)) near.delete(block);
    }
    this.near = near;
  }

  /** Brings a row into the window and gives it the keys, once it is there. */
  protected go(index: number): void {
    this.active = index;
    this.wanted = index;
    const block = Blocks.blockOf(index);
    if (!this.near.has(block)) {
      this.near = new Set([...this.near, block]);
      this.querySelector(`[data-block="${String(block)}"]`)?.scrollIntoView({ block: 'nearest' });
    }
    this.requestUpdate();
  }

  private focusWanted(): void {
    if (this.wanted === null) return;
    const row = this.querySelector<HTMLElement>(`[aria-posinset="${String(this.wanted + 1)}"]`);
    if (row === null) return;
    this.wanted = null;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (this.blocks === null || event.ctrlKey || event.metaKey || event.altKey || types(event.target)) return;
    const next = rowAfter(event.key, this.active, this.blocks.total);
    if (next !== null) {
      event.preventDefault();
      this.go(next);
      return;
    }
    const onRow = event.target instanceof HTMLElement && event.target.matches('.entry');
    const entry = this.blocks.at(this.active);
    if (onRow && entry !== undefined && (event.key === 'Enter' || event.key === 'Delete')) {
      event.preventDefault();
      this.act(event.key, entry);
    }
  };

  protected rows(blocks: Blocks<T>, label: string) {
    return html`<div class="entries" role="list" aria-label=${label} @keydown=${this.pressed}>
      ${Array.from({ length: blocks.count }, (_, block) => this.block(blocks, block))}
    </div>`;
  }

  private block(blocks: Blocks<T>, block: number) {
    const entries = this.near.has(block) ? blocks.entries(block) : undefined;
    const height = this.heights.get(block) ?? blocks.size(block) * ROW_HEIGHT;
    return entries === undefined
      ? html`<div class="block" data-block=${block} .style=${`block-size: ${String(height)}px`}></div>`
      : html`<div class="block drawn" data-block=${block} .style=${''}>
          ${entries.map((entry, i) => this.drawn(entry, block * Blocks.SIZE + i, blocks.total))}
        </div>`;
  }

  private drawn(entry: T, index: number, total: number) {
    const { status, content } = this.row(entry);
    return html`<div
      class="entry ${status}"
      role="listitem"
      aria-setsize=${total}
      aria-posinset=${index + 1}
      tabindex=${index === this.active ? 0 : -1}
      @focusin=${() => (this.active = index)}
    >
      ${content ?? nothing}
    </div>`;
  }
}
