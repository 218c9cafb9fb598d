import type { Contender, Measurement, Work } from '../../contender.ts';
import type { BenchProcess } from '../../process/bench-process.ts';
import { timeDrain } from '../../run/time-drain.ts';
import { sourceScript } from '../../workspace.ts';
import { committedInPeerOffsets, freshPeerTable, PEER_OFFSETS, rowsIn } from '../peer-tables.ts';
import type { LoopOptions } from './loop-options.ts';

let groups = 0;

/** kafkajs to `LOAD DATA` at its best settings, which neither validates nor judges and trusts its input. */
export const BARE_LOOP: Contender = {
  name: 'bare-loop',
  title: 'bare kafkajs → LOAD DATA loop, keyed table',
  measure: drain,
};

/** Starts the loop on an empty table. */
export async function startBareLoop(work: Work): Promise<{ process: BenchProcess; table: string }> {
  const table = await freshPeerTable(work, 'keyed');
  const { brokers, database, topic } = work;
  const group = `bare-loop-${++groups}`;
  const options: LoopOptions = { brokers, database, topic, table, offsetTable: PEER_OFFSETS, group };
  const script = sourceScript('peers/bare-loop/worker.ts');
  return { process: work.spawn(process.execPath, [script, JSON.stringify(options)]), table };
}

async function drain(work: Work): Promise<Measurement> {
  const { process, table } = await startBareLoop(work);
  const committed = (): Promise<number> => committedInPeerOffsets(work);
  const drained = await timeDrain({ ...work, processes: [process], committed });
  await process.stop();
  return { ...drained, complete: (await rowsIn(work, table)) === work.records };
}
