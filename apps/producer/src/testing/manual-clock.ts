import type { Clock } from './clock.ts';

/** A clock for tests: waiting moves it on at once. */
export class ManualClock implements Clock {
  /** How long each wait was. */
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
