/** Runs a number of pieces of work at the same time; further ones wait, in the order in which they came. */
export class Semaphore {
  readonly #waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  /** A slot goes straight to whoever waits longest. */
  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }
}

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
