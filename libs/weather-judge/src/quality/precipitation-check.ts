import type { Range } from './plausible-range.ts';
import { QUALITY_FLAG, type QualityFlag } from './quality-flag.ts';

const MINUTE_MS = 60_000;

/**
 * The flag of precipitation by its range. It fell since the station's previous reading, so the highest plausible amount
 * grows with the time since then; a station's first reading may hold any amount.
 * @param range mm a minute
 */
export function checkPrecipitation(
  value: number | undefined,
  sinceMs: number,
  { min, max }: Range,
): QualityFlag {
  if (value === undefined) return QUALITY_FLAG.missing;
  if (value < min) return QUALITY_FLAG.wrong;
  return value <= max * Math.max(1, sinceMs / MINUTE_MS) ? QUALITY_FLAG.good : QUALITY_FLAG.wrong;
}
