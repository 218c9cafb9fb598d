import { OneAtATime } from './one-at-a-time.ts';

/** Runs the work on each partition one after the other, in the order in which it came. */
export class PartitionQueue {
  readonly #queues = new Map<number, OneAtATime>();

  /** Begins when the earlier work on the partition has ended, whether it failed or not. */
  async add<T>(partition: number, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(partition) ?? new OneAtATime();
    this.#queues.set(partition, queue);
    return await queue.add(work);
  }

  /** Returns when nothing is in hand. */
  async idle(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.idle()));
  }
}
