import { MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema';

/** The hours of one station's day that are to be summarised anew. */
export interface DueDay {
  readonly station: number;
  /** The beginning of the day, UTC, in milliseconds since the epoch. */
  readonly dayStart: number;
  /** A bit for each hour, the lowest for the first. */
  readonly hours: number;
}

/** Small ids of stations are `INT UNSIGNED`: day and station in one number, exact for many thousand years. */
const STATIONS = 2 ** 32;
const HOURS_PER_DAY = 24;

/**
 * Collects the hours whose readings a transaction changes. The usual reading, of the hour of its station's last one, costs
 * a look into a map.
 */
export class DueHours {
  readonly #lastHour = new Map<number, number>();
  readonly #hoursOfDay = new Map<number, number>();

  /** @param station its small id. @param observedAt milliseconds since the epoch. */
  add(station: number, observedAt: number): void {
    const hour = Math.floor(observedAt / MS_PER_HOUR);
    if (this.#lastHour.get(station) === hour) return;
    this.#lastHour.set(station, hour);
    const day = Math.floor(hour / HOURS_PER_DAY);
    const key = day * STATIONS + station;
    this.#hoursOfDay.set(key, (this.#hoursOfDay.get(key) ?? 0) | (1 << (hour - day * HOURS_PER_DAY)));
  }

  /** In order of day and station. */
  days(): DueDay[] {
    return [...this.#hoursOfDay]
      .sort(([a], [b]) => a - b)
      .map(([key, hours]) => {
        const day = Math.floor(key / STATIONS);
        return { station: key - day * STATIONS, dayStart: day * MS_PER_DAY, hours };
      });
  }
}

/** How many hours of a day are due. */
export function hoursIn({ hours }: DueDay): number {
  let count = 0;
  for (let rest = hours; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** From the first of the hours to the end of the last, in milliseconds since the epoch. */
export function spanOf({ station, dayStart, hours }: DueDay): { station: number; from: number; to: number } {
  const first = HIGHEST_BIT - Math.clz32(hours & -hours);
  const last = HIGHEST_BIT - Math.clz32(hours);
  return { station, from: dayStart + first * MS_PER_HOUR, to: dayStart + (last + 1) * MS_PER_HOUR };
}

const HIGHEST_BIT = 31;
