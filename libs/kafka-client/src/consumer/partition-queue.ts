/** Runs a limited number of tasks at a time; further ones wait in the order of their arrival. */
export class Semaphore {
  readonly #waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      this.#release();
    }
  }

  /** A slot is passed to the task that has waited longest. */
  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }
}

/** Runs one task at a time, in the order of their arrival. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Starts the task when the earlier ones have ended, whether they failed or not. */
  async add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return await result;
  }

  /** Returns when no task is in flight. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

/** Runs the tasks of each partition one at a time, in the order of their arrival, and those of some partitions in parallel. */
export class PartitionQueue {
  readonly #queues = new Map<number, SerialQueue>();
  readonly #slots: Semaphore;

  /** @param concurrentPartitions the number of partitions processed in parallel. */
  constructor(concurrentPartitions: number) {
    this.#slots = new Semaphore(concurrentPartitions);
  }

  /** Starts the task when the earlier ones of the partition have ended, whether they failed or not. */
  async add<T>(partition: number, task: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(partition) ?? new SerialQueue();
    this.#queues.set(partition, queue);
    return await queue.add(() => this.#slots.run(task));
  }

  /** Returns when no task is in flight. */
  async idle(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.idle()));
  }
}
