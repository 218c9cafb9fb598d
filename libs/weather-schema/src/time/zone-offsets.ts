import { MS_PER_HOUR } from './time-units.ts';

/** More than a year of hours: bounds the memory, keeps what a replay needs. */
const MAX_CACHED_HOURS = 10_000;

/** The offset of a time zone from UTC, in milliseconds, at a time in milliseconds. */
export type OffsetLookup = (at: number, zone: string) => number;

/**
 * Memoizes a lookup by the hour: a zone that has the same offset at both ends of an hour has it in between. In an hour with a
 * change, every time is looked up.
 */
export function memoizeByHour(offsetAt: OffsetLookup): OffsetLookup {
  const offsets = new Map<string, Map<number, number>>();
  return (at, zone) => {
    const hours = offsets.get(zone) ?? new Map<number, number>();
    offsets.set(zone, hours);
    if (hours.size > MAX_CACHED_HOURS) hours.clear();
    const hour = Math.floor(at / MS_PER_HOUR);
    const first = offsetAtHour(hours, hour, zone, offsetAt);
    return first === offsetAtHour(hours, hour + 1, zone, offsetAt) ? first : offsetAt(at, zone);
  };
}

function offsetAtHour(
  hours: Map<number, number>,
  hour: number,
  zone: string,
  offsetAt: OffsetLookup,
): number {
  const cached = hours.get(hour);
  if (cached !== undefined) return cached;
  const offset = offsetAt(hour * MS_PER_HOUR, zone);
  hours.set(hour, offset);
  return offset;
}
