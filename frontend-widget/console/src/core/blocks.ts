/** A long list as far as it is known: blocks of it are read when they are looked at. Replaced, never changed. */
export class Blocks<T> {
  /** Entries of a block. */
  static readonly SIZE = 50;

  private constructor(
    readonly total: number,
    private readonly known: ReadonlyMap<number, readonly T[]>,
  ) {}

  static of<T>(total: number, known: Iterable<readonly [number, readonly T[]]>): Blocks<T> {
    return new Blocks(total, new Map(known));
  }

  /** How many blocks there are, known or not. */
  get count(): number {
    return Math.ceil(this.total / Blocks.SIZE);
  }

  /** With a further block; one that tells another total makes what is known of the others worthless. */
  with(block: number, entries: readonly T[], total: number): Blocks<T> {
    return total === this.total
      ? new Blocks(total, new Map([...this.known, [block, entries]]))
      : Blocks.of(total, [[block, entries]]);
  }

  entries(block: number): readonly T[] | undefined {
    return this.known.get(block);
  }

  at(index: number): T | undefined {
    return this.known.get(Blocks.blockOf(index))?.[index % Blocks.SIZE];
  }

  /** How many entries a block has. */
  size(block: number): number {
    return Math.max(0, Math.min(Blocks.SIZE, this.total - block * Blocks.SIZE));
  }

  static blockOf(index: number): number {
    return Math.floor(index / Blocks.SIZE);
  }
}
