import { WaitAbortedError } from '@weather/service-runtime';
import { isOffsetOutOfRange } from '../connection/kafka-errors.ts';
import type { IncomingRecord } from '../protocol/records.ts';
import { TopicFetcher, type FetchedRecords, type TopicFetcherOptions } from './topic-fetcher.ts';
import type { PartitionBounds } from '../connection/topics.ts';

/** A range of offsets of a partition; `to` is exclusive. */
export interface PartitionRange {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** The records of one fetch of a range. */
export interface RecordBlock {
  /** Above the end of the block before it only when Kafka has removed the records in between. */
  readonly from: number;
  readonly nextOffset: number;
  readonly records: readonly IncomingRecord[];
}

export type PartitionReaderOptions = TopicFetcherOptions;

/** Reads ranges of a topic's partitions. It joins no group and commits no offsets, so it disturbs no consumer. */
export class PartitionReader {
  private constructor(
    private readonly options: PartitionReaderOptions,
    private readonly fetcher: TopicFetcher,
  ) {}

  /** Waits until Kafka answers and the topic exists. */
  static async connect(options: PartitionReaderOptions): Promise<PartitionReader> {
    return new PartitionReader(options, await TopicFetcher.connect(options));
  }

  /** Returns the current bounds of all partitions; records of open transactions are beyond the end unless uncommitted ones are read. */
  async bounds(): Promise<Map<number, PartitionBounds>> {
    return await this.fetcher.bounds();
  }

  /**
   * Yields the records of a range, block by block. It waits for the end of a range that cannot be read yet, and skips what Kafka
   * no longer has.
   * @throws WaitAbortedError when the signal is aborted.
   */
  async *read({ partition, from, to }: PartitionRange): AsyncGenerator<RecordBlock, void, undefined> {
    let next = from;
    while (next < to) {
      if (this.options.signal?.aborted) throw new WaitAbortedError(`no longer reading ${this.options.topic}`);
      const block = await this.#fetchOrSkip(partition, next, to);
      if (block === undefined) continue;
      yield block;
      next = block.nextOffset;
    }
  }

  async close(): Promise<void> {
    await this.fetcher.close();
  }

  async #fetchOrSkip(partition: number, next: number, to: number): Promise<RecordBlock | undefined> {
    try {
      const [fetched] = await this.fetcher.fetch(new Map([[partition, next]]));
      if (fetched === undefined) throw new Error(`Kafka did not respond for partition ${partition}`);
      return toRecordBlock(fetched, { partition, from: next, to });
    } catch (error) {
      if (!isOffsetOutOfRange(error)) throw error;
      const earliest = (await this.bounds()).get(partition)?.earliest ?? 0;
      if (earliest <= next) throw error;
      const start = Math.min(earliest, to);
      return { from: start, nextOffset: start, records: [] };
    }
  }
}

/**
 * Returns the fetched records within the range. A fetch without entries although the range is readable ends it: the rest of
 * the range has no records.
 */
function toRecordBlock(
  { nextOffset, end, records }: FetchedRecords,
  { from, to }: PartitionRange,
): RecordBlock | undefined {
  if (nextOffset === undefined) return end >= to ? { from, nextOffset: to, records: [] } : undefined;
  return {
    from,
    nextOffset: Math.min(nextOffset, to),
    records: records.filter(({ offset }) => offset < to),
  };
}
