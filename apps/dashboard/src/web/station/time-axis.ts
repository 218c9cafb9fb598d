import type uPlot from 'uplot';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../format/time.ts';

const MONTH_MS = 28 * DAY_MS;
const YEAR_MS = 365 * DAY_MS;
/** The second line of a tick stands below the first one. */
const REPLACES_NOTHING = 1;
const NEW_YEAR = '\n{YYYY}';
const NEW_DAY = '\n{D} {MMM}';
const FIRST_DAY = '\n{D} {MMM} {YYYY}';

/** The ticks of the time from each distance on: their text, and what a new year, month, day, hour, minute, second adds. */
export const TIME_TICKS: uPlot.Axis.TimeValuesConfig = [
  [YEAR_MS, '{YYYY}', null, null, null, null, null, null, REPLACES_NOTHING],
  [MONTH_MS, '{MMM}', NEW_YEAR, null, null, null, null, null, REPLACES_NOTHING],
  [DAY_MS, '{D} {MMM}', NEW_YEAR, null, null, null, null, null, REPLACES_NOTHING],
  [HOUR_MS, '{HH}:{mm}', FIRST_DAY, null, NEW_DAY, null, null, null, REPLACES_NOTHING],
  [MINUTE_MS, '{HH}:{mm}', FIRST_DAY, null, NEW_DAY, null, null, null, REPLACES_NOTHING],
  [SECOND_MS, '{HH}:{mm}:{ss}', FIRST_DAY, null, NEW_DAY, null, null, null, REPLACES_NOTHING],
];
