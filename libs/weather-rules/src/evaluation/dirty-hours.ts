import { MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema/reading';

/** The dirty hours of one station's day: those whose rollups need a refresh. */
export interface DirtyDay {
  /** The station's surrogate key. */
  readonly station: number;
  /** The beginning of the day, UTC, in milliseconds since the epoch. */
  readonly dayStart: number;
  /** A bit for each hour, the lowest for the first. */
  readonly hours: number;
}

/** Surrogate keys of stations are `INT UNSIGNED`: day and station fit in one number, exact for many thousand years. */
const STATIONS = 2 ** 32;
const HOURS_PER_DAY = 24;

/**
 * Collects the hours whose readings a transaction changes. For most readings, which belong to the same hour as the
 * station's previous one, this costs one lookup in a map.
 */
export class DirtyHours {
  readonly #lastHour = new Map<number, number>();
  readonly #hoursOfDay = new Map<number, number>();

  copy(): DirtyHours {
    const copy = new DirtyHours();
    for (const [key, hours] of this.#hoursOfDay) copy.#hoursOfDay.set(key, hours);
    return copy;
  }

  /** @param station its surrogate key. @param observedAt milliseconds since the epoch. */
  add(station: number, observedAt: number): void {
    const hour = Math.floor(observedAt / MS_PER_HOUR);
    if (this.#lastHour.get(station) === hour) return;
    this.#lastHour.set(station, hour);
    const day = Math.floor(hour / HOURS_PER_DAY);
    const key = day * STATIONS + station;
    this.#hoursOfDay.set(key, (this.#hoursOfDay.get(key) ?? 0) | (1 << (hour - day * HOURS_PER_DAY)));
  }

  /** Sorted by day and station. */
  days(): DirtyDay[] {
    return [...this.#hoursOfDay]
      .sort(([a], [b]) => a - b)
      .map(([key, hours]) => {
        const day = Math.floor(key / STATIONS);
        return { station: key - day * STATIONS, dayStart: day * MS_PER_DAY, hours };
      });
  }
}
