import { pause, WaitAbortedError } from '@weather/service-runtime';
import { isOffsetOutOfRange } from '../connection/kafka-errors.ts';
import type { IncomingRecord } from '../protocol/records.ts';
import { TopicFetcher, type TopicFetcherOptions } from './topic-fetcher.ts';
import type { PartitionBounds } from '../connection/topics.ts';

export interface TopicTailOptions extends TopicFetcherOptions {
  /** How many offsets of each partition before its end are read first. */
  readonly backlog: number;
  /** How many offsets behind the end of a partition the tail may be before it goes to the end. */
  readonly maxLag: number;
}

/** What is new on a partition. */
export interface TailedRecords {
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** Offsets beside these records that are left out, since the tail is too far behind or Kafka has removed them. */
  readonly skipped: number;
}

const PARTITION_REFRESH_MS = 10_000;
/** Between two fetches, so that a topic on which single records come often is not fetched from thousands of times. */
const PAUSE_BETWEEN_FETCHES_MS = 50;

/**
 * What comes to a topic, as it comes, all partitions at once; for those who look on and may miss something. No group, nothing
 * committed. An outage is waited out; the tail goes on from where it was.
 */
export class TopicTail {
  readonly #nextOffsets = new Map<number, number>();
  readonly #ends = new Map<number, number>();
  #refreshedAt = performance.now();

  private constructor(
    private readonly options: TopicTailOptions,
    private readonly fetcher: TopicFetcher,
  ) {}

  /** Waits until Kafka answers and the topic is there. */
  static async connect(options: TopicTailOptions): Promise<TopicTail> {
    const tail = new TopicTail(options, await TopicFetcher.connect(options));
    for (const [partition, { earliest, end }] of await tail.fetcher.bounds()) {
      tail.#nextOffsets.set(partition, Math.max(earliest, end - options.backlog));
      tail.#ends.set(partition, end);
    }
    return tail;
  }

  /** Where each partition ends, as far as is known: the offset that the next record gets. */
  get ends(): ReadonlyMap<number, number> {
    return this.#ends;
  }

  /**
   * Without an end.
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

  /** @returns how many offsets are left out, since there are too many to be read. */
  #advance(partition: number, nextOffset = this.#nextOffsets.get(partition) ?? 0, end: number): number {
    const isFarBehind = end - nextOffset > this.options.maxLag;
    this.#nextOffsets.set(partition, isFarBehind ? end : nextOffset);
    return isFarBehind ? end - nextOffset : 0;
  }

  /** Kafka has removed what comes next, or the topic was made anew. */
  #seekInto(bounds: ReadonlyMap<number, PartitionBounds>): TailedRecords[] {
    return [...bounds].map(([partition, { earliest, end }]) => {
      const next = this.#nextOffsets.get(partition) ?? earliest;
      const isInside = next >= earliest && next <= end;
      this.#nextOffsets.set(partition, isInside ? next : earliest);
      this.#ends.set(partition, end);
      return { partition, records: [], skipped: Math.max(0, earliest - next) };
    });
  }

  /** What a new partition holds came after the tail was opened. */
  async #refreshPartitions(): Promise<void> {
    const now = performance.now();
    if (now - this.#refreshedAt < PARTITION_REFRESH_MS) return;
    this.#refreshedAt = now;
    for (const partition of await this.fetcher.partitions()) {
      if (!this.#nextOffsets.has(partition)) this.#nextOffsets.set(partition, 0);
    }
  }
}
