import { MS_PER_MINUTE } from '@weather/weather-schema/reading';
import type { Range } from './plausible-range.ts';
import { QUALITY_FLAG, type QualityFlag } from './quality-flag.ts';
import { mostRainOnRecord } from './rain-records.ts';

const MINUTES_PER_DAY = 1_440;
const MAX_PER_MINUTE = mostRainOnRecord(1);

/** The limit where the time since the previous reading is unknown: the record of one day. */
export const MAX_PRECIPITATION_WITHOUT_HISTORY = mostRainOnRecord(MINUTES_PER_DAY);

/**
 * Checks the range of precipitation. It fell since the station's previous reading, so the highest plausible amount grows with
 * the time since then, up to the most ever measured in that time; a first reading may contain one day's record at most.
 * @param sinceMs milliseconds since the station's previous reading; undefined if there is none
 * @param range mm per minute
 */
export function checkPrecipitation(
  value: number | undefined,
  sinceMs: number | undefined,
  { min, max }: Range,
): QualityFlag {
  if (value === undefined) return QUALITY_FLAG.missing;
  if (value < min) return QUALITY_FLAG.wrong;
  if (value <= max && value <= MAX_PER_MINUTE) return QUALITY_FLAG.good;
  return value <= maxPlausible(sinceMs, max) ? QUALITY_FLAG.good : QUALITY_FLAG.wrong;
}

function maxPlausible(sinceMs: number | undefined, maxPerMinute: number): number {
  if (sinceMs === undefined) return MAX_PRECIPITATION_WITHOUT_HISTORY;
  const minutes = Math.max(1, sinceMs / MS_PER_MINUTE);
  return Math.min(maxPerMinute * minutes, mostRainOnRecord(minutes));
}
