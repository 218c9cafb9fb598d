import { formatIsoTimestamp } from '@weather/weather-schema';
import type { Rollup as StoredRollup } from '@weather/weather-store/queries';
import type { Rollup } from '../../contract/readings.ts';

/** An hour or a day of a station as the API tells it. */
export function toRollup({ start, readings, quantities, precipitationSum }: StoredRollup): Rollup {
  return { start: formatIsoTimestamp(start), readings, ...quantities, precipitationSum };
}
