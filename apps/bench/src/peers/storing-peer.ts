import type { Work } from '../contender.ts';
import type { BenchProcess } from '../process/bench-process.ts';
import type { Storing } from '../run/storing.ts';
import { peerPositions, rowsIn } from './peer-tables.ts';

/** A process that stores a row for each record in a peers' table, and keeps its positions beside it. */
export function storingPeer(work: Work, process: BenchProcess, table: string): Omit<Storing, 'ready'> {
  return {
    processes: [process],
    positions: () => peerPositions(work),
    finish: async () => {
      await process.stop();
      return (await rowsIn(work, table)) === work.records;
    },
  };
}
