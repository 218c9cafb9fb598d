export interface RingBounds {
  readonly events: number;
  readonly bytes: number;
}

/** The last events by number, for those who come back: as many as both bounds allow. */
export class EventRing {
  readonly #frames: Buffer[] = [];
  #newest = 0;
  #bytes = 0;

  constructor(private readonly bounds: RingBounds) {}

  /** The number of the last event; 0 before the first one. */
  get newest(): number {
    return this.#newest;
  }

  /** The number of the first event that is still there; above `newest` when there is none. */
  get oldest(): number {
    return this.#newest - this.#frames.length + 1;
  }

  /** Adds the event with the next number. */
  push(frame: Buffer): void {
    this.#frames.push(frame);
    this.#newest += 1;
    this.#bytes += frame.length;
    while (this.#frames.length > this.bounds.events || this.#bytes > this.bounds.bytes) {
      this.#bytes -= this.#frames.shift()?.length ?? 0;
    }
  }

  /** The event of a number; undefined when it is no longer there. */
  at(number: number): Buffer | undefined {
    return this.#frames[number - this.oldest];
  }
}
