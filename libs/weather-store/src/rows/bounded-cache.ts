/** Entries that were asked for in the same time. */
interface Generation<K, V> {
  readonly entries: Map<K, V>;
  /** How many of them no later generation holds, and what these take. */
  count: number;
  bytes: number;
}

/** What is asked for is looked for in the newest and in so many more. */
const MOST_OLDER = 3;

/**
 * A map that holds no more than some bytes, by an estimate: when they are full, what was not asked for since the longest time is
 * forgotten. What is asked for moves into the newest generation, of up to half the bytes; nothing is noted with each question.
 */
export class BoundedCache<K, V> {
  #recent: Generation<K, V> = newGeneration();
  /** The newest first. */
  #older: readonly Generation<K, V>[] = [];
  #bytes = 0;
  #forgotten = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly bytesOf: (key: K, value: V) => number,
  ) {}

  /** How many entries have made room for others so far. */
  get evicted(): number {
    return this.#forgotten;
  }

  get(key: K): V | undefined {
    return this.#recent.entries.get(key) ?? this.#revived(key);
  }

  set(key: K, value: V): void {
    if (!this.#recent.entries.has(key)) this.#begin(key, this.bytesOf(key, value));
    this.#recent.entries.set(key, value);
  }

  /** What is there now; nothing that is set or forgotten later changes what it finds, but for keys that are set again. */
  view(): (key: K) => V | undefined {
    const [recent, ...older] = [this.#recent, ...this.#older].map(({ entries }) => entries);
    return (key) => recent?.get(key) ?? older.find((entries) => entries.has(key))?.get(key);
  }

  #revived(key: K): V | undefined {
    const value = this.#holderOf(key)?.entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  #holderOf(key: K): Generation<K, V> | undefined {
    return this.#older.find(({ entries }) => entries.has(key));
  }

  /** Makes room for an entry of the newest generation, which an older one may hold; there it stays for the sake of views. */
  #begin(key: K, bytes: number): void {
    const holder = this.#holderOf(key);
    if (holder !== undefined) this.#count(holder, -1, -Math.min(bytes, holder.bytes));
    if (this.#recent.count > 0 && this.#recent.bytes + bytes > this.maxBytes / 2) {
      this.#older = [this.#recent, ...this.#older].filter(({ count }) => count > 0);
      this.#recent = newGeneration();
    }
    while (this.#older.length > MOST_OLDER || this.#bytes + bytes > this.maxBytes) if (!this.#forget()) break;
    this.#count(this.#recent, 1, bytes);
  }

  /** @returns whether there was an older generation. */
  #forget(): boolean {
    const oldest = this.#older.at(-1);
    if (oldest === undefined) return false;
    this.#older = this.#older.slice(0, -1);
    this.#bytes -= oldest.bytes;
    this.#forgotten += oldest.count;
    return true;
  }

  #count(generation: Generation<K, V>, count: number, bytes: number): void {
    generation.count += count;
    generation.bytes += bytes;
    this.#bytes += bytes;
  }
}

function newGeneration<K, V>(): Generation<K, V> {
  return { entries: new Map(), count: 0, bytes: 0 };
}
