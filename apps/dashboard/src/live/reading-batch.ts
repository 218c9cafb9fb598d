import { replacesLatest } from '../contract/ahead.ts';
import type { LiveEvents, LiveReading } from '../contract/events.ts';

/** Collects the readings of one event. Of more than it may hold it keeps the latest of each station that is not ahead of the clock. */
export class ReadingBatch {
  #readings: LiveReading[] = [];
  #latest: Map<string, LiveReading> | undefined;
  #dropped = 0;

  constructor(
    private readonly maxReadings: number,
    private readonly now: () => number = Date.now,
  ) {}

  add(reading: LiveReading): void {
    if (this.#readings.length < this.maxReadings) {
      this.#readings.push(reading);
      return;
    }
    this.#latest ??= this.#latestOf(this.#readings);
    this.#keepLatest(this.#latest, reading);
  }

  /** Readings that were not even read. */
  addDropped(readings: number): void {
    this.#dropped += readings;
  }

  /** What has come since the last time; undefined when that is nothing. */
  take(): LiveEvents['readings'] | undefined {
    const readings = this.#latest === undefined ? this.#readings : [...this.#latest.values()];
    const dropped = this.#dropped;
    this.#readings = [];
    this.#latest = undefined;
    this.#dropped = 0;
    return readings.length + dropped === 0 ? undefined : { readings, dropped };
  }

  #latestOf(readings: readonly LiveReading[]): Map<string, LiveReading> {
    const latest = new Map<string, LiveReading>();
    for (const reading of readings) this.#keepLatest(latest, reading);
    return latest;
  }

  #keepLatest(latest: Map<string, LiveReading>, reading: LiveReading): void {
    const [station, observedAt] = reading;
    const known = latest.get(station);
    if (latest.delete(station)) this.#dropped += 1;
    latest.set(station, known && !replacesLatest(observedAt, known[1], this.now()) ? known : reading);
    const [oldest] = latest.keys();
    if (latest.size <= this.maxReadings || oldest === undefined) return;
    latest.delete(oldest);
    this.#dropped += 1;
  }
}
