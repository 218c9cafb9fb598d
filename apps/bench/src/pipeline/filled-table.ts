import type { Surroundings, Work } from '../contender.ts';
import { DEFAULT_STATIONS, LOAD_START } from '../load/load-reading.ts';
import type { StartStoring, Storing } from '../run/storing.ts';
import { pipelineConsumer } from './pipeline-consumer.ts';

type Query = Pick<Surroundings, 'query'>;

const COLUMNS = 'temperature, humidity, pressure, wind_speed, wind_gust, wind_direction, precipitation';
/** Stations whose rows are copied in one statement, so that no transaction is too large. */
const BLOCK = 50;
const FILLED = 'reading_filled';
const EMPTY = 'reading_empty';

/**
 * The consumer on a table that holds many readings already: of the same stations, a second apart, up to the day on which
 * the load begins. The table is filled once and takes the place of the empty one while it is used.
 */
export function filledTable(rows: number): StartStoring {
  return async (work) => {
    await fillOnce(work, rows);
    await work.query(`RENAME TABLE reading TO ${EMPTY}, ${FILLED} TO reading`);
    const storing = await pipelineConsumer({ rowsBefore: rows })(work);
    return { ...storing, finish: () => finish(work, storing) };
  };
}

async function finish(work: Work, storing: Storing): Promise<boolean> {
  const complete = await storing.finish();
  await removeLoad(work);
  await work.query(`RENAME TABLE reading TO ${FILLED}, ${EMPTY} TO reading`);
  return complete;
}

/** Afterwards, so that what the server has to clean up does not weigh on a run; by station, as the rows lie. */
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

/** One reading of each station, the last before the load. */
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
