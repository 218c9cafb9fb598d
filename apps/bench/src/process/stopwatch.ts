import { writeFileSync } from 'node:fs';
import { readCpuSeconds, readPeakMegabytes, readProcFile } from '@weather/service-runtime/testing';
import { MS_PER_SECOND } from '@weather/weather-schema';

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
  stop(): Interval;
}

/** CPU seconds of the whole machine since its start. */
interface MachineCpu {
  readonly busy: number;
  /** Time that the host gave to other machines while this one was runnable. */
  readonly steal: number;
}

/** CPU seconds so far. */
interface Usage extends ByProcess, MachineCpu {
  readonly helpers: number;
}

/** Clock ticks of `/proc`, which Linux fixes at a hundredth of a second. */
const TICKS_PER_SECOND = 100;
/** Of the first line of `/proc/stat`: user, nice, system, hardware and software interrupts. */
const BUSY_FIELDS = [0, 1, 2, 5, 6];
const STEAL_FIELD = 7;
const RESET_PEAK = '5';

/** Measures wall time and the resources that the processes, the servers and others use in it. */
export class Stopwatch {
  constructor(private readonly servers: { readonly kafka: number; readonly database: number }) {}

  /**
   * @param pids the measured processes; they must still run when the lap is stopped.
   * @param helpers processes of the bench that work at the same time, counted neither for the candidate nor for others.
   */
  start(pids: readonly number[], helpers: readonly number[] = [process.pid]): Lap {
    const { kafka, database } = this.servers;
    for (const pid of [kafka, database]) resetPeak(pid);
    const pidsOf = { candidate: pids, kafka: [kafka], database: [database] };
    const otherHelpers = helpers.filter((pid) => !pids.includes(pid));
    const usage = (): Usage => ({
      ...byProcess((name) => sum(pidsOf[name], readCpuSeconds)),
      helpers: sum(otherHelpers, readCpuSeconds),
      ...parseMachineCpu(readProcFile('/proc/stat')),
    });
    const before = usage();
    const startedAt = performance.now();
    return {
      stop: () => {
        const after = usage();
        const seconds = (performance.now() - startedAt) / MS_PER_SECOND;
        const peaks = byProcess((name) => sum(pidsOf[name], readPeakMegabytes));
        return intervalBetween(before, after, seconds, peaks);
      },
    };
  }
}

/** The difference of two readings of the counters. */
export function intervalBetween(
  before: Usage,
  after: Usage,
  seconds: number,
  peakMegabytes: ByProcess,
): Interval {
  const used = (counter: keyof Usage): number => after[counter] - before[counter];
  const cpuSeconds = byProcess(used);
  const known = cpuSeconds.candidate + cpuSeconds.kafka + cpuSeconds.database + used('helpers');
  return {
    seconds,
    cpuSeconds,
    peakMegabytes,
    othersCores: Math.max(0, used('busy') - known) / seconds,
    stealCores: used('steal') / seconds,
  };
}

/** A figure of each process. */
export function byProcess(figure: (name: keyof ByProcess) => number): ByProcess {
  return { candidate: figure('candidate'), kafka: figure('kafka'), database: figure('database') };
}

/** Parses `/proc/stat`. */
export function parseMachineCpu(stat: string): MachineCpu {
  const fields = (/^cpu +(.*)/.exec(stat)?.[1] ?? '').split(/\s+/).map(Number);
  const busy = BUSY_FIELDS.reduce((total, field) => total + (fields[field] ?? 0), 0);
  return { busy: busy / TICKS_PER_SECOND, steal: (fields[STEAL_FIELD] ?? 0) / TICKS_PER_SECOND };
}

/** Resets the peak memory of a server that has served earlier runs. */
function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
  } catch {
    // Where the system does not allow it, the figure is the peak since the server's start.
  }
}

function sum(pids: readonly number[], of: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + of(pid), 0);
}
