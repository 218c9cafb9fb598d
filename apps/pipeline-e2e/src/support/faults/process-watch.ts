import { setTimeout as delay } from 'node:timers/promises';
import { cpuSecondsOf } from '@weather/service-runtime/testing';

const PERCENT = 100;
const MS_PER_SECOND = 1_000;
const WINDOW_MS = 1_000;

/** Lines that tell of readings: there may be a few of each every second, faults or not. */
const OF_READINGS = /Alert Saved|dead letter|readings stored|reading replaced/;

/**
 * The share of one core that a process takes over some time, in percent; null on a system without `/proc`.
 */
export async function cpuPercentOver(pid: number, milliseconds: number): Promise<number | null> {
  const before = cpuSecondsOf(pid);
  const startedAt = performance.now();
  await delay(milliseconds);
  const after = cpuSecondsOf(pid);
  if (before === 0 || after === 0) return null;
  return (((after - before) * MS_PER_SECOND) / (performance.now() - startedAt)) * PERCENT;
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
