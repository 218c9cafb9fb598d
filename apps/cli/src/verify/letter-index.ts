import type { PartitionReaderOptions } from '@weather/kafka-client';
import { DeadLetterTopic } from '../dead-letters/dead-letter-topic.ts';

/** Which records of a topic are dead letters, a batch that cannot be read by its last offset; some 50 bytes for each. */
export interface LetterIndex {
  readonly has: (partition: number, offset: number) => boolean;
  /** Whether no letter has been removed from the dead letter topic. */
  readonly isWhole: boolean;
  readonly count: number;
}

/**
 * Reads the dead letter topic to its end. Letters are no part of a transaction, so one that is open is not waited for.
 * @param topic where the records were.
 */
export async function indexLetters(
  options: Omit<PartitionReaderOptions, 'readUncommitted'>,
  topic: string,
): Promise<LetterIndex> {
  const letters = await DeadLetterTopic.open({ ...options, readUncommitted: true });
  const offsets = new Map<number, Set<number>>();
  try {
    for await (const { source, lastOffset = source.offset } of letters.letters()) {
      if (source.topic !== topic) continue;
      const ofPartition = offsets.get(source.partition) ?? new Set();
      offsets.set(source.partition, ofPartition.add(lastOffset));
    }
  } finally {
    await letters.close();
  }
  return {
    has: (partition, offset) => offsets.get(partition)?.has(offset) ?? false,
    isWhole: letters.isWhole,
    count: [...offsets.values()].reduce((sum, { size }) => sum + size, 0),
  };
}
