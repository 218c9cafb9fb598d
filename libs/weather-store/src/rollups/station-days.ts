import type { EntityManager } from '@mikro-orm/mysql';
import { MS_PER_DAY } from '@weather/weather-schema';
import { Station } from '../entities/station.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import type { StationSpan } from './rollup-query.ts';

/** A range of hours, of one station or of all: those that start at `from` or later and before `to`. */
export interface RollupRange {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** The station's public ID. */
  readonly stationId?: string | undefined;
}

/** The days of one station that have readings or rollups: from the first to before the end of the last, UTC. */
export interface StationDays extends StationSpan {
  readonly stationId: string;
}

/** Finds the stations with readings or rollups in a range, and the days in it that can have any. */
export async function* stationDays(
  em: EntityManager,
  { from, to, stationId }: RollupRange,
): AsyncGenerator<StationDays, void, undefined> {
  const stations = await em.find(Station, stationId === undefined ? {} : { stationId }, {
    fields: ['id', 'stationId'],
    orderBy: { id: 'asc' },
    disableIdentityMap: true,
  });
  for (const station of stations) {
    const bounds = await findBounds(em, station.id, from, to);
    if (bounds !== undefined) yield { station: station.id, stationId: station.stationId, ...bounds };
  }
}

/** The beginning of a day, UTC. */
export function startOfDay(epochMs: number): number {
  return Math.floor(epochMs / MS_PER_DAY) * MS_PER_DAY;
}

/** Both ends are found in the primary keys, without reading the rows between them. */
async function findBounds(
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
  const times = rows.flatMap(({ first, last }) =>
    first === null || last === null ? [] : [toEpochMs(first), toEpochMs(last)],
  );
  if (times.length === 0) return undefined;
  return { from: startOfDay(Math.min(...times)), to: startOfDay(Math.max(...times)) + MS_PER_DAY };
}
