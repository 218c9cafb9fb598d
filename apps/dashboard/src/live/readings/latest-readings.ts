import type { LiveReading } from '../../api/events.ts';

interface NotedReading {
  readonly reading: LiveReading;
  readonly event: number;
}

/** The latest reading of each station and the event that told it; of so many stations that changed last. */
export class LatestReadings {
  /** In the order of their last change. */
  readonly #byStation = new Map<string, NotedReading>();

  constructor(private readonly maxStations: number) {}

  /** @param event the number of the event that holds the readings. */
  note(readings: readonly LiveReading[], event: number): void {
    for (const reading of readings) {
      const [station] = reading;
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
