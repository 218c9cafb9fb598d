import { readCpuSeconds, readPeakMegabytes } from '@weather/service-runtime/testing';
import { MS_PER_SECOND } from '@weather/weather-schema';
import { machineCpu, resetPeak } from './machine-cpu.ts';

/** CPU seconds or megabytes, by who used them. */
export interface ByProcess {
  /** The measured processes together. */
  readonly candidate: number;
  readonly kafka: number;
  readonly database: number;
}

/** Time and resources used in an interval. */
export interface Interval {
  readonly seconds: number;
  readonly cpuSeconds: ByProcess;
  readonly peakMegabytes: ByProcess;
  /** Cores used by other processes, on average. */
  readonly othersCores: number;
  /** Cores that the host withheld, on average. */
  readonly stealCores: number;
}

/** A running measurement. */
export interface Lap {
  /** Seconds so far. */
  readonly seconds: number;
  stop(): Interval;
}

export interface ServerPids {
  readonly kafka: number;
  readonly database: number;
}

/** Measures wall time and the resources that the processes, the servers and others use in it. */
export class Stopwatch {
  constructor(private readonly servers: ServerPids) {}

  /**
   * @param pids the measured processes; they must still run when the lap is stopped.
   * @param helpers processes of the bench that work at the same time, counted neither for the candidate nor for others.
   */
  start(pids: readonly number[], helpers: readonly number[] = [process.pid]): Lap {
    const { kafka, database } = this.servers;
    for (const pid of [kafka, database]) resetPeak(pid);
    const own = helpers.filter((pid) => !pids.includes(pid));
    const usage = (): Usage => ({
      candidate: sum(pids, readCpuSeconds),
      kafka: readCpuSeconds(kafka),
      database: readCpuSeconds(database),
      helpers: sum(own, readCpuSeconds),
      ...machineCpu(),
    });
    const peaks = (): ByProcess => ({
      candidate: sum(pids, readPeakMegabytes),
      kafka: readPeakMegabytes(kafka),
      database: readPeakMegabytes(database),
    });
    const before = usage();
    const startedAt = performance.now();
    const seconds = (): number => (performance.now() - startedAt) / MS_PER_SECOND;
    return {
      get seconds() {
        return seconds();
      },
      stop: () => intervalBetween(before, usage(), seconds(), peaks()),
    };
  }
}

/** CPU seconds so far. */
export interface Usage extends ByProcess {
  readonly helpers: number;
  readonly busy: number;
  readonly steal: number;
}

/** The difference of two readings of the counters. */
export function intervalBetween(
  before: Usage,
  after: Usage,
  seconds: number,
  peakMegabytes: ByProcess,
): Interval {
  const used = (counter: keyof Usage): number => after[counter] - before[counter];
  const cpuSeconds = {
    candidate: used('candidate'),
    kafka: used('kafka'),
    database: used('database'),
  };
  const known = cpuSeconds.candidate + cpuSeconds.kafka + cpuSeconds.database + used('helpers');
  return {
    seconds,
    cpuSeconds,
    peakMegabytes,
    othersCores: Math.max(0, used('busy') - known) / seconds,
    stealCores: used('steal') / seconds,
  };
}

function sum(pids: readonly number[], of: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + of(pid), 0);
}
