/** A reading in the event `readings`; its first value is the sequence number at its station. */
export type NumberedReading = readonly [station: string, observedAt: number, number: number];

/** Checks that a client receives the sequence numbers of each station from 0, without a gap. */
export class ReceivedReadings {
  readonly problems: string[] = [];
  /** Milliseconds from a station to the client. */
  readonly latencies: number[] = [];
  #count = 0;
  readonly #next = new Map<string, number>();

  get count(): number {
    return this.#count;
  }

  add(readings: readonly NumberedReading[], now: number): void {
    for (const [station, observedAt, number] of readings) {
      const expected = this.#next.get(station) ?? 0;
      if (number !== expected) this.problems.push(`${station}: ${number} instead of ${expected}`);
      this.#next.set(station, number + 1);
      this.latencies.push(now - observedAt);
    }
    this.#count += readings.length;
  }
}
