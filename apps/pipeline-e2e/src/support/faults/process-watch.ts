import { setTimeout as delay } from 'node:timers/promises';
import { readCpuSeconds } from '@weather/service-runtime/testing';
import { MS_PER_SECOND } from '@weather/weather-schema';

const PERCENT = 100;
const WINDOW_MS = 1_000;

/** Lines about readings: a few of each may be logged every second even without a fault. */
const PER_READING_LINES = /Alert Saved|dead letter|readings stored|reading corrected/;

/**
 * Measures the CPU of a process over some time, in percent of one core; null on a system without `/proc`.
 */
export async function measureCpuPercent(pid: number, milliseconds: number): Promise<number | null> {
  const before = readCpuSeconds(pid);
  const startedAt = performance.now();
  await delay(milliseconds);
  const after = readCpuSeconds(pid);
  if (before === 0 || after === 0) return null;
  return (((after - before) * MS_PER_SECOND) / (performance.now() - startedAt)) * PERCENT;
}

/** Finds the most lines that were logged within one second, without those about readings. */
export function peakLinesPerSecond(lines: readonly string[], arrivals: readonly number[]): number {
  const times = arrivals.filter((_, index) => !PER_READING_LINES.test(lines[index] ?? ''));
  let most = 0;
  let first = 0;
  times.forEach((time, index) => {
    while (time - (times[first] ?? time) >= WINDOW_MS) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
