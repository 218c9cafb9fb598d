import type { Quantity } from '@weather/weather-schema/reading';

/** The lowest and the highest plausible value, both of them plausible. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Plausible values by quantity, in the units of the wire format; of rain, per minute. */
export type PlausibleRanges = Readonly<Record<Quantity, Range>>;

const WIND: Range = { min: 0, max: 75 };

/**
 * The values that instruments on the ground can measure anywhere: Zahumenský, Guidelines on Quality Control Procedures for Data from
 * Automatic Weather Stations (WMO, 2004), part I, section A, plausible value check.
 */
export const PLAUSIBLE_RANGES: PlausibleRanges = {
  temperature: { min: -80, max: 60 },
  humidity: { min: 0, max: 100 },
  pressure: { min: 500, max: 1100 },
  windSpeed: WIND,
  windGust: WIND,
  windDirection: { min: 0, max: 360 },
  /** mm per minute */
  precipitation: { min: 0, max: 40 },
};

/** Plausible dew points in °C, from the same table. */
export const PLAUSIBLE_DEW_POINT: Range = { min: -80, max: 35 };

export function isWithin({ min, max }: Range, value: number): boolean {
  return value >= min && value <= max;
}
