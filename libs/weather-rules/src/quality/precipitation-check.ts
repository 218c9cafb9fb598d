import type { Range } from './plausible-range.ts';
import { QUALITY_FLAG, type QualityFlag } from './quality-flag.ts';
import { mostRainOnRecord } from './rain-records.ts';

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1_440;
const MOST_IN_A_MINUTE = mostRainOnRecord(1);

/** What a reading may hold of which it is not known how long it has been collecting rain: a day's. */
export const MOST_PRECIPITATION_ALONE = mostRainOnRecord(MINUTES_A_DAY);

/**
 * The flag of precipitation by its range. It fell since the station's previous reading, so the highest plausible amount
 * grows with the time since then, up to the most that was ever measured in that time; a first reading holds a day's at most.
 * @param sinceMs milliseconds since the station's previous reading; undefined: there is none
 * @param range mm a minute
 */
export function checkPrecipitation(
  value: number | undefined,
  sinceMs: number | undefined,
  { min, max }: Range,
): QualityFlag {
  if (value === undefined) return QUALITY_FLAG.missing;
  if (value < min) return QUALITY_FLAG.wrong;
  if (value <= max && value <= MOST_IN_A_MINUTE) return QUALITY_FLAG.good;
  return value <= mostPlausible(sinceMs, max) ? QUALITY_FLAG.good : QUALITY_FLAG.wrong;
}

function mostPlausible(sinceMs: number | undefined, maxAMinute: number): number {
  if (sinceMs === undefined) return MOST_PRECIPITATION_ALONE;
  const minutes = Math.max(1, sinceMs / MINUTE_MS);
  return Math.min(maxAMinute * minutes, mostRainOnRecord(minutes));
}
