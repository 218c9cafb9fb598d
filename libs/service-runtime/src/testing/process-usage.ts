import { readFileSync } from 'node:fs';

/** Clock ticks of `/proc`, which Linux fixes at a hundredth of a second. */
const TICKS_PER_SECOND = 100;
const KIBIBYTES_PER_MEGABYTE = 1_024;
const USER_TIME_FIELD = 11;
const SYSTEM_TIME_FIELD = 12;

/** CPU seconds of a process so far, user and system; 0 when it has ended or there is no `/proc`. */
export function readCpuSeconds(pid: number): number {
  return parseCpuSeconds(readProcFile(`/proc/${pid}/stat`));
}

/** From `/proc/PID/stat`; the command in parentheses may hold any character. */
export function parseCpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TIME_FIELD] ?? 0) + Number(fields[SYSTEM_TIME_FIELD] ?? 0)) / TICKS_PER_SECOND;
}

/** The peak resident memory of a process; 0 if it has ended or there is no `/proc`. */
export function readPeakMegabytes(pid: number): number {
  return parsePeakMegabytes(readProcFile(`/proc/${pid}/status`));
}

/** From `/proc/PID/status`. */
export function parsePeakMegabytes(status: string): number {
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / KIBIBYTES_PER_MEGABYTE);
}

/** The text of a file of `/proc`; empty where there is none. */
export function readProcFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
