import { getFlag } from '@weather/weather-rules';
import { QUANTITY_NAMES, formatIsoTimestamp } from '@weather/weather-schema';
import type { QueriedReading } from '@weather/weather-store/queries';
import type { StoredReading } from '../../contract/stations.ts';

/** A reading as the API tells it. */
export function toStoredReading({ observedAt, values, quality }: QueriedReading): StoredReading {
  return {
    observedAt: formatIsoTimestamp(observedAt),
    temperature: values.temperature ?? null,
    humidity: values.humidity ?? null,
    pressure: values.pressure ?? null,
    windSpeed: values.windSpeed ?? null,
    windGust: values.windGust ?? null,
    windDirection: values.windDirection ?? null,
    precipitation: values.precipitation ?? null,
    flags: QUANTITY_NAMES.map((quantity) => getFlag(quality, quantity)),
  };
}
