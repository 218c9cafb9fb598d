import type { PartitionBatch } from '@weather/kafka-client';
import { pause } from '@weather/service-runtime';

export interface LagWatchOptions {
  /** The end offset of each partition. */
  readonly endOffsets: () => Promise<ReadonlyMap<number, number>>;
  /** The partitions that are assigned to this consumer. */
  readonly partitions: () => readonly number[];
}

const POLL_INTERVAL_MS = 5_000;

/**
 * The lag of each partition: its records that are not stored yet. The end offsets are read from fetches and polled as well, since
 * nothing is fetched while the database is unreachable.
 */
export class LagWatch {
  readonly #nextOffsets = new Map<number, number>();
  readonly #ends = new Map<number, number>();

  constructor(private readonly options: LagWatchOptions) {}

  /** Records that everything before an offset is stored. */
  reached(partition: number, nextOffset: number): void {
    this.#nextOffsets.set(partition, nextOffset);
  }

  /** Records the end of a partition as of a fetch. */
  fetched({ partition, highWatermark }: Pick<PartitionBatch, 'partition' | 'highWatermark'>): void {
    this.#ends.set(partition, highWatermark);
  }

  /** The lag by partition, as far as the committed and the end offset are known. */
  lags(): ReadonlyMap<number, number> {
    return new Map(
      this.options.partitions().flatMap((partition): [number, number][] => {
        const [nextOffset, end] = [this.#nextOffsets.get(partition), this.#ends.get(partition)];
        if (nextOffset === undefined || end === undefined) return [];
        return [[partition, Math.max(0, end - nextOffset)]];
      }),
    );
  }

  /** Polls the end offsets until the signal. While Kafka does not answer, the lag is unknown, which is no reason to stop. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const ends = await this.options.endOffsets().catch(() => new Map<number, number>());
      this.#ends.clear();
      for (const [partition, end] of ends) this.#ends.set(partition, end);
      await pause(POLL_INTERVAL_MS, signal);
    }
  }
}
