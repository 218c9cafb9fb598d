import type { Consumer } from 'kafkajs';

const COMMIT_INTERVAL_MS = 1_000;

/**
 * Commits the next offset of each partition to Kafka once a second, for lag monitors and as the offset at which the next owner
 * starts to fetch. After a failed commit the next one follows: the offset that counts is stored elsewhere.
 */
export class AdvisoryCommits {
  readonly #pending = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly consumer: Pick<Consumer, 'commitOffsets'>,
    private readonly topic: string,
  ) {
    this.#timer = setInterval(() => void this.#commit(), COMMIT_INTERVAL_MS);
    this.#timer.unref();
  }

  record(partition: number, nextOffset: number): void {
    this.#pending.set(partition, nextOffset);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#commit();
  }

  async #commit(): Promise<void> {
    if (this.#pending.size === 0) return;
    const offsets = [...this.#pending].map(([partition, nextOffset]) => ({
      topic: this.topic,
      partition,
      offset: String(nextOffset),
    }));
    this.#pending.clear();
    await this.consumer.commitOffsets(offsets).catch(() => undefined);
  }
}
