/**
 * A map that holds no more than some bytes, by an estimate: when half of them are full, what was not asked for since the last time
 * is forgotten.
 */
export class BoundedCache<K, V> {
  #recent = new Map<K, V>();
  #older: ReadonlyMap<K, V> = new Map();
  #bytes = 0;
  #hasForgotten = false;

  constructor(
    private readonly maxBytes: number,
    private readonly bytesOf: (key: K, value: V) => number,
  ) {}

  /** Whether there ever was more than there is room for. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  get(key: K): V | undefined {
    return this.#recent.get(key) ?? this.#revived(key);
  }

  set(key: K, value: V): void {
    if (!this.#recent.has(key)) this.#makeRoom(this.bytesOf(key, value));
    this.#recent.set(key, value);
  }

  /** What is there now; nothing that is set or forgotten later changes what it finds, but for keys that are set again. */
  view(): (key: K) => V | undefined {
    const [recent, older] = [this.#recent, this.#older];
    return (key) => recent.get(key) ?? older.get(key);
  }

  #revived(key: K): V | undefined {
    const value = this.#older.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  #makeRoom(bytes: number): void {
    if (this.#bytes + bytes > this.maxBytes / 2 && this.#recent.size > 0) {
      this.#hasForgotten ||= this.#older.size > 0;
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#bytes = 0;
    }
    this.#bytes += bytes;
  }
}
