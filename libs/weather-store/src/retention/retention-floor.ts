import type { EntityManager } from '@mikro-orm/mysql';
import { toEpochMs } from '../rows/date-time.ts';

/** What is gone of `reading`. */
export interface RetentionFloor {
  /** Readings before this instant are gone or on their way, in milliseconds since the epoch; the beginning of a day, UTC. */
  readonly readingsSince: number;
  /** Readings that were deleted. */
  readonly droppedCount: number;
}

const SELECT = 'SELECT readings_since, dropped_count FROM retention_floor WHERE id = 1';

export async function loadRetentionFloor(em: EntityManager): Promise<RetentionFloor> {
  return await select(em, SELECT);
}

/**
 * Reads the floor and holds it until the end of the transaction. Whoever recomputes summaries or moves the floor does so
 * first, so that one of them is at it at a time, and the floor does not move past a day that is being summarised.
 */
export async function lockRetentionFloor(em: EntityManager): Promise<RetentionFloor> {
  return await select(em, `${SELECT} FOR UPDATE`);
}

async function select(em: EntityManager, sql: string): Promise<RetentionFloor> {
  const [row] = await em.execute<{ readings_since: string; dropped_count: number | string }[]>(sql);
  if (row === undefined) throw new Error('retention_floor has lost its row: insert one with id 1');
  return { readingsSince: toEpochMs(row.readings_since), droppedCount: Number(row.dropped_count) };
}
