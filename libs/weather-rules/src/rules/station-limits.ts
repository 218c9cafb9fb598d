import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema/reading';
import type { Range, StationLimits } from './rule.ts';
import { stationMatcher } from './station-pattern.ts';

/**
 * The plausible ranges of one station. For each end of a range the last matching entry that sets it counts, so exceptions come
 * after the general entries; an end that no entry sets is missing.
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
