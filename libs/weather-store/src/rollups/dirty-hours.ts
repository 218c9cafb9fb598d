import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/mysql';
import { MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema';
import { toDateTime } from '../rows/date-time.ts';
import { chunk } from '../rows/chunk.ts';

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
const HIGHEST_BIT = 31;
/** A statement of some 300 KB, far below what servers accept by default. */
const ROWS_PER_STATEMENT = 5_000;
const VERSIONS = 2 ** 48 - 1;

/**
 * Collects the hours whose readings a transaction changes. For most readings, which belong to the same hour as the
 * station's previous one, this costs one lookup in a map.
 */
export class DirtyHours {
  readonly #lastHour = new Map<number, number>();
  readonly #hoursOfDay = new Map<number, number>();

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

/** The number of dirty hours in a day. */
export function countHours({ hours }: DirtyDay): number {
  let count = 0;
  for (let rest = hours; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The time from the first dirty hour to the end of the last, in milliseconds since the epoch. */
export function toSpan({ station, dayStart, hours }: DirtyDay): {
  station: number;
  from: number;
  to: number;
} {
  const first = HIGHEST_BIT - Math.clz32(hours & -hours);
  const last = HIGHEST_BIT - Math.clz32(hours);
  return { station, from: dayStart + first * MS_PER_HOUR, to: dayStart + (last + 1) * MS_PER_HOUR };
}

/**
 * Marks hours dirty, in the transaction that changes their readings or flags. It has to be the last statement: row locks on
 * the marks are then held for the shortest time, and always taken after all other locks. It waits only for another
 * transaction that marks the same station's day, and for the few milliseconds in which the refresher deletes its marks.
 */
export async function markDirty(em: EntityManager, dirty: DirtyHours): Promise<void> {
  const version = randomInt(VERSIONS);
  for (const days of chunk(dirty.days(), ROWS_PER_STATEMENT)) {
    // Numbers and times need no escaping.
    const rows = days.map(
      ({ dayStart, station, hours }) => `('${toDateTime(dayStart)}',${station},${hours},${version})`,
    );
    const sql = `INSERT INTO rollup_dirty_hour (day_start, station_id, hours, version) VALUES ${rows.join(',')}
      ON DUPLICATE KEY UPDATE hours = hours | VALUES(hours), version = VALUES(version)`;
    await em.execute(sql, [], 'run');
  }
}
