/** Tells those who listen, in the order in which they came. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** Returns what ends the listening. */
  add(listener: (event: T) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }
}
