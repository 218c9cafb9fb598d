import { setImmediate as nextTurn } from 'node:timers/promises';
import { ValidateBy } from 'class-validator';
import type { Clock } from './clock.ts';

export const FULL_SPEED = 'max';
export const SPEED_ALLOWED = `${FULL_SPEED}, or how many times real time: a number above 0`;

/** Late readings come without a wait; signals and sockets get their turn after so many of them. */
const LARGEST_GROUP = 500;

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

  constructor(
    private readonly speed: number,
    private readonly clock: Clock,
  ) {}

  /**
   * What is due, in groups: as soon as anything is, together with what else is due by then. One reading at a time would
   * cost a promise or more for each, a tenth of the time at full speed. Ends when the signal is aborted.
   */
  async *groups<T>(
    items: Iterable<T>,
    timeOf: (item: T) => number,
    signal: AbortSignal,
  ): AsyncGenerator<T[]> {
    let group: T[] = [];
    for (const item of items) {
      if (group.length === LARGEST_GROUP || this.#earlyMs(timeOf(item)) > 0) {
        if (group.length > 0) yield group;
        group = [];
        await this.#due(timeOf(item), signal);
        if (signal.aborted) return;
      }
      group.push(item);
    }
    if (group.length > 0) yield group;
  }

  /** Returns when a reading of that time is due, or the signal is aborted; lets others have their turn in any case. */
  async #due(readingTime: number, signal: AbortSignal): Promise<void> {
    let early = this.#earlyMs(readingTime);
    if (early <= 0) await nextTurn();
    for (; early > 0 && !signal.aborted; early = this.#earlyMs(readingTime)) {
      await this.clock.wait(early, signal);
    }
  }

  #earlyMs(readingTime: number): number {
    this.#origin ??= { readingTime, clockTime: this.clock.now() };
    const dueAt = this.#origin.clockTime + (readingTime - this.#origin.readingTime) / this.speed;
    return dueAt - this.clock.now();
  }
}
