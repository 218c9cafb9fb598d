import type { Work } from '../../contender.ts';
import type { Storing } from '../../run/storing.ts';
import { sourceScript } from '../../workspace.ts';
import { freshPeerTable, PEER_OFFSETS } from '../peer-tables.ts';
import { storingPeer } from '../storing-peer.ts';
import type { LoopOptions } from './loop-options.ts';

let groups = 0;

/**
 * kafkajs to `LOAD DATA` at its best settings, which neither validates nor judges and trusts its input. It joins the
 * transactions of its partitions, keeps its positions in them as the consumer does, and writes into a keyed table.
 */
export async function bareLoop(work: Work): Promise<Storing> {
  const table = await freshPeerTable(work, 'keyed');
  const { brokers, database, topic } = work;
  const group = `bare-loop-${++groups}`;
  const options: LoopOptions = { brokers, database, topic, table, offsetTable: PEER_OFFSETS, group };
  const script = sourceScript('peers/bare-loop/worker.ts');
  const loop = work.spawn(process.execPath, [script, JSON.stringify(options)]);
  return { ...storingPeer(work, loop, table), ready: loop.line(/joined/) };
}
