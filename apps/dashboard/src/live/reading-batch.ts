import { replacesLatest } from '../contract/latest-reading.ts';
import type { LiveEvents, LiveReading } from '../contract/events.ts';

/** Collects the readings of one event. Above its limit it keeps only the latest reading of each station. */
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
    this.#latest ??= this.#findLatest(this.#readings);
    this.#keepLatest(this.#latest, reading);
  }

  /** Counts readings that were skipped without being decoded. */
  addDropped(readings: number): void {
    this.#dropped += readings;
  }

  /** The readings since the last call; undefined if there are none. */
  take(): LiveEvents['readings'] | undefined {
    const readings = this.#latest === undefined ? this.#readings : [...this.#latest.values()];
    const dropped = this.#dropped;
    this.#readings = [];
    this.#latest = undefined;
    this.#dropped = 0;
    return readings.length + dropped === 0 ? undefined : { readings, dropped };
  }

  #findLatest(readings: readonly LiveReading[]): Map<string, LiveReading> {
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

/** The latest reading of each of the most recently updated stations, with the number of its event. */
export class LatestReadings {
  /** Least recently updated first. */
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

  /** Readings published by this event or later ones. */
  since(event: number): LiveReading[] {
    return [...this.#byStation.values()]
      .filter(({ event: number }) => number >= event)
      .map(({ reading }) => reading);
  }
}
