import type { Clock } from '../sources/clock.ts';

/** A clock for tests: waiting advances it at once. */
export class ManualClock implements Clock {
  /** The milliseconds of each wait. */
  readonly waits: number[] = [];

  constructor(public time = 0) {}

  now(): number {
    return this.time;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    this.waits.push(ms);
    if (!signal.aborted) this.time += ms;
    return Promise.resolve();
  }
}
