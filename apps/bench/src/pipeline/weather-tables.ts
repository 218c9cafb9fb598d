import type { Surroundings } from '../contender.ts';
import type { Outcome } from '../load/load-record.ts';
import { DEFAULT_STATIONS, stationOf } from '../load/load-reading.ts';
import type { Positions } from '../run/storing.ts';
import { startApp } from './built-apps.ts';

type Query = Pick<Surroundings, 'query'>;

const TABLES = [
  'station',
  'station_checkpoint',
  'warning_temperatures',
  'alert_episode',
  'notification_outbox',
  'rollup_dirty_hour',
  'consumer_offset',
];

/** Makes the pipeline's tables and topics, with the built migrator. */
export async function migrate(surroundings: Surroundings): Promise<void> {
  const migrator = startApp('migrator', surroundings, { TOPIC: 'bench_unused' });
  const exit = await migrator.exited;
  if (exit !== 0) throw new Error(`the migrator ended with ${exit}:\n${migrator.output}`);
}

/** Empties the tables, as they are on the first day; readings that were put there on purpose may stay. */
export async function emptyTables({ query }: Query, keepReadings = false): Promise<void> {
  for (const table of TABLES) await query(`TRUNCATE TABLE ${table}`);
  if (!keepReadings) await query('TRUNCATE TABLE reading');
}

/** The stations of the rows that are there, with the same ids. */
export async function addStations({ query }: Query): Promise<void> {
  const values = Array.from(
    { length: DEFAULT_STATIONS },
    (_, index) => `(${index + 1}, '${stationOf(index, DEFAULT_STATIONS)}')`,
  );
  await query(`INSERT INTO station (id, station_id) VALUES ${values.join(', ')}`);
}

/** How far a group has come. */
export async function positionsOf({ query }: Query, group: string): Promise<Positions> {
  const rows = await query<{ partition: number; position: number | string | null }>(
    'SELECT partition_number AS `partition`, next_offset AS position FROM consumer_offset WHERE consumer_group = ?',
    [group],
  );
  return new Map(rows.map(({ partition, position }) => [partition, Number(position ?? 0)]));
}

/** What a group has left in the tables, in the form of what is expected. `rowsBefore` were there already. */
export async function storedOutcome({ query }: Query, group: string, rowsBefore: number): Promise<Outcome> {
  const [row] = await query<Record<keyof Outcome, number | string | null>>(
    `SELECT (SELECT COUNT(*) FROM reading) AS \`rows\`, (SELECT COUNT(*) FROM warning_temperatures) AS alerts,
       SUM(dead_lettered_count) AS deadLetters, SUM(repeated_count + replaced_count) AS \`repeats\`
     FROM consumer_offset WHERE consumer_group = ?`,
    [group],
  );
  return {
    rows: Number(row?.rows) - rowsBefore,
    alerts: Number(row?.alerts),
    deadLetters: Number(row?.deadLetters),
    repeats: Number(row?.repeats),
  };
}
