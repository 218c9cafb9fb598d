import { QUANTITY_NAMES, type Quantity, type Reading } from '@weather/weather-schema';
import { hasPlausibleDewPoint, isDirectionPlausible, isGustPlausible } from './consistency.ts';
import { checkDirection, newDirectionState, type DirectionState } from './direction-check.ts';
import { NEVER } from './never.ts';
import { isWithin, type PlausibleRanges } from './plausible-range.ts';
import { checkPrecipitation } from './precipitation-check.ts';
import { packQuality, QUALITY_FLAG, TIMELINESS, type QualityFlag, type Timeliness } from './quality-flag.ts';
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

type Flags = Record<Quantity, QualityFlag>;

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
  const flags: Flags = {
    temperature: checkValue(reading.temperature, at, ranges.temperature, state.temperature, temperature),
    humidity: checkValue(reading.humidity, at, ranges.humidity, state.humidity, humidity),
    pressure: checkValue(reading.pressure, at, ranges.pressure, state.pressure, pressure),
    windSpeed: checkValue(reading.windSpeed, at, ranges.windSpeed, state.windSpeed, windSpeed),
    windGust: checkValue(reading.windGust, at, ranges.windGust, state.windGust, windGust),
    windDirection: checkDirection(reading, ranges.windDirection, state.windDirection),
    precipitation: checkPrecipitation(reading.precipitation, at - state.newest, ranges.precipitation),
  };
  state.newest = at;
  markInconsistent(flags, reading, state.windDirection.isMeasured);
  return packQuality(flags, TIMELINESS.inTime);
}

/**
 * Judges a reading by itself, since its place among the others is gone or in doubt: range and consistency; what they do not
 * find is not checked.
 */
export function checkAlone(reading: Reading, ranges: PlausibleRanges, timeliness: Timeliness): number {
  const flags = Object.fromEntries(
    QUANTITY_NAMES.map((name) => [name, flagAlone(reading[name], name, ranges)]),
  ) as Flags;
  markInconsistent(flags, reading, false);
  return packQuality(flags, timeliness);
}

function flagAlone(value: number | undefined, name: Quantity, ranges: PlausibleRanges): QualityFlag {
  if (value === undefined) return QUALITY_FLAG.missing;
  const isPlausible = name === 'precipitation' ? value >= ranges[name].min : isWithin(ranges[name], value);
  return isPlausible ? QUALITY_FLAG.notChecked : QUALITY_FLAG.wrong;
}

function markInconsistent(flags: Flags, reading: Reading, measuresDirection: boolean): void {
  const { temperature, humidity } = reading;
  if (temperature !== undefined && humidity !== undefined && !isWrong(flags, 'temperature', 'humidity')) {
    if (!hasPlausibleDewPoint(temperature, humidity)) mark(flags, 'temperature', 'humidity');
  }
  if (!isWrong(flags, 'windSpeed', 'windGust') && !isGustPlausible(reading))
    mark(flags, 'windSpeed', 'windGust');
  if (!isWrong(flags, 'windSpeed', 'windDirection') && !isDirectionPlausible(reading, measuresDirection))
    flags.windDirection = worse(flags.windDirection);
}

function isWrong(flags: Flags, one: Quantity, other: Quantity): boolean {
  return flags[one] === QUALITY_FLAG.wrong || flags[other] === QUALITY_FLAG.wrong;
}

function mark(flags: Flags, one: Quantity, other: Quantity): void {
  flags[one] = worse(flags[one]);
  flags[other] = worse(flags[other]);
}

/** Inconsistent, unless something worse is known of the value. A direction that is missing may be what is inconsistent. */
function worse(flag: QualityFlag): QualityFlag {
  return flag === QUALITY_FLAG.doubtful || flag === QUALITY_FLAG.wrong ? flag : QUALITY_FLAG.inconsistent;
}
