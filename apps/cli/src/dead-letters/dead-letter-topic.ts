import { PartitionReader, type PartitionReaderOptions, type PartitionRange } from '@weather/kafka-client';
import { decodeEntry, type StoredDeadLetter, type DeadLetterEntry } from './dead-letter.ts';

/** The dead letter topic as it was when it was opened. */
export class DeadLetterTopic {
  private constructor(
    private readonly reader: PartitionReader,
    private readonly ranges: readonly PartitionRange[],
  ) {}

  static async open(options: PartitionReaderOptions): Promise<DeadLetterTopic> {
    const reader = await PartitionReader.connect(options);
    const bounds = await reader.bounds();
    const ranges = [...bounds].map(([partition, { earliest, end }]) => ({
      partition,
      from: earliest,
      to: end,
    }));
    return new DeadLetterTopic(reader, ranges);
  }

  /** Whether no dead letter has been removed from the topic. */
  get isComplete(): boolean {
    return this.ranges.every(({ from }) => from === 0);
  }

  /** The time at which the dead letters of each identity were resent. */
  async redriven(): Promise<Map<string, string>> {
    const redriven = new Map<string, string>();
    for await (const entry of this.#entries()) {
      if (entry.kind === 'marker') redriven.set(entry.identity, entry.redrivenAt);
    }
    return redriven;
  }

  /** The dead letters, in the order of each partition. */
  async *deadLetters(): AsyncGenerator<StoredDeadLetter, void, undefined> {
    for await (const entry of this.#entries()) if (entry.kind === 'dead-letter') yield entry.deadLetter;
  }

  async close(): Promise<void> {
    await this.reader.close();
  }

  async *#entries(): AsyncGenerator<DeadLetterEntry, void, undefined> {
    for (const range of this.ranges) {
      for await (const { records } of this.reader.read(range)) {
        for (const record of records) yield decodeEntry(range.partition, record);
      }
    }
  }
}

/** The records of a topic that are dead letters; an unreadable batch by its last offset. Takes some 50 bytes for each. */
export interface DeadLetterIndex {
  readonly has: (partition: number, offset: number) => boolean;
  /** Whether no dead letter has been removed from the dead letter topic. */
  readonly isComplete: boolean;
  readonly count: number;
}

/**
 * Reads the dead letter topic to its end. Dead letters are not part of a transaction, so an open one is not waited for.
 * @param sourceTopic the topic of the original records.
 */
export async function indexDeadLetters(
  options: Omit<PartitionReaderOptions, 'readUncommitted'>,
  sourceTopic: string,
): Promise<DeadLetterIndex> {
  const topic = await DeadLetterTopic.open({ ...options, readUncommitted: true });
  const offsets = new Map<number, Set<number>>();
  try {
    for await (const { source, lastOffset = source.offset } of topic.deadLetters()) {
      if (source.topic !== sourceTopic) continue;
      const partitionOffsets = offsets.get(source.partition) ?? new Set();
      offsets.set(source.partition, partitionOffsets.add(lastOffset));
    }
  } finally {
    await topic.close();
  }
  return {
    has: (partition, offset) => offsets.get(partition)?.has(offset) ?? false,
    isComplete: topic.isComplete,
    count: [...offsets.values()].reduce((sum, { size }) => sum + size, 0),
  };
}
