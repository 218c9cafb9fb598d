import type { EntityManager } from '@mikro-orm/mysql';
import { MS_PER_DAY } from '@weather/weather-schema';
import { toDateTime } from '../rows/date-time.ts';
import { spanOf, type DueDay } from './due-hours.ts';
import { SUMMARY_COLUMNS } from './summary-columns.ts';
import { START_COLUMN, summaryQuery, type StationSpan, type SummaryTable } from './summary-query.ts';

/**
 * Makes the rows of a day's due hours, and of the day, what the readings say now. The hours between the first and the last
 * are made anew with them.
 */
export async function recomputeDay(em: EntityManager, due: DueDay): Promise<void> {
  await replace(em, 'reading_hour', spanOf(due));
  const { station, dayStart } = due;
  await replace(em, 'reading_day', { station, from: dayStart, to: dayStart + MS_PER_DAY });
}

/** Deleted first: an hour whose readings are gone has no row. */
async function replace(em: EntityManager, table: SummaryTable, span: StationSpan): Promise<void> {
  const start = START_COLUMN[table];
  const { station, from, to } = span;
  await em.execute(
    `DELETE FROM ${table} WHERE station_id = ? AND ${start} >= ? AND ${start} < ?`,
    [station, toDateTime(from), toDateTime(to)],
    'run',
  );
  const { sql, parameters } = summaryQuery(table, span);
  const columns = ['station_id', start, ...SUMMARY_COLUMNS.map(({ name }) => name)];
  await em.execute(`INSERT INTO ${table} (${columns.join(', ')}) ${sql}`, [...parameters], 'run');
}
