import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const USER_TIME_FIELD = 11;
const SYSTEM_TIME_FIELD = 12;
/** Clock ticks of `/proc`, which Linux fixes at a hundredth of a second. */
const TICK_MS = 10;
const PERCENT = 100;
const KIBIBYTES_PER_MB = 1_024;
const WINDOW_MS = 1_000;

/** Lines that tell of readings: there may be a few of each every second, faults or not. */
const OF_READINGS = /Alert Saved|dead letter|readings stored/;

/**
 * The share of one core that a process takes over some time, in percent; null on a system without `/proc`.
 */
export async function cpuPercentOver(pid: number, milliseconds: number): Promise<number | null> {
  const before = await cpuTimeMs(pid);
  const startedAt = performance.now();
  await delay(milliseconds);
  const after = await cpuTimeMs(pid);
  if (before === null || after === null) return null;
  return ((after - before) / (performance.now() - startedAt)) * PERCENT;
}

/** The most lines that were written within one second, without those that tell of readings. */
export function mostLinesInOneSecond(lines: readonly string[], arrivals: readonly number[]): number {
  const times = arrivals.filter((_, index) => !OF_READINGS.test(lines[index] ?? ''));
  let most = 0;
  let first = 0;
  times.forEach((time, index) => {
    while (time - (times[first] ?? time) >= WINDOW_MS) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

/** The most resident memory that a process has had, in megabytes; null on a system without `/proc`. */
export async function peakMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined);
  const kibibytes = status === undefined ? undefined : /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Math.round(Number(kibibytes) / KIBIBYTES_PER_MB);
}

/** User and system time; the command in parentheses may hold any character. */
async function cpuTimeMs(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TIME_FIELD]) + Number(fields[SYSTEM_TIME_FIELD])) * TICK_MS;
}
