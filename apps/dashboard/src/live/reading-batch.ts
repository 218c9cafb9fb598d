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

interface RecordedReading {
  readonly reading: LiveReading;
  readonly event: number;
}

/** The latest reading of each station that is not ahead of the clock, and the event that told it; of so many stations that changed last. */
export class LatestReadings {
  /** In the order of their last change. */
  readonly #byStation = new Map<string, RecordedReading>();

  constructor(
    private readonly maxStations: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** @param event the number of the event that holds the readings. */
  record(readings: readonly LiveReading[], event: number): void {
    const now = this.now();
    for (const reading of readings) {
      const [station, observedAt] = reading;
      const known = this.#byStation.get(station);
      if (known && !replacesLatest(observedAt, known.reading[1], now)) continue;
      this.#byStation.delete(station);
      this.#byStation.set(station, { reading, event });
    }
    for (const station of this.#byStation.keys()) {
      if (this.#byStation.size <= this.maxStations) break;
      this.#byStation.delete(station);
    }
  }

  /** Those that an event of this number or a later one told. */
  since(event: number): LiveReading[] {
    return [...this.#byStation.values()]
      .filter((noted) => noted.event >= event)
      .map(({ reading }) => reading);
  }
}
