import { Semaphore } from './semaphore.ts';
import { SerialQueue } from './serial-queue.ts';

/** Runs the work on each partition one after the other, in the order in which it came, that of some partitions at once. */
export class PartitionQueue {
  readonly #queues = new Map<number, SerialQueue>();
  readonly #slots: Semaphore;

  /** @param concurrentPartitions how many partitions are worked on at the same time. */
  constructor(concurrentPartitions: number) {
    this.#slots = new Semaphore(concurrentPartitions);
  }

  /** Begins when the earlier work on the partition has ended, whether it failed or not. */
  async add<T>(partition: number, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(partition) ?? new SerialQueue();
    this.#queues.set(partition, queue);
    return await queue.add(() => this.#slots.run(work));
  }

  /** Returns when nothing is in hand. */
  async idle(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.idle()));
  }
}
