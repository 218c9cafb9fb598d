import { writeFileSync } from 'node:fs';
import { readProcFile } from '@weather/service-runtime/testing';

/** Clock ticks of `/proc`, which Linux fixes at a hundredth of a second. */
const TICKS_PER_SECOND = 100;
/** Of the first line of `/proc/stat`: user, nice, system, hardware and software interrupts. */
const BUSY_FIELDS = [0, 1, 2, 5, 6];
const STEAL_FIELD = 7;
const RESET_PEAK = '5';

/** Resets the peak memory of a server that has served earlier runs. */
export function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
  } catch {
    // Where the system does not allow it, the figure is the peak since the server's start.
  }
}

/** CPU seconds of the whole machine since its start. */
export interface MachineCpu {
  readonly busy: number;
  /** Time that the host gave to other machines while this one was runnable. */
  readonly steal: number;
}

export function machineCpu(): MachineCpu {
  return machineCpuFrom(readProcFile('/proc/stat'));
}

/** From `/proc/stat`. */
export function machineCpuFrom(stat: string): MachineCpu {
  const fields = (/^cpu +(.*)/.exec(stat)?.[1] ?? '').split(/\s+/).map(Number);
  const busy = BUSY_FIELDS.reduce((sum, field) => sum + (fields[field] ?? 0), 0);
  return { busy: busy / TICKS_PER_SECOND, steal: (fields[STEAL_FIELD] ?? 0) / TICKS_PER_SECOND };
}
