import { pause, WaitAbortedError } from '@weather/service-runtime';
import { isOffsetOutOfRange } from '../connection/kafka-errors.ts';
import type { IncomingRecord } from '../protocol/records.ts';
import { TopicFetcher, type TopicFetcherOptions } from './topic-fetcher.ts';
import type { PartitionBounds } from '../connection/topics.ts';

export interface TopicTailOptions extends TopicFetcherOptions {
  /** The number of offsets before the end of each partition at which the tail starts. */
  readonly backlog: number;
  /** The lag of a partition, in offsets, above which the tail skips to the end. */
  readonly maxLag: number;
}

/** The new records of a partition. */
export interface TailedRecords {
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** The number of offsets that were skipped, since the lag was too high or Kafka has removed them. */
  readonly skipped: number;
}

const PARTITION_REFRESH_MS = 10_000;
/** Limits the rate of fetches from a topic with a steady stream of single records. */
const PAUSE_BETWEEN_FETCHES_MS = 50;

/**
 * Follows all partitions of a topic, for observers that may miss records: without a group and without committing offsets. After
 * an outage it continues where it was.
 */
export class TopicTail {
  readonly #nextOffsets = new Map<number, number>();
  readonly #ends = new Map<number, number>();
  #refreshedAt = performance.now();

  private constructor(
    private readonly options: TopicTailOptions,
    private readonly fetcher: TopicFetcher,
  ) {}

  /** Waits until Kafka answers and the topic exists. */
  static async connect(options: TopicTailOptions): Promise<TopicTail> {
    const tail = new TopicTail(options, await TopicFetcher.connect(options));
    for (const [partition, { earliest, end }] of await tail.fetcher.bounds()) {
      tail.#nextOffsets.set(partition, Math.max(earliest, end - options.backlog));
      tail.#ends.set(partition, end);
    }
    return tail;
  }

  /** The end of each partition as far as it is known: the offset of the next record. */
  get ends(): ReadonlyMap<number, number> {
    return this.#ends;
  }

  /**
   * Yields records without an end.
   * @throws WaitAbortedError when the signal is aborted.
   */
  async *records(): AsyncGenerator<TailedRecords, void, undefined> {
    const { signal, topic } = this.options;
    for (;;) {
      if (signal?.aborted) throw new WaitAbortedError(`no longer reading ${topic}`);
      await this.#refreshPartitions();
      yield* await this.#fetch();
      await pause(PAUSE_BETWEEN_FETCHES_MS, signal);
    }
  }

  async close(): Promise<void> {
    await this.fetcher.close();
  }

  async #fetch(): Promise<TailedRecords[]> {
    try {
      const fetched = await this.fetcher.fetch(this.#nextOffsets);
      return fetched.map(({ partition, nextOffset, end, records }) => {
        this.#ends.set(partition, end);
        return { partition, records, skipped: this.#advance(partition, nextOffset, end) };
      });
    } catch (error) {
      if (!isOffsetOutOfRange(error)) throw error;
      return this.#seekInto(await this.fetcher.bounds());
    }
  }

  /** @returns the number of offsets that are skipped since the lag is too high. */
  #advance(partition: number, nextOffset = this.#nextOffsets.get(partition) ?? 0, end: number): number {
    const isTooFarBehind = end - nextOffset > this.options.maxLag;
    this.#nextOffsets.set(partition, isTooFarBehind ? end : nextOffset);
    return isTooFarBehind ? end - nextOffset : 0;
  }

  /** Seeks to offsets that exist: Kafka has removed the next ones, or the topic was recreated. */
  #seekInto(bounds: ReadonlyMap<number, PartitionBounds>): TailedRecords[] {
    return [...bounds].map(([partition, { earliest, end }]) => {
      const next = this.#nextOffsets.get(partition) ?? earliest;
      const isInside = next >= earliest && next <= end;
      this.#nextOffsets.set(partition, isInside ? next : earliest);
      this.#ends.set(partition, end);
      return { partition, records: [], skipped: Math.max(0, earliest - next) };
    });
  }

  /** Adds new partitions from their first offset: their records are newer than the tail. */
  async #refreshPartitions(): Promise<void> {
    const now = performance.now();
    if (now - this.#refreshedAt < PARTITION_REFRESH_MS) return;
    this.#refreshedAt = now;
    for (const partition of await this.fetcher.partitions()) {
      if (!this.#nextOffsets.has(partition)) this.#nextOffsets.set(partition, 0);
    }
  }
}
