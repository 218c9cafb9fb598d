import { setTimeout as delay } from 'node:timers/promises';
import type { ChildProgram } from '@weather/dev-stack';
import type { Measurement, Work } from '../candidate.ts';

interface DrainOptions extends Pick<Work, 'stopwatch' | 'records' | 'signal'> {
  readonly processes: readonly ChildProgram[];
  /** Resolves when all processes are at work; the measurement starts afterwards. */
  readonly ready?: Promise<unknown>;
  /** Counts the committed records. */
  readonly committed: () => Promise<number>;
}

const POLL_MS = 10;
/** Includes the start of a JVM on a busy machine. */
const SILENCE_DEADLINE_MS = 120_000;

/**
 * Times the draining of a topic from the first observed commit to that of the last record; the start of the processes is not
 * counted.
 * @throws Error when a process exits, or nothing is committed for two minutes.
 */
export async function timeDrain(options: DrainOptions): Promise<Pick<Measurement, 'events' | 'interval'>> {
  const { stopwatch, processes, records, committed, ready } = options;
  await waitForProgress(0, options);
  await ready;
  const first = await committed();
  if (first >= records)
    throw new Error('all records were committed before all processes had started: too few records');
  const lap = stopwatch.start(processes.map(({ pid }) => pid));
  for (let seen = first; seen < records;) seen = await waitForProgress(seen, options);
  return { events: records - first, interval: lap.stop() };
}

async function waitForProgress(
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

/** @throws Error with its output when one of the processes has exited. */
export function expectRunning(processes: readonly ChildProgram[], done: string): void {
  for (const { running, output } of processes) {
    if (!running) throw new Error(`it exited after ${done}:\n${output}`);
  }
}
