import { QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema';
import { hasPlausibleDewPoint, isDirectionPlausible, isGustPlausible } from './consistency.ts';
import { checkDirection, newDirectionState, type DirectionState } from './direction-check.ts';
import { NEVER } from './never.ts';
import { isWithin, type PlausibleRanges } from './plausible-range.ts';
import { checkPrecipitation, MOST_PRECIPITATION_ALONE } from './precipitation-check.ts';
import {
  flagOf,
  packQuality,
  QUALITY_FLAG,
  replaceFlag,
  TIMELINESS,
  withFlag,
  type QualityFlag,
  type Timeliness,
} from './quality-flag.ts';
import { checkValue, newValueState, VALUE_LIMITS, type ValueState } from './value-check.ts';

/** What quality control remembers of a station between two readings; plain data, to be kept as JSON. */
export interface QualityState {
  /** The time of the newest reading that was judged; `NEVER` before the first. */
  newest: number;
  readonly temperature: ValueState;
  readonly humidity: ValueState;
  readonly pressure: ValueState;
  readonly windSpeed: ValueState;
  readonly windGust: ValueState;
  readonly windDirection: DirectionState;
}

export function newQualityState(): QualityState {
  return {
    newest: NEVER,
    temperature: newValueState(),
    humidity: newValueState(),
    pressure: newValueState(),
    windSpeed: newValueState(),
    windGust: newValueState(),
    windDirection: newDirectionState(),
  };
}

/**
 * Judges a station's next reading in order of time, as meteorological services do: plausible range, step, persistence and
 * consistency, after Zahumenský, Guidelines on Quality Control Procedures for Data from Automatic Weather Stations (WMO,
 * 2004). No value is changed.
 * @returns the flags, as `packQuality` packs them.
 */
export function checkInTime(state: QualityState, reading: Reading, ranges: PlausibleRanges): number {
  const { observedAt: at } = reading;
  const { temperature, humidity, pressure, windSpeed, windGust } = VALUE_LIMITS;
  const sinceMs = state.newest === NEVER ? undefined : at - state.newest;
  state.newest = at;
  // In the order of QUANTITY_NAMES, without an object in between: 250,000 readings a second are judged in one thread.
  let quality: number = checkValue(
    reading.temperature,
    at,
    ranges.temperature,
    state.temperature,
    temperature,
  );
  quality = withFlag(quality, checkValue(reading.humidity, at, ranges.humidity, state.humidity, humidity));
  quality = withFlag(quality, checkValue(reading.pressure, at, ranges.pressure, state.pressure, pressure));
  quality = withFlag(
    quality,
    checkValue(reading.windSpeed, at, ranges.windSpeed, state.windSpeed, windSpeed),
  );
  quality = withFlag(quality, checkValue(reading.windGust, at, ranges.windGust, state.windGust, windGust));
  quality = withFlag(quality, checkDirection(reading, ranges.windDirection, state.windDirection));
  quality = withFlag(quality, checkPrecipitation(reading.precipitation, sinceMs, ranges.precipitation));
  return markInconsistent(withFlag(quality, TIMELINESS.inTime), reading, state.windDirection.isMeasured);
}

/**
 * Judges a reading by itself, since its place among the others is gone or in doubt: range and consistency; what they do not
 * find is not checked.
 */
export function checkAlone(reading: Reading, ranges: PlausibleRanges, timeliness: Timeliness): number {
  const flags = Object.fromEntries(
    QUANTITY_NAMES.map((name) => [name, flagAlone(reading[name], name, ranges)]),
  ) as Record<Quantity, QualityFlag>;
  return markInconsistent(packQuality(flags, timeliness), reading, false);
}

function flagAlone(value: number | undefined, name: Quantity, ranges: PlausibleRanges): QualityFlag {
  if (value === undefined) return QUALITY_FLAG.missing;
  const { min, max } = ranges[name];
  const range = name === 'precipitation' ? { min, max: MOST_PRECIPITATION_ALONE } : { min, max };
  return isWithin(range, value) ? QUALITY_FLAG.notChecked : QUALITY_FLAG.wrong;
}

/** The quality with the values flagged that do not go together, unless one of them is wrong by itself. */
function markInconsistent(quality: number, reading: Reading, measuresDirection: boolean): number {
  let marked = quality;
  const { temperature, humidity } = reading;
  if (temperature !== undefined && humidity !== undefined && !isWrong(quality, 'temperature', 'humidity')) {
    if (!hasPlausibleDewPoint(temperature, humidity))
      marked = worse(worse(marked, 'temperature'), 'humidity');
  }
  if (!isGustPlausible(reading) && !isWrong(quality, 'windSpeed', 'windGust'))
    marked = worse(worse(marked, 'windSpeed'), 'windGust');
  if (!isDirectionPlausible(reading, measuresDirection) && !isWrong(quality, 'windSpeed', 'windDirection'))
    marked = worse(marked, 'windDirection');
  return marked;
}

function isWrong(quality: number, one: Quantity, other: Quantity): boolean {
  return flagOf(quality, one) === QUALITY_FLAG.wrong || flagOf(quality, other) === QUALITY_FLAG.wrong;
}

/** Inconsistent, unless something worse is known of the value. A direction that is missing may be what is inconsistent. */
function worse(quality: number, quantity: Quantity): number {
  const flag = flagOf(quality, quantity);
  const isWorse = flag === QUALITY_FLAG.doubtful || flag === QUALITY_FLAG.wrong;
  return isWorse ? quality : replaceFlag(quality, quantity, QUALITY_FLAG.inconsistent);
}
