/** Entries that were used in the same period. */
interface Generation<K, V> {
  readonly entries: Map<K, V>;
  /** The number and size of the entries that no later generation holds. */
  count: number;
  bytes: number;
}

/** Each lookup searches up to this many generations besides the newest. */
const MAX_OLDER = 3;

/**
 * A map of at most some bytes, by an estimate: when it is full, the least recently used entries are evicted. A used entry moves into the
 * newest generation, of up to half the bytes, so that nothing has to be recorded with each lookup.
 */
export class BoundedCache<K, V> {
  #recent: Generation<K, V> = newGeneration();
  /** The newest first. */
  #older: readonly Generation<K, V>[] = [];
  #bytes = 0;
  #evicted = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly bytesOf: (key: K, value: V) => number,
  ) {}

  /** The number of entries evicted so far. */
  get evicted(): number {
    return this.#evicted;
  }

  get(key: K): V | undefined {
    return this.#recent.entries.get(key) ?? this.#revive(key);
  }

  set(key: K, value: V): void {
    if (!this.#recent.entries.has(key)) this.#makeRoom(key, this.bytesOf(key, value));
    this.#recent.entries.set(key, value);
  }

  /** A view of the current entries: unless a key is set again, later changes do not affect it. */
  view(): (key: K) => V | undefined {
    const [recent, ...older] = [this.#recent, ...this.#older].map(({ entries }) => entries);
    return (key) => recent?.get(key) ?? older.find((entries) => entries.has(key))?.get(key);
  }

  #revive(key: K): V | undefined {
    const value = this.#holderOf(key)?.entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  #holderOf(key: K): Generation<K, V> | undefined {
    return this.#older.find(({ entries }) => entries.has(key));
  }

  /** Makes room for an entry of the newest generation; in an older one it stays for the sake of views. */
  #makeRoom(key: K, bytes: number): void {
    const holder = this.#holderOf(key);
    if (holder !== undefined) this.#count(holder, -1, -Math.min(bytes, holder.bytes));
    if (this.#recent.count > 0 && this.#recent.bytes + bytes > this.maxBytes / 2) {
      this.#older = [this.#recent, ...this.#older].filter(({ count }) => count > 0);
      this.#recent = newGeneration();
    }
    while (this.#older.length > MAX_OLDER || this.#bytes + bytes > this.maxBytes)
      if (!this.#evictOldest()) break;
    this.#count(this.#recent, 1, bytes);
  }

  /** @returns whether there was an older generation. */
  #evictOldest(): boolean {
    const oldest = this.#older.at(-1);
    if (oldest === undefined) return false;
    this.#older = this.#older.slice(0, -1);
    this.#bytes -= oldest.bytes;
    this.#evicted += oldest.count;
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
