import type { EntityManager } from '@mikro-orm/mysql';
import { MS_PER_DAY } from '@weather/weather-schema';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';

/** What is asked of: hours that begin from one instant to before another, of one station or of all. */
export interface SummaryRange {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** The station's own id. */
  readonly stationId?: string | undefined;
}

/** The days of one station that have readings or summaries: from the first to before the end of the last, UTC. */
export interface StationDays {
  readonly station: number;
  readonly stationId: string;
  readonly from: number;
  readonly to: number;
}

/** The stations with readings or summaries in a range, and the days in it that can have any. */
export async function* stationDays(
  em: EntityManager,
  { from, to, stationId }: SummaryRange,
): AsyncGenerator<StationDays, void, undefined> {
  const stations = await em.execute<{ id: number; name: string }[]>(
    `SELECT id, station_id AS name FROM station ${stationId === undefined ? '' : 'WHERE station_id = ?'} ORDER BY id`,
    stationId === undefined ? [] : [stationId],
  );
  for (const { id, name } of stations) {
    const bounds = await boundsOf(em, id, from, to);
    if (bounds !== undefined) yield { station: id, stationId: name, ...bounds };
  }
}

export function dayOf(instant: number): number {
  return Math.floor(instant / MS_PER_DAY) * MS_PER_DAY;
}

/** Both ends are found in the primary keys without reading what is between them. */
async function boundsOf(
  em: EntityManager,
  station: number,
  from: number,
  to: number,
): Promise<{ readonly from: number; readonly to: number } | undefined> {
  const where = (start: string): string => `WHERE station_id = ? AND ${start} >= ? AND ${start} < ?`;
  const parameters = [station, toDateTime(from), toDateTime(to)];
  const rows = await em.execute<{ first: string | null; last: string | null }[]>(
    `SELECT MIN(observed_at) AS first, MAX(observed_at) AS last FROM reading ${where('observed_at')}
     UNION ALL SELECT MIN(hour_start), MAX(hour_start) FROM reading_hour ${where('hour_start')}
     UNION ALL SELECT MIN(day_start), MAX(day_start) FROM reading_day ${where('day_start')}`,
    [...parameters, ...parameters, ...parameters],
  );
  const instants = rows.flatMap(({ first, last }) =>
    first === null || last === null ? [] : [toEpochMs(first), toEpochMs(last)],
  );
  if (instants.length === 0) return undefined;
  return { from: dayOf(Math.min(...instants)), to: dayOf(Math.max(...instants)) + MS_PER_DAY };
}
