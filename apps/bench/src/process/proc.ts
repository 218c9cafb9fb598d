import { readFileSync, writeFileSync } from 'node:fs';

/** Clock ticks of `/proc`, which Linux fixes at a hundredth of a second. */
const TICKS_PER_SECOND = 100;
const KIBIBYTES_PER_MEGABYTE = 1_024;
const USER_TIME_FIELD = 11;
const SYSTEM_TIME_FIELD = 12;
/** Of the first line of `/proc/stat`: user, nice, system, hardware and software interrupts. */
const BUSY_FIELDS = [0, 1, 2, 5, 6];
const STEAL_FIELD = 7;
const RESET_PEAK = '5';

/** CPU seconds of a process so far; 0 when it has ended or there is no `/proc`. */
export function cpuSecondsOf(pid: number): number {
  return cpuSecondsFrom(textOf(`/proc/${pid}/stat`));
}

/** From `/proc/PID/stat`; the command in parentheses may hold any character. */
export function cpuSecondsFrom(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TIME_FIELD] ?? 0) + Number(fields[SYSTEM_TIME_FIELD] ?? 0)) / TICKS_PER_SECOND;
}

/** The most resident memory that a process has had since its start, or since `resetPeak`. */
export function peakMegabytesOf(pid: number): number {
  return peakMegabytesFrom(textOf(`/proc/${pid}/status`));
}

/** From `/proc/PID/status`. */
export function peakMegabytesFrom(status: string): number {
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / KIBIBYTES_PER_MEGABYTE);
}

/** Forgets the peak of a server that has lived through other runs. */
export function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
  } catch {
    // Where the system does not allow it the figure is the peak of the server's whole life.
  }
}

/** What the whole machine has spent since its start, in CPU seconds. */
export interface MachineCpu {
  readonly busy: number;
  /** What the host gave to other machines while this one wanted to run. */
  readonly steal: number;
}

export function machineCpu(): MachineCpu {
  return machineCpuFrom(textOf('/proc/stat'));
}

/** From `/proc/stat`. */
export function machineCpuFrom(stat: string): MachineCpu {
  const fields = (/^cpu +(.*)/.exec(stat)?.[1] ?? '').split(/\s+/).map(Number);
  const busy = BUSY_FIELDS.reduce((sum, field) => sum + (fields[field] ?? 0), 0);
  return { busy: busy / TICKS_PER_SECOND, steal: (fields[STEAL_FIELD] ?? 0) / TICKS_PER_SECOND };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
