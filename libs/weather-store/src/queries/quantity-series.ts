/** More values than that are not read for one series: its hours, or else its days, take their place. */
export const MAX_SERIES_ROWS = 200_000;

/** The values of one quantity in the order of time: columns of equal length. */
export interface QuantitySeries {
  /** Whether the values are readings, or the means of hours or of days, of precipitation the sums. */
  readonly resolution: 'reading' | 'hour' | 'day';
  /** Milliseconds since the epoch. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** The flags of quality control; 0 throughout for hours and days, which are made of good values. */
  readonly flags: readonly number[];
}
