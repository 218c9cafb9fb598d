import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/mysql';
import type { DirtyDay, DirtyHours } from '@weather/weather-rules';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { toDateTime } from '../rows/date-time.ts';
import { chunk } from '../rows/chunk.ts';
import type { StationSpan } from './rollup-query.ts';

const HIGHEST_BIT = 31;
/** A statement of some 300 KB, far below what servers accept by default. */
const ROWS_PER_STATEMENT = 5_000;
const VERSIONS = 2 ** 48 - 1;

/** The number of dirty hours in a day. */
export function countHours({ hours }: DirtyDay): number {
  let count = 0;
  for (let rest = hours; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The time from the first dirty hour to the end of the last, in milliseconds since the epoch. */
export function toSpan({ station, dayStart, hours }: DirtyDay): StationSpan {
  const first = HIGHEST_BIT - Math.clz32(hours & -hours);
  const last = HIGHEST_BIT - Math.clz32(hours);
  return { station, from: dayStart + first * MS_PER_HOUR, to: dayStart + (last + 1) * MS_PER_HOUR };
}

/**
 * Marks hours dirty, in the transaction that changes their readings or flags. It has to be the last statement: row locks on
 * the marks are then held for the shortest time, and always taken after all other locks. It waits only for another
 * transaction that marks the same station's day, and for the few milliseconds in which the refresher deletes its marks.
 */
export async function markDirty(em: EntityManager, dirty: DirtyHours): Promise<void> {
  const version = randomInt(VERSIONS);
  for (const days of chunk(dirty.days(), ROWS_PER_STATEMENT)) {
    // Numbers and times need no escaping.
    const rows = days.map(
      ({ dayStart, station, hours }) => `('${toDateTime(dayStart)}',${station},${hours},${version})`,
    );
    const sql = `INSERT INTO rollup_dirty_hour (day_start, station_id, hours, version) VALUES ${rows.join(',')}
      ON DUPLICATE KEY UPDATE hours = hours | VALUES(hours), version = VALUES(version)`;
    await em.execute(sql, [], 'run');
  }
}
