import type { BenchContext } from '../candidate.ts';
import type { Outcome } from '../load/load-record.ts';
import { DEFAULT_STATIONS, stationAt } from '../load/load-reading.ts';
import type { OffsetsByPartition } from '../run/drain-candidates.ts';
import { startApp } from './built-apps.ts';

type Query = Pick<BenchContext, 'query'>;

const TABLES = [
  'station',
  'station_checkpoint',
  'warning_temperatures',
  'alert_episode',
  'notification_outbox',
  'rollup_dirty_hour',
  'consumer_offset',
];

/** Creates the pipeline's tables and topics with the built migrator. */
export async function migrate(context: BenchContext): Promise<void> {
  const migrator = startApp('migrator', context, { TOPIC: 'bench_unused' });
  const exit = await migrator.exited;
  if (exit !== 0) throw new Error(`the migrator exited with ${exit}:\n${migrator.output}`);
}

/** Empties the tables, optionally except for the readings. */
export async function emptyTables({ query }: Query, keepReadings = false): Promise<void> {
  for (const table of TABLES) await query(`TRUNCATE TABLE ${table}`);
  if (!keepReadings) await query('TRUNCATE TABLE reading');
}

/** Inserts the stations of existing rows with the same ids. */
export async function addStations({ query }: Query): Promise<void> {
  const values = Array.from(
    { length: DEFAULT_STATIONS },
    (_, index) => `(${index + 1}, '${stationAt(index, DEFAULT_STATIONS)}')`,
  );
  await query(`INSERT INTO station (id, station_id) VALUES ${values.join(', ')}`);
}

/** Reads the committed offsets of a consumer group. */
export async function readCommittedOffsets({ query }: Query, group: string): Promise<OffsetsByPartition> {
  const rows = await query<{ partition: number; nextOffset: number | string | null }>(
    'SELECT partition_number AS `partition`, next_offset AS nextOffset FROM consumer_offset WHERE consumer_group = ?',
    [group],
  );
  return new Map(rows.map(({ partition, nextOffset }) => [partition, Number(nextOffset ?? 0)]));
}

/** Reads the outcome of a group from the tables, without the `rowsBefore` that existed before. */
export async function readOutcome({ query }: Query, group: string, rowsBefore: number): Promise<Outcome> {
  const [row] = await query<Record<keyof Outcome, number | string | null>>(
    `SELECT (SELECT COUNT(*) FROM reading) AS \`rows\`, (SELECT COUNT(*) FROM warning_temperatures) AS exceedances,
       SUM(dead_lettered_count) AS deadLetters, SUM(duplicate_count + correction_count) AS \`duplicates\`
     FROM consumer_offset WHERE consumer_group = ?`,
    [group],
  );
  return {
    rows: Number(row?.rows) - rowsBefore,
    exceedances: Number(row?.exceedances),
    deadLetters: Number(row?.deadLetters),
    duplicates: Number(row?.duplicates),
  };
}
