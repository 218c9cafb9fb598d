/** Runs the work on each partition one after the other, in the order in which it came. */
export class PartitionQueue {
  readonly #last = new Map<number, Promise<unknown>>();

  /** Begins when the earlier work on the partition has ended, whether it failed or not. */
  async add<T>(partition: number, work: () => Promise<T>): Promise<T> {
    const earlier = this.#last.get(partition) ?? Promise.resolve();
    const result = earlier.then(work);
    this.#last.set(
      partition,
      result.catch(() => undefined),
    );
    return await result;
  }

  /** Returns when nothing is in hand. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
