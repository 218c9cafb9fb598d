import type { Contender, Measurement, Work } from '../../contender.ts';
import { timeDrain } from '../../run/time-drain.ts';
import { sourceScript } from '../../workspace.ts';
import { committedInPeerOffsets, freshPeerTable, PEER_OFFSETS, rowsIn } from '../peer-tables.ts';
import type { LimitOptions } from './limit-options.ts';

/** What the database takes of the same rows when they are ready and there is no Kafka. */
export const LOAD_DATA_LIMIT: Contender = {
  name: 'load-data',
  title: 'LOAD DATA of the same rows, two connections, no Kafka',
  measure: load,
};

async function load(work: Work): Promise<Measurement> {
  const table = await freshPeerTable(work, 'keyed');
  const { database, records } = work;
  const options: LimitOptions = { database, table, offsetTable: PEER_OFFSETS, records };
  const worker = work.spawn(process.execPath, [
    sourceScript('peers/load-data/worker.ts'),
    JSON.stringify(options),
  ]);
  const committed = (): Promise<number> => committedInPeerOffsets(work);
  const drained = await timeDrain({ ...work, processes: [worker], committed });
  await worker.stop();
  return { ...drained, complete: (await rowsIn(work, table)) === records };
}
