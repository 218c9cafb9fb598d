import { toEpochMs } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';

/** How far a consumer group has read a topic. */
export interface GroupProgress {
  /** The committed offset by partition; 0 while nothing has been stored. */
  readonly nextOffsets: ReadonlyMap<number, number>;
  /** When a batch of any partition was stored last, in epoch ms. */
  readonly storedAt: number | undefined;
}

/** Loads the committed offsets of a consumer group. */
export async function groupProgress(
  database: WeatherDatabase,
  group: string,
  topic: string,
): Promise<GroupProgress> {
  const rows = await database.execute<{ partition: number; next: number | string | null; at: string }>(
    `SELECT partition_number AS \`partition\`, next_offset AS next, updated_at AS at
     FROM consumer_offset WHERE consumer_group = ? AND topic = ?`,
    [group, topic],
  );
  const stored = rows.filter(({ next }) => next !== null).map(({ at }) => toEpochMs(at));
  return {
    nextOffsets: new Map(rows.map(({ partition, next }) => [partition, Number(next ?? 0)])),
    storedAt: stored.length === 0 ? undefined : Math.max(...stored),
  };
}
