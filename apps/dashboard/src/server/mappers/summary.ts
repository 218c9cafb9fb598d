import { toIsoInstant } from '@weather/weather-schema';
import type { Rollup } from '@weather/weather-store/queries';
import type { Summary } from '../../contract/readings.ts';

/** An hour or a day of a station as the API tells it. */
export function summaryOf({ start, readings, quantities, precipitationSum }: Rollup): Summary {
  return { start: toIsoInstant(start), readings, ...quantities, precipitationSum };
}
