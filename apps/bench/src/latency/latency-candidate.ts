import { setTimeout as delay } from 'node:timers/promises';
import type { ChildProgram } from '@weather/dev-stack';
import type { Candidate, Measurement, Work } from '../candidate.ts';
import type { Interval, Lap } from '../process/stopwatch.ts';
import type { RunningConsumer, StartConsumer } from '../run/drain-candidates.ts';
import { expectRunning } from '../run/time-drain.ts';
import type { SenderOptions } from '../peers/open-loop/sender.ts';
import { spawnScript } from '../workspace.ts';
import { CommitDelays } from './commit-delays.ts';
import type { OpenLoop } from './open-loop.ts';

export interface SteadyRate {
  /** Readings a second. */
  readonly rate: number;
  readonly warmSeconds: number;
  readonly measuredSeconds: number;
}

/**
 * Interval at which the committed offsets are read: a plain read of one row per partition, which takes no lock and a
 * twentieth of a core. It bounds how late a commit is observed.
 */
const POLL_MS = 2;
/** A run that takes longer has a rate that is too high for the machine. */
const DEADLINE_MS = 120_000;

/** A consumer of readings at a fixed rate, as a candidate. */
export function latencyCandidate(
  name: string,
  title: string,
  start: StartConsumer,
  steady: SteadyRate,
): Candidate {
  return { name, title, measure: (work) => measure(work, start, steady) };
}

/** The number of readings of a run, including the warm-up. */
export function readingCount({ rate, warmSeconds, measuredSeconds }: SteadyRate): number {
  return rate * (warmSeconds + measuredSeconds);
}

async function measure(work: Work, start: StartConsumer, steady: SteadyRate): Promise<Measurement> {
  const loop: OpenLoop = { rate: steady.rate, count: work.records, partitions: work.partitions };
  const consumer = await start(work);
  await consumer.ready;
  const options: SenderOptions = { ...loop, brokers: work.brokers, topic: work.topic };
  const sender = spawnScript(work, 'peers/open-loop/sender.ts', options);
  const startedAt = Number((await sender.line(/^started/)).split(' ')[1]);
  const from = steady.rate * steady.warmSeconds;
  const delays = new CommitDelays(loop, startedAt, from);
  const interval = await watchCommits(work, consumer, sender, delays);
  await sender.stop();
  const complete = await consumer.finish();
  return { events: work.records - from, interval, complete, latency: delays.latency() };
}

/** Watches the commits until the last one; the interval begins after the warm-up. */
async function watchCommits(
  work: Work,
  consumer: RunningConsumer,
  sender: ChildProgram,
  delays: CommitDelays,
): Promise<Interval> {
  const pids = consumer.processes.map(({ pid }) => pid);
  let lap: Lap | undefined;
  for (const deadline = performance.now() + DEADLINE_MS; delays.committed < work.records;) {
    delays.record(await consumer.committedOffsets(), performance.timeOrigin + performance.now());
    if (delays.committed >= delays.from) lap ??= work.stopwatch.start(pids, [process.pid, sender.pid]);
    if (performance.now() > deadline) {
      throw new Error(`${delays.committed} of ${work.records} readings were stored in time`);
    }
    expectRunning(consumer.processes, `${delays.committed} readings`);
    await delay(POLL_MS, undefined, { signal: work.signal });
  }
  return (lap ?? work.stopwatch.start(pids)).stop();
}
