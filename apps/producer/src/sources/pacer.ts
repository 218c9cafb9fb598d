import { setImmediate as nextTurn } from 'node:timers/promises';
import { ValidateBy } from 'class-validator';
import type { Clock } from './clock.ts';

export const FULL_SPEED = 'max';
export const SPEED_ALLOWED = `${FULL_SPEED}, or a multiple of real time above 0`;

/** Overdue readings are emitted without a wait; after this many, signals and sockets get their turn. */
const MAX_GROUP_SIZE = 500;

/** @returns the multiple of real time; Infinity for `max`, NaN for an invalid text. */
export function parseSpeed(text: string): number {
  if (text === FULL_SPEED) return Number.POSITIVE_INFINITY;
  const speed = Number(text);
  return speed > 0 && Number.isFinite(speed) ? speed : Number.NaN;
}

/** Validates that `parseSpeed` accepts a setting. */
export function IsSpeed(): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(parseSpeed(value));
  return ValidateBy({ name: 'isSpeed', validator: { validate } });
}

/**
 * Paces readings in real time: the first one is due at once, each other one after its distance to the first in event time
 * divided by the speed.
 */
export class Pacer {
  #origin: { readonly readingTime: number; readonly clockTime: number } | undefined;

  constructor(
    private readonly speed: number,
    private readonly clock: Clock,
  ) {}

  /**
   * Yields due items in groups. One item at a time would cost at least a promise for each, a tenth of the time at full speed.
   * Ends when the signal is aborted.
   */
  async *groups<T>(
    items: Iterable<T>,
    timeOf: (item: T) => number,
    signal: AbortSignal,
  ): AsyncGenerator<T[]> {
    let group: T[] = [];
    for (const item of items) {
      if (group.length === MAX_GROUP_SIZE || this.#msUntilDue(timeOf(item)) > 0) {
        if (group.length > 0) yield group;
        group = [];
        await this.#waitUntilDue(timeOf(item), signal);
        if (signal.aborted) return;
      }
      group.push(item);
    }
    if (group.length > 0) yield group;
  }

  /** Returns when a reading of that time is due, or the signal is aborted; always yields to the event loop. */
  async #waitUntilDue(readingTime: number, signal: AbortSignal): Promise<void> {
    let remainingMs = this.#msUntilDue(readingTime);
    if (remainingMs <= 0) await nextTurn();
    for (; remainingMs > 0 && !signal.aborted; remainingMs = this.#msUntilDue(readingTime)) {
      await this.clock.wait(remainingMs, signal);
    }
  }

  #msUntilDue(readingTime: number): number {
    this.#origin ??= { readingTime, clockTime: this.clock.now() };
    const dueAt = this.#origin.clockTime + (readingTime - this.#origin.readingTime) / this.speed;
    return dueAt - this.clock.now();
  }
}
