import type { EntityManager } from '@mikro-orm/mysql';
import type { Reading } from '@weather/weather-schema';
import { readingOf, SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';

/** A row of `reading`. A row of a station that is not in `station` has no name, but the number of its station. */
export type StoredReading = Omit<Reading, 'city'>;

const PAGE_ROWS = 5_000;
/** Written so that both servers find its start in the primary key; they do not for a comparison of pairs. */
const BEHIND = 'WHERE (station_id = ? AND observed_at > ?) OR station_id > ?';
const ORDER = `ORDER BY station_id, observed_at LIMIT ${PAGE_ROWS}`;

/** The rows in the order of the primary key. */
export async function* readingPages(em: EntityManager): AsyncGenerator<StoredReading[], void, undefined> {
  const names = await stationNames(em);
  let rows = await em.execute<SelectedReading[]>(`${SELECT_READINGS} ${ORDER}`);
  for (;;) {
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => readingOf(row, names.get(row.station) ?? `station number ${row.station}`));
    rows = await em.execute<SelectedReading[]>(`${SELECT_READINGS} ${BEHIND} ${ORDER}`, [
      last.station,
      last.observedAt,
      last.station,
    ]);
  }
}

async function stationNames(em: EntityManager): Promise<Map<number, string>> {
  const rows = await em.execute<{ id: number; name: string }[]>('SELECT id, station_id AS name FROM station');
  return new Map(rows.map(({ id, name }) => [id, name]));
}
