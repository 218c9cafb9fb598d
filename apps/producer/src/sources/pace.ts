import { setImmediate as nextTurn } from 'node:timers/promises';
import { ValidateBy } from 'class-validator';
import type { Clock } from './clock.ts';

export const FULL_SPEED = 'max';
export const SPEED_ALLOWED = `${FULL_SPEED}, or how many times real time: a number above 0`;

/** Late readings come without a wait; signals and sockets get their turn after so many of them. */
const READINGS_PER_TURN = 500;

/** @returns how many times real time; Infinity for `max`, NaN for what is no speed. */
export function parseSpeed(text: string): number {
  if (text === FULL_SPEED) return Number.POSITIVE_INFINITY;
  const speed = Number(text);
  return speed > 0 && Number.isFinite(speed) ? speed : Number.NaN;
}

/** A setting that `parseSpeed` understands. */
export function IsSpeed(): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(parseSpeed(value));
  return ValidateBy({ name: 'isSpeed', validator: { validate } });
}

/**
 * Maps the time of the readings to the time of the clock: the first one asked for is due at once, the others as much
 * later as they are apart, divided by the speed.
 */
export class Pace {
  #origin: { readonly readingTime: number; readonly clockTime: number } | undefined;
  #sinceTurn = 0;

  constructor(
    private readonly speed: number,
    private readonly clock: Clock,
  ) {}

  /** Returns when a reading of that time is due, or the signal is aborted. */
  async due(readingTime: number, signal: AbortSignal): Promise<void> {
    this.#origin ??= { readingTime, clockTime: this.clock.now() };
    const dueAt = this.#origin.clockTime + (readingTime - this.#origin.readingTime) / this.speed;
    for (
      let early = dueAt - this.clock.now();
      early > 0 && !signal.aborted;
      early = dueAt - this.clock.now()
    ) {
      await this.clock.wait(early, signal);
      this.#sinceTurn = 0;
    }
    if (++this.#sinceTurn >= READINGS_PER_TURN) {
      this.#sinceTurn = 0;
      await nextTurn();
    }
  }
}
