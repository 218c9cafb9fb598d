import type { Work } from '../../contender.ts';
import type { Storing } from '../../run/storing.ts';
import { sourceScript } from '../../workspace.ts';
import { freshPeerTable, PEER_OFFSETS } from '../peer-tables.ts';
import { storingPeer } from '../storing-peer.ts';
import type { LimitOptions } from './limit-options.ts';

/** What the database takes of the same rows when they are ready and there is no Kafka. */
export async function loadDataLimit(work: Work): Promise<Storing> {
  const table = await freshPeerTable(work, 'keyed');
  const { database, records } = work;
  const options: LimitOptions = { database, table, offsetTable: PEER_OFFSETS, records };
  const script = sourceScript('peers/load-data/worker.ts');
  const loader = work.spawn(process.execPath, [script, JSON.stringify(options)]);
  return { ...storingPeer(work, loader, table), ready: Promise.resolve() };
}
