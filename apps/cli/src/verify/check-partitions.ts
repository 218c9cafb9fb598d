import type { PartitionBounds } from '@weather/kafka-client';
import type { PartitionProgress } from '@weather/weather-store';
import type { Faults } from './faults.ts';

/** A partition as Kafka and the tables see it. */
export interface PartitionState extends PartitionProgress, PartitionBounds {
  /** Records behind the position, the markers of transactions counted among them. */
  readonly lag: number;
}

/**
 * Puts the accounts of a group beside what Kafka has, and adds what does not fit. The accounts must be the older of the
 * two: the end of a partition only moves up.
 */
export function checkPartitions(
  topic: string,
  accounts: readonly PartitionProgress[],
  bounds: ReadonlyMap<number, PartitionBounds>,
  faults: Faults,
): PartitionState[] {
  const accountOf = new Map(accounts.map((account) => [account.partition, account]));
  for (const account of accounts) {
    checkCounts(topic, account, faults);
    if (!bounds.has(account.partition)) {
      faults.add('unknown-partition', { place: `${topic}/${account.partition}` });
    }
  }
  return [...bounds]
    .sort(([a], [b]) => a - b)
    .map(([partition, { earliest, end }]) => {
      const account = accountOf.get(partition) ?? emptyAccount(partition);
      const position = account.nextOffset ?? earliest;
      if (position > end) {
        const detail = `the position is ${position}, the end is ${end}`;
        faults.add('position-above-end', { place: `${topic}/${partition}`, detail });
      }
      return { ...account, earliest, end, lag: Math.max(0, end - Math.max(position, earliest)) };
    });
}

/** What the records between `earliest` and the position are to be held against. */
export interface CountedRecords {
  readonly records: number;
  /** Offsets below the first record that Kafka still has; some of them may never have been records. */
  readonly removed: number;
}

/**
 * A record below the position was counted as read, or was removed by Kafka: read later than that it counts as lost. So what
 * is still there was all read, and what was read or lost is still there or was removed.
 */
export function checkRecordCount(
  topic: string,
  { partition, read, lost }: PartitionProgress,
  { records, removed }: CountedRecords,
  faults: Faults,
): void {
  const place = `${topic}/${partition}`;
  if (records > read) {
    const detail = `${records} records below the position, ${read} counted as read`;
    faults.add('records-unread', { place, detail }, records - read);
  }
  const atMost = records + removed;
  if (read + lost > atMost) {
    const detail = `${read} counted as read and ${lost} as lost, of ${atMost} at the most`;
    faults.add('records-overcounted', { place, detail }, read + lost - atMost);
  }
}

function checkCounts(topic: string, account: PartitionProgress, faults: Faults): void {
  const { partition, read, stored, repeated, replaced, deadLettered } = account;
  if (read === stored + repeated + replaced + deadLettered) return;
  const parts = `${stored} stored + ${repeated} repeated + ${replaced} replaced + ${deadLettered} dead-lettered`;
  const detail = `${read} read, ${parts}`;
  faults.add('counts-differ', { place: `${topic}/${partition}`, detail });
}

function emptyAccount(partition: number): PartitionProgress {
  return {
    partition,
    nextOffset: null,
    read: 0,
    stored: 0,
    repeated: 0,
    replaced: 0,
    deadLettered: 0,
    lost: 0,
  };
}
