import type { Contender, Measurement, Work } from '../contender.ts';
import type { BenchProcess } from '../process/bench-process.ts';
import { timeDrain } from './time-drain.ts';

/** How far each partition is stored: the offset that comes next. */
export type Positions = ReadonlyMap<number, number>;

/** Something that stores a topic, at work. */
export interface Storing {
  readonly processes: readonly BenchProcess[];
  /** Resolves when it reads the topic. */
  readonly ready: Promise<unknown>;
  /** What is committed so far. */
  positions(): Promise<Positions>;
  /** Ends it; whether everything that should be in its tables is there. */
  finish(): Promise<boolean>;
}

/** Starts something that stores the work's topic, on empty tables. */
export type StartStoring = (work: Work) => Promise<Storing>;

/** The draining of a topic that is full, as a contender. */
export function drains(name: string, title: string, start: StartStoring): Contender {
  return { name, title, measure: (work) => drain(work, start) };
}

async function drain(work: Work, start: StartStoring): Promise<Measurement> {
  const storing = await start(work);
  const committed = async (): Promise<number> => total(await storing.positions());
  const { processes, ready } = storing;
  const drained = await timeDrain({ ...work, processes, ready, committed });
  return { ...drained, complete: await storing.finish() };
}

/** Records stored, over all partitions. */
export function total(positions: Positions): number {
  return [...positions.values()].reduce((sum, position) => sum + position, 0);
}
