import type { EntityManager } from '@mikro-orm/mysql';
import type { EvaluatedReading } from '@weather/weather-rules';
import { toReading, SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { chunk } from '../rows/chunk.ts';

/** A station's surrogate key and a timestamp in epoch ms. */
export interface StationTime {
  readonly station: number;
  readonly at: number;
}

/** The schema accepts no reading this early, and a `DATETIME` can hold it. */
export const BEFORE_ANY_READING = Date.UTC(1800);

/** A station may have thousands of rows within the allowed lateness; those of this many are in memory at a time. */
const STATIONS_PER_STATEMENT = 10;
const KEYS_PER_STATEMENT = 1_000;

/** The rows of a station. */
export interface RowsOfStation {
  readonly station: number;
  readonly rows: readonly EvaluatedReading[];
}

/** Reads the rows of each station after its time, in order of event time. */
export async function* rowsAfter(
  em: EntityManager,
  keys: readonly StationTime[],
): AsyncGenerator<RowsOfStation, void, undefined> {
  for (const some of chunk(keys, STATIONS_PER_STATEMENT)) {
    const after = some.map(() => '(station_id = ? AND observed_at > ?)').join(' OR ');
    const rows = await em.execute<SelectedReading[]>(
      `${SELECT_READINGS} WHERE ${after} ORDER BY station_id, observed_at`,
      some.flatMap(({ station, at }) => [station, toDateTime(at)]),
    );
    const byStation = Map.groupBy(rows, ({ station }) => station);
    for (const { station } of some) yield { station, rows: (byStation.get(station) ?? []).map(rowOf) };
  }
}

/** Finds the time of the first reading of each station; the order names the whole key, since MySQL would sort otherwise. */
export async function firstReadings(
  em: EntityManager,
  stations: readonly number[],
): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (const some of chunk(stations)) {
    const rows = await em.execute<{ station: number; first: string | null }[]>(
      `SELECT s.id AS station, (SELECT r.observed_at FROM reading r WHERE r.station_id = s.id
         ORDER BY r.station_id, r.observed_at LIMIT 1) AS first
       FROM station s WHERE s.id IN (?)`,
      [some],
    );
    for (const { station, first } of rows) if (first !== null) found.set(station, toEpochMs(first));
  }
  return found;
}

/** Reads the rows that are stored at these keys. */
export async function rowsAt(em: EntityManager, keys: readonly StationTime[]): Promise<EvaluatedReading[]> {
  const found: EvaluatedReading[] = [];
  for (const some of chunk(keys, KEYS_PER_STATEMENT)) {
    const pairs = some.map(({ station, at }) => [station, toDateTime(at)]);
    const rows = await em.execute<SelectedReading[]>(
      `${SELECT_READINGS} WHERE (station_id, observed_at) IN (?)`,
      [pairs],
    );
    found.push(...rows.map(rowOf));
  }
  return found;
}

/** Corrects the flags of stored rows. */
export async function writeQualities(em: EntityManager, rows: readonly EvaluatedReading[]): Promise<void> {
  for (const some of chunk(rows, KEYS_PER_STATEMENT)) {
    const values = some.map(({ station, reading, quality }) => [
      station,
      toDateTime(reading.observedAt),
      quality,
    ]);
    await em.execute(
      `INSERT INTO reading (station_id, observed_at, quality) VALUES ?
       ON DUPLICATE KEY UPDATE quality = VALUES(quality)`,
      [values],
      'run',
    );
  }
}

/** Leaves the id of the station empty: evaluation of a stored row does not need it. */
function rowOf(row: SelectedReading): EvaluatedReading {
  return { station: row.station, reading: toReading(row, ''), quality: row.quality };
}
