import type { PartitionBounds } from '@weather/kafka-client';
import type { PartitionProgress } from '@weather/weather-store/snapshot';
import type { Discrepancies } from './discrepancies.ts';

/** A partition as Kafka and the tables see it. */
export interface PartitionState extends PartitionProgress, PartitionBounds {
  /** Records after the committed offset, including markers of transactions. */
  readonly lag: number;
}

/** The records between the earliest and the committed offset. */
export interface CountedRecords {
  readonly records: number;
  /** Offsets below the first record that Kafka still has; some of them may never have been records. */
  readonly removed: number;
}

const NO_PROGRESS = {
  nextOffset: null,
  read: 0,
  stored: 0,
  duplicates: 0,
  corrections: 0,
  deadLettered: 0,
  expired: 0,
} as const;

/**
 * Compares the progress of a group with the offsets in Kafka. The progress must have been loaded first: the end of a
 * partition only moves up.
 */
export function checkPartitions(
  topic: string,
  progress: readonly PartitionProgress[],
  bounds: ReadonlyMap<number, PartitionBounds>,
  discrepancies: Discrepancies,
): PartitionState[] {
  const progressByPartition = new Map(progress.map((partition) => [partition.partition, partition]));
  for (const partition of progress) {
    checkCounts(topic, partition, discrepancies);
    if (!bounds.has(partition.partition)) {
      discrepancies.add('unknown-partition', { place: `${topic}/${partition.partition}` });
    }
  }
  return [...bounds]
    .sort(([a], [b]) => a - b)
    .map(([partition, { earliest, end }]) => {
      const state = progressByPartition.get(partition) ?? { partition, ...NO_PROGRESS };
      const nextOffset = state.nextOffset ?? earliest;
      if (nextOffset > end) {
        const detail = `the committed offset is ${nextOffset}, the end is ${end}`;
        discrepancies.add('offset-above-end', { place: `${topic}/${partition}`, detail });
      }
      return { ...state, earliest, end, lag: Math.max(0, end - Math.max(nextOffset, earliest)) };
    });
}

/**
 * Compares the counts with the records that Kafka still has. A record below the committed offset was counted as read, or
 * as expired if Kafka deleted it before. So all records still there were read, and all those read or expired are still there or
 * were removed.
 */
export function checkRecordCount(
  topic: string,
  { partition, read, expired }: PartitionProgress,
  { records, removed }: CountedRecords,
  discrepancies: Discrepancies,
): void {
  const place = `${topic}/${partition}`;
  if (records > read) {
    const detail = `${records} records below the committed offset, ${read} counted as read`;
    discrepancies.add('records-unread', { place, detail }, records - read);
  }
  const most = records + removed;
  if (read + expired > most) {
    const detail = `${read} counted as read and ${expired} as expired, of at most ${most}`;
    discrepancies.add('records-overcounted', { place, detail }, read + expired - most);
  }
}

function checkCounts(topic: string, progress: PartitionProgress, discrepancies: Discrepancies): void {
  const { partition, read, stored, duplicates, corrections, deadLettered } = progress;
  if (read === stored + duplicates + corrections + deadLettered) return;
  const parts = `${stored} stored + ${duplicates} duplicates + ${corrections} corrections + ${deadLettered} dead-lettered`;
  discrepancies.add('counts-differ', { place: `${topic}/${partition}`, detail: `${read} read, ${parts}` });
}
