/** As the event `readings` tells it: station, time, then its values; the first one is the station's running number. */
export type NumberedReading = readonly [station: string, observedAt: number, number: number];

/** Holds the readings of one viewer against what was sent: each station's running numbers from 0, without a gap. */
export class SeenReadings {
  readonly problems: string[] = [];
  /** Milliseconds from a station to the viewer. */
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
