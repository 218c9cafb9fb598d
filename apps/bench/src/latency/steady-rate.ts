import { setTimeout as delay } from 'node:timers/promises';
import type { Contender, Measurement, Work } from '../contender.ts';
import { expectRunning, type BenchProcess } from '../process/bench-process.ts';
import type { Interval, Lap } from '../process/stopwatch.ts';
import type { StartStoring, Storing } from '../run/storing.ts';
import { sourceScript } from '../workspace.ts';
import { CommitDelays } from './commit-delays.ts';
import type { OpenLoop } from './open-loop.ts';

export interface SteadyRate {
  /** Readings a second. */
  readonly rate: number;
  readonly warmSeconds: number;
  readonly measuredSeconds: number;
}

/**
 * How often the positions are read: a plain read of a row for each partition, which takes no lock and a twentieth of a
 * core. It bounds how late a commit is seen.
 */
const POLL_MS = 2;
/** Beyond it the rate is more than the machine can take. */
const DEADLINE_MS = 120_000;

/** The storing of readings that come at a fixed rate, as a contender. */
export function answers(name: string, title: string, start: StartStoring, steady: SteadyRate): Contender {
  return { name, title, measure: (work) => measure(work, start, steady) };
}

/** The readings of a run, those of the warm-up included. */
export function readingsOf({ rate, warmSeconds, measuredSeconds }: SteadyRate): number {
  return rate * (warmSeconds + measuredSeconds);
}

async function measure(work: Work, start: StartStoring, steady: SteadyRate): Promise<Measurement> {
  const loop: OpenLoop = { rate: steady.rate, count: work.records, partitions: work.partitions };
  const storing = await start(work);
  await storing.ready;
  const options = JSON.stringify({ ...loop, brokers: work.brokers, topic: work.topic });
  const sender = work.spawn(process.execPath, [sourceScript('peers/open-loop/sender.ts'), options]);
  const startedAt = Number((await sender.line(/^started/)).split(' ')[1]);
  const from = steady.rate * steady.warmSeconds;
  const delays = new CommitDelays(loop, startedAt, from);
  const interval = await follow(work, { storing, sender, delays, from });
  await sender.stop();
  const complete = await storing.finish();
  return { events: work.records - from, interval, complete, latency: delays.latency() };
}

interface Following {
  readonly storing: Storing;
  readonly sender: BenchProcess;
  readonly delays: CommitDelays;
  readonly from: number;
}

/** Watches the commits to the last one; the interval begins when the warm-up is over. */
async function follow(work: Work, { storing, sender, delays, from }: Following): Promise<Interval> {
  const pids = storing.processes.map(({ pid }) => pid);
  let lap: Lap | undefined;
  for (const deadline = performance.now() + DEADLINE_MS; delays.committed < work.records;) {
    delays.note(await storing.positions(), performance.timeOrigin + performance.now());
    if (delays.committed >= from) lap ??= work.stopwatch.start(pids, [process.pid, sender.pid]);
    if (performance.now() > deadline) {
      throw new Error(`${delays.committed} of ${work.records} readings were stored in time`);
    }
    expectRunning(storing.processes, `${delays.committed} readings`);
    await delay(POLL_MS, undefined, { signal: work.signal });
  }
  return (lap ?? work.stopwatch.start(pids)).stop();
}
