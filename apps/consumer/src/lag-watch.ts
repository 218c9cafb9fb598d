import type { PartitionBatch } from '@weather/kafka-client';
import { pause } from '@weather/service-runtime';

export interface LagWatchOptions {
  /** The end of each partition. */
  readonly endOffsets: () => Promise<ReadonlyMap<number, number>>;
  /** The partitions that are this consumer's now. */
  readonly partitions: () => readonly number[];
}

const LOOK_EVERY_MS = 5_000;

/**
 * How many records of each partition are not stored yet. Kafka is asked for the ends of the partitions as well: while the
 * database is away nothing is fetched, and records come nevertheless.
 */
export class LagWatch {
  readonly #positions = new Map<number, number>();
  readonly #ends = new Map<number, number>();

  constructor(private readonly options: LagWatchOptions) {}

  /** Everything of a partition before this offset is stored. */
  reached(partition: number, nextOffset: number): void {
    this.#positions.set(partition, nextOffset);
  }

  /** A fetch has told where a partition ended then. */
  fetched({ partition, highWatermark }: Pick<PartitionBatch, 'partition' | 'highWatermark'>): void {
    this.#ends.set(partition, highWatermark);
  }

  /** By partition; without those of which too little is known. */
  lags(): ReadonlyMap<number, number> {
    return new Map(
      this.options.partitions().flatMap((partition): [number, number][] => {
        const [position, end] = [this.#positions.get(partition), this.#ends.get(partition)];
        if (position === undefined || end === undefined) return [];
        return [[partition, Math.max(0, end - position)]];
      }),
    );
  }

  /** Asks for the ends until the signal. Where Kafka does not tell them, nothing is known of the lag: no reason to stop. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const ends = await this.options.endOffsets().catch(() => new Map<number, number>());
      this.#ends.clear();
      for (const [partition, end] of ends) this.#ends.set(partition, end);
      await pause(LOOK_EVERY_MS, signal);
    }
  }
}
