import type { Candidate, Measurement, Work } from '../candidate.ts';
import type { ChildProgram } from '@weather/dev-stack';
import { timeDrain } from './time-drain.ts';

/** The next offset of each partition. */
export type OffsetsByPartition = ReadonlyMap<number, number>;

/** A consumer that stores a topic. */
export interface RunningConsumer {
  readonly processes: readonly ChildProgram[];
  /** Resolves when it consumes the topic. */
  readonly ready: Promise<unknown>;
  /** Reads the committed offsets. */
  committedOffsets(): Promise<OffsetsByPartition>;
  /** Stops it; returns whether its tables are complete and correct. */
  finish(): Promise<boolean>;
}

/** Starts a consumer of the work's topic on empty tables. */
export type StartConsumer = (work: Work) => Promise<RunningConsumer>;

/** A consumer of a full topic as a candidate. */
export function consumerCandidate(name: string, title: string, start: StartConsumer): Candidate {
  return { name, title, measure: (work) => drain(work, start) };
}

async function drain(work: Work, start: StartConsumer): Promise<Measurement> {
  const consumer = await start(work);
  const committed = async (): Promise<number> => totalOffset(await consumer.committedOffsets());
  const { processes, ready } = consumer;
  const drained = await timeDrain({ ...work, processes, ready, committed });
  return { ...drained, complete: await consumer.finish() };
}

/** The number of stored records over all partitions. */
function totalOffset(committedOffsets: OffsetsByPartition): number {
  return [...committedOffsets.values()].reduce((sum, position) => sum + position, 0);
}
