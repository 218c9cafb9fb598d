/** The resolution of a window: of the values in each sixtieth of it only the lowest is kept. */
const SLOTS = 60;
/** Far below the resolution of any instrument, and far above the error in the difference of two decimal fractions. */
const STEPS_PER_UNIT = 1e6;

/** A window as checkpoints store it. */
export interface SavedWindow {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/**
 * The lowest of a station's values in a period that ends with the newest one. It keeps only values that are lower than every
 * later one, oldest first, and one for each sixtieth of the period: at most 61, however many readings there are. With up to
 * sixty readings in the period the lowest value is exact.
 */
export class ChangeWindow {
  readonly #times: number[];
  readonly #values: number[];
  readonly #slotMs: number;

  constructor(
    private readonly withinMs: number,
    saved: SavedWindow = { times: [], values: [] },
  ) {
    this.#times = [...saved.times];
    this.#values = [...saved.values];
    this.#slotMs = withinMs / SLOTS;
  }

  /** Adds the next value, in order of event time. @returns how far it is above the lowest, itself included. */
  rise(value: number, at: number): number {
    this.#dropHigher(value);
    if (!this.#keepsLowerInSlotOf(at)) {
      this.#times.push(at);
      this.#values.push(value);
    }
    this.#dropBefore(at - this.withinMs);
    const [lowest = value] = this.#values;
    return Math.round((value - lowest) * STEPS_PER_UNIT) / STEPS_PER_UNIT;
  }

  toJSON(): SavedWindow {
    return { times: [...this.#times], values: [...this.#values] };
  }

  #dropHigher(value: number): void {
    for (let last = this.#values.at(-1); last !== undefined && last >= value; last = this.#values.at(-1)) {
      this.#values.pop();
      this.#times.pop();
    }
  }

  #keepsLowerInSlotOf(at: number): boolean {
    const last = this.#times.at(-1);
    return last !== undefined && Math.floor(last / this.#slotMs) === Math.floor(at / this.#slotMs);
  }

  #dropBefore(earliest: number): void {
    for (let [first] = this.#times; first !== undefined && first < earliest; [first] = this.#times) {
      this.#times.shift();
      this.#values.shift();
    }
  }
}
