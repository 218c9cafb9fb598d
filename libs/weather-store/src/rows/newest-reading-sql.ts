import { TIMELINESS } from '@weather/weather-rules';
import { toDateTime } from './date-time.ts';

const TIMELINESS_MASK = 15;

/**
 * SQL for the event time of a station's newest reading, found from the end of its part of the primary key. A reading from the future
 * does not count until its time has come. Parameters: `newestReadingParameters`. The order names the whole key, since MySQL would
 * sort all readings of the station otherwise.
 * @param station the column with the surrogate key.
 */
export function newestReadingSql(station: string): string {
  return `(SELECT n.observed_at FROM reading n WHERE n.station_id = ${station} AND n.observed_at <= ?
    AND (n.observed_at <= ? OR n.quality & ${TIMELINESS_MASK} <> ${TIMELINESS.fromFuture})
    ORDER BY n.station_id DESC, n.observed_at DESC LIMIT 1)`;
}

/** @param aheadMs readings from further in the future are ignored, whatever their flags. */
export function newestReadingParameters(now: number, aheadMs: number): [latest: string, now: string] {
  return [toDateTime(now + aheadMs), toDateTime(now)];
}
