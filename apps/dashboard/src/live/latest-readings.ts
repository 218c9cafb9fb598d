import { replacesLatest } from '../contract/ahead.ts';
import type { LiveReading } from '../contract/events.ts';

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
