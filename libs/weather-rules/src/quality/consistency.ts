import type { Reading } from '@weather/weather-schema/reading';
import { dewPoint } from '../derived/dew-point.ts';
import { isWithin, PLAUSIBLE_DEW_POINT } from './plausible-range.ts';

/** Within these limits the dew point is plausible without computing it: it lies below the temperature. */
const SURE_TEMPERATURE = { min: -40, max: PLAUSIBLE_DEW_POINT.max };
const SURE_HUMIDITY = { min: 1, max: 100 };

/**
 * Whether temperature and humidity are consistent: they must not give a dew point that never occurs. The dew point cannot lie
 * above the temperature while the humidity is at most 100 %, which the range check ensures.
 */
export function hasPlausibleDewPoint(temperature: number, humidity: number): boolean {
  if (isWithin(SURE_TEMPERATURE, temperature) && isWithin(SURE_HUMIDITY, humidity)) return true;
  const point = dewPoint(temperature, humidity);
  return point === undefined || isWithin(PLAUSIBLE_DEW_POINT, point);
}

/** Whether the gust is at least as strong as the mean wind. */
export function isGustPlausible({ windSpeed, windGust }: Reading): boolean {
  return windSpeed === undefined || windGust === undefined || windGust >= windSpeed;
}

/** m/s; below it a vane shows no direction: Beaufort 0, WMO-No. 8 (2018), table 5.1. */
const CALM_BELOW = 0.3;

/**
 * Whether there is a direction exactly when there is wind. In a calm, 0 means no direction (WMO code table 0877). A missing
 * direction is inconsistent only at a station that measures it.
 */
export function isDirectionPlausible(
  { windSpeed, windDirection }: Reading,
  measuresDirection: boolean,
): boolean {
  if (windSpeed === undefined) return true;
  const hasDirection = windDirection !== undefined && windDirection !== 0;
  if (windSpeed === 0) return !hasDirection;
  return windDirection !== undefined || windSpeed < CALM_BELOW || !measuresDirection;
}
