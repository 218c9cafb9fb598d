import { TIMELINESS } from '@weather/weather-rules';
import { toDateTime } from './date-time.ts';

const TIMELINESS_MASK = 15;

/**
 * SQL for when the newest reading of a station was observed, found from the end of its part of the primary key. One that came
 * ahead of the clock does not count until its time has come. Parameters: `newestParameters`. MySQL sorts all readings of the
 * station where the order does not name the whole key.
 * @param station the column with the surrogate key.
 */
export function newestReadingSql(station: string): string {
  return `(SELECT n.observed_at FROM reading n WHERE n.station_id = ${station} AND n.observed_at <= ?
    AND (n.observed_at <= ? OR n.quality & ${TIMELINESS_MASK} <> ${TIMELINESS.fromFuture})
    ORDER BY n.station_id DESC, n.observed_at DESC LIMIT 1)`;
}

/** @param aheadMs what is further ahead of the clock is not looked at, in time or not. */
export function newestReadingParameters(now: number, aheadMs: number): [latest: string, now: string] {
  return [toDateTime(now + aheadMs), toDateTime(now)];
}
