import { WaitAbortedError } from '@weather/service-runtime';
import { isOffsetOutOfRange } from '../connection/kafka-errors.ts';
import type { IncomingRecord } from '../protocol/records.ts';
import { TopicFetcher, type FetchedRecords, type TopicFetcherOptions } from './topic-fetcher.ts';
import type { PartitionBounds } from '../connection/topics.ts';

/** A part of a partition, from one offset to below another. */
export interface PartitionRange {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** What one fetch brought of a range. */
export interface RecordBlock {
  /** Above the end of the block before it only when Kafka has removed what lay between. */
  readonly from: number;
  readonly nextOffset: number;
  readonly records: readonly IncomingRecord[];
}

export type PartitionReaderOptions = TopicFetcherOptions;

/** Reads ranges of a topic's partitions. It joins no group and commits nothing, so it disturbs no consumer. */
export class PartitionReader {
  private constructor(
    private readonly options: PartitionReaderOptions,
    private readonly fetcher: TopicFetcher,
  ) {}

  /** Waits until Kafka answers and the topic is there. */
  static async connect(options: PartitionReaderOptions): Promise<PartitionReader> {
    return new PartitionReader(options, await TopicFetcher.connect(options));
  }

  /** The bounds of all partitions now; an open transaction's records lie behind the end unless they are read as well. */
  async bounds(): Promise<Map<number, PartitionBounds>> {
    return await this.fetcher.bounds();
  }

  /**
   * The records of a range, block by block. A range that ends above what can be read is waited for; one that begins below
   * what Kafka still has is read from there.
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
      if (fetched === undefined) throw new Error(`Kafka has not answered for partition ${partition}`);
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
 * The part of what was fetched that lies in the range. A fetch that brings nothing although the range is below what can be
 * read ends it: the rest of the range holds no record.
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
