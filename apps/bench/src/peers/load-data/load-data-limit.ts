import type { Work } from '../../candidate.ts';
import type { RunningConsumer } from '../../run/drain-candidates.ts';
import { spawnScript } from '../../workspace.ts';
import { PEER_OFFSETS, recreatePeerTable, storingPeer } from '../peer-tables.ts';
import type { LimitOptions } from './worker.ts';

/** The rate of the database for the same rows, ready-made and without Kafka. */
export async function loadDataLimit(work: Work): Promise<RunningConsumer> {
  const table = await recreatePeerTable(work, 'keyed');
  const { database, records } = work;
  const options: LimitOptions = { database, table, offsetTable: PEER_OFFSETS, records };
  const loader = spawnScript(work, 'peers/load-data/worker.ts', options);
  return { ...storingPeer(work, loader, table), ready: Promise.resolve() };
}
