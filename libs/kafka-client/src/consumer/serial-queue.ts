/** Runs one piece of work after the other, in the order in which they came. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Begins when the earlier work has ended, whether it failed or not. */
  async add<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return await result;
  }

  /** Returns when nothing is in hand. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
