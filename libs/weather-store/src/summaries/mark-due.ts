import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime } from '../rows/date-time.ts';
import type { DueDay, DueHours } from './due-hours.ts';

/** A statement of some 300 KB, far below what servers take by default. */
const ROWS_OF_STATEMENT = 5_000;
const MARKS = 2 ** 48 - 1;

/**
 * Marks hours to be summarised anew, in the transaction that changes their readings or the flags of these: as its last
 * statement, so that whoever waits for the mark waits shortest, and so that marks are locked after everything else. It
 * waits for nobody but another transaction that marks the same station's day, and for the few milliseconds in which the
 * sweep takes its marks away.
 */
export async function markDue(em: EntityManager, due: DueHours): Promise<void> {
  const days = due.days();
  const mark = randomInt(MARKS);
  for (let start = 0; start < days.length; start += ROWS_OF_STATEMENT) {
    await em.execute(insertMarks(days.slice(start, start + ROWS_OF_STATEMENT), mark), [], 'run');
  }
}

/** Numbers and times need no escaping. */
function insertMarks(days: readonly DueDay[], mark: number): string {
  const rows = days.map(
    ({ dayStart, station, hours }) => `('${toDateTime(dayStart)}',${station},${hours},${mark})`,
  );
  return `INSERT INTO summary_due (day_start, station_id, hours, mark) VALUES ${rows.join(',')}
    ON DUPLICATE KEY UPDATE hours = hours | VALUES(hours), mark = VALUES(mark)`;
}
