import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema/reading';
import type { Range, StationLimits } from './rule.ts';
import { stationMatcher } from './station-pattern.ts';

/**
 * The plausible ranges that hold for one station: the last entry that fits the station and gives an end of a quantity's
 * range counts, so that exceptions stand after the general. What no entry gives is missing.
 */
export function findStationLimits(
  limits: readonly StationLimits[],
  stationId: string,
): Partial<Record<Quantity, Range>> {
  const own: Partial<Record<Quantity, Range>> = {};
  for (const { stations, ranges } of limits) {
    if (!stationMatcher(stations)(stationId)) continue;
    for (const quantity of QUANTITY_NAMES) {
      const range = ranges[quantity];
      if (range !== undefined) own[quantity] = { ...own[quantity], ...range };
    }
  }
  return own;
}
