import type { BenchContext, Work } from '../candidate.ts';
import { DEFAULT_STATIONS, LOAD_START } from '../load/load-reading.ts';
import type { StartConsumer, RunningConsumer } from '../run/drain-candidates.ts';
import { pipelineConsumer } from './pipeline-consumer.ts';

type Query = Pick<BenchContext, 'query'>;

const COLUMNS = 'temperature, humidity, pressure, wind_speed, wind_gust, wind_direction, precipitation';
/** Stations whose rows are copied in one statement, which bounds the size of a transaction. */
const BLOCK = 50;
const FILLED = 'reading_filled';
const EMPTY = 'reading_empty';

/**
 * The consumer on a table with many readings of the same stations, one a second up to the start of the load. The table is
 * filled once and replaces the empty one while it is used.
 */
export function filledTable(rows: number): StartConsumer {
  return async (work) => {
    await fillOnce(work, rows);
    await work.query(`RENAME TABLE reading TO ${EMPTY}, ${FILLED} TO reading`);
    const consumer = await pipelineConsumer({ rowsBefore: rows })(work);
    return { ...consumer, finish: () => finish(work, consumer) };
  };
}

async function finish(work: Work, consumer: RunningConsumer): Promise<boolean> {
  const complete = await consumer.finish();
  await removeLoad(work);
  await work.query(`RENAME TABLE reading TO ${FILLED}, ${EMPTY} TO reading`);
  return complete;
}

/** Deletes the load's rows after a run, so that the cleanup does not affect it; by station, in the order of the primary key. */
async function removeLoad({ query }: Query): Promise<void> {
  for (let station = 1; station <= DEFAULT_STATIONS; station++) {
    await query('DELETE FROM reading WHERE station_id = ? AND observed_at >= ?', [station, LOAD_START]);
  }
}

async function fillOnce(work: Work, rows: number): Promise<void> {
  const [found] = await work.query<object>(`SHOW TABLES LIKE '${FILLED}'`);
  if (found !== undefined) return;
  work.progress(`filling a table with ${rows} readings`);
  await work.query(`CREATE TABLE ${FILLED} LIKE reading`);
  await firstRows(work);
  const perStation = Math.ceil(rows / DEFAULT_STATIONS);
  for (let there = 1; there < perStation; there *= 2) {
    await copyBack(work, there, Math.min(there, perStation - there));
    work.signal.throwIfAborted();
  }
}

/** Inserts one reading of each station, the last before the load. */
async function firstRows({ query }: Query): Promise<void> {
  const values = Array.from(
    { length: DEFAULT_STATIONS },
    (_, index) => `(${index + 1}, '${LOAD_START}' - INTERVAL 1 SECOND, 20, 50, 1000, 3, 5, 90, 0)`,
  );
  await query(`INSERT INTO ${FILLED} (station_id, observed_at, ${COLUMNS}) VALUES ${values.join(', ')}`);
}

/** Copies the latest readings of each station to the seconds before its earliest. */
async function copyBack({ query }: Query, there: number, count: number): Promise<void> {
  for (let station = 1; station <= DEFAULT_STATIONS; station += BLOCK) {
    await query(
      `INSERT INTO ${FILLED} (station_id, observed_at, ${COLUMNS})
       SELECT station_id, observed_at - INTERVAL ${there} SECOND, ${COLUMNS} FROM ${FILLED}
       WHERE station_id BETWEEN ${station} AND ${station + BLOCK - 1}
         AND observed_at >= '${LOAD_START}' - INTERVAL ${count} SECOND`,
    );
  }
}
