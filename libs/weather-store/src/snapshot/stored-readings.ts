import type { EntityManager } from '@mikro-orm/mysql';
import { QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema';
import { toEpochMs } from '../sink/date-time.ts';
import { READING_COLUMNS } from '../sink/reading-columns.ts';

/** A row of `reading`. A row of a station that is not in `station` has no name, but the number of its station. */
export type StoredReading = Omit<Reading, 'city'>;

const PAGE_ROWS = 5_000;
const [STATION, OBSERVED_AT, ...QUANTITY_COLUMNS] = READING_COLUMNS;

/** mysql2 reads a `DOUBLE` with an error in its last digit; as a text it is exact. */
const SELECT = `SELECT ${STATION} AS station, ${OBSERVED_AT} AS observedAt, ${QUANTITY_COLUMNS.map(
  (column, index) => `CAST(${column} AS CHAR) AS ${QUANTITY_NAMES[index]}`,
).join(', ')} FROM reading`;
/** Written so that both servers find its start in the primary key; they do not for a comparison of pairs. */
const BEHIND = `WHERE (${STATION} = ? AND ${OBSERVED_AT} > ?) OR ${STATION} > ?`;
const ORDER = `ORDER BY ${STATION}, ${OBSERVED_AT} LIMIT ${PAGE_ROWS}`;

type Row = { readonly station: number; readonly observedAt: string } & Readonly<
  Record<Quantity, string | null>
>;

/** The rows in the order of the primary key. */
export async function* readingPages(em: EntityManager): AsyncGenerator<StoredReading[], void, undefined> {
  const names = await stationNames(em);
  let rows = await em.execute<Row[]>(`${SELECT} ${ORDER}`);
  for (;;) {
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => storedReading(row, names));
    rows = await em.execute<Row[]>(`${SELECT} ${BEHIND} ${ORDER}`, [
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

function storedReading(row: Row, names: ReadonlyMap<number, string>): StoredReading {
  const reading: StoredReading = {
    stationId: names.get(row.station) ?? `station number ${row.station}`,
    observedAt: toEpochMs(row.observedAt),
  };
  for (const name of QUANTITY_NAMES) {
    const text = row[name];
    if (text !== null) reading[name] = Number(text);
  }
  return reading;
}
