import type { EntityManager } from '@mikro-orm/mysql';
import { toReading, SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { chunk } from '../rows/chunk.ts';
import type { ReadingRow } from '../rows/reading-columns.ts';

/** A station and an instant, in milliseconds since the epoch. */
export interface StationInstant {
  readonly station: number;
  readonly at: number;
}

/** The schema takes no reading this early, and a `DATETIME` can hold it. */
export const BEFORE_ANY_READING = Date.UTC(1800);

/** A station may have thousands of rows within the lateness bound; those of so many are in memory at a time. */
const STATIONS_AT_ONCE = 10;
const KEYS_AT_ONCE = 1_000;

/** The rows of a station. */
export interface RowsOfStation {
  readonly station: number;
  readonly rows: readonly ReadingRow[];
}

/** The rows of each of some stations later than an instant of its own, in order of time. */
export async function* rowsBehind(
  em: EntityManager,
  instants: readonly StationInstant[],
): AsyncGenerator<RowsOfStation, void, undefined> {
  for (const some of chunk(instants, STATIONS_AT_ONCE)) {
    const behind = some.map(() => '(station_id = ? AND observed_at > ?)').join(' OR ');
    const rows = await em.execute<SelectedReading[]>(
      `${SELECT_READINGS} WHERE ${behind} ORDER BY station_id, observed_at`,
      some.flatMap(({ station, at }) => [station, toDateTime(at)]),
    );
    const ofStations = Map.groupBy(rows, ({ station }) => station);
    for (const { station } of some) yield { station, rows: (ofStations.get(station) ?? []).map(rowOf) };
  }
}

/** The instant of the first reading of each of some stations; the order names the whole key, since MySQL would sort else. */
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

/** The rows that are stored at just these instants. */
export async function rowsAt(em: EntityManager, instants: readonly StationInstant[]): Promise<ReadingRow[]> {
  const found: ReadingRow[] = [];
  for (const some of chunk(instants, KEYS_AT_ONCE)) {
    const keys = some.map(({ station, at }) => [station, toDateTime(at)]);
    const rows = await em.execute<SelectedReading[]>(
      `${SELECT_READINGS} WHERE (station_id, observed_at) IN (?)`,
      [keys],
    );
    found.push(...rows.map(rowOf));
  }
  return found;
}

/** Changes flags of rows that are stored. */
export async function writeQualities(em: EntityManager, rows: readonly ReadingRow[]): Promise<void> {
  for (const some of chunk(rows, KEYS_AT_ONCE)) {
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

/** Nothing that judges a stored row needs its station's name. */
function rowOf(row: SelectedReading): ReadingRow {
  return { station: row.station, reading: toReading(row, ''), quality: row.quality };
}
