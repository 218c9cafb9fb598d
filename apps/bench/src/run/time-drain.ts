import { setTimeout as delay } from 'node:timers/promises';
import { expectRunning, type BenchProcess } from '../process/bench-process.ts';
import type { Interval, Stopwatch } from '../process/stopwatch.ts';

export interface DrainOptions {
  readonly stopwatch: Stopwatch;
  readonly processes: readonly BenchProcess[];
  readonly records: number;
  /** Resolves when all of the processes are at work: nothing before it counts. */
  readonly ready?: Promise<unknown>;
  /** How many records are committed so far. */
  readonly committed: () => Promise<number>;
  readonly signal: AbortSignal;
}

export interface Drain {
  /** Records committed within the interval. */
  readonly events: number;
  readonly interval: Interval;
}

const POLL_MS = 10;
/** The start of a JVM on a busy machine included. */
const SILENCE_DEADLINE_MS = 120_000;

/**
 * Times the draining of a topic, from the first commit that is seen to the one of the last record: starting a process is
 * nobody's throughput.
 * @throws Error when a process ends, or nothing more is committed for two minutes.
 */
export async function timeDrain(options: DrainOptions): Promise<Drain> {
  const { stopwatch, processes, records, committed, ready } = options;
  await changeFrom(0, options);
  await ready;
  const first = await committed();
  if (first >= records) throw new Error('all records were committed before everybody was at work: too few');
  const lap = stopwatch.start(processes.map(({ pid }) => pid));
  for (let seen = first; seen < records;) seen = await changeFrom(seen, options);
  return { events: records - first, interval: lap.stop() };
}

async function changeFrom(
  seen: number,
  { committed, processes, records, signal }: DrainOptions,
): Promise<number> {
  for (const deadline = performance.now() + SILENCE_DEADLINE_MS; ;) {
    signal.throwIfAborted();
    const now = await committed();
    if (now > seen) return now;
    expectRunning(processes, `${seen} of ${records} records`);
    if (performance.now() > deadline)
      throw new Error(`nothing more was committed after ${seen} of ${records}`);
    await delay(POLL_MS);
  }
}
