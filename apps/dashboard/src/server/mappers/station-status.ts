import { toIsoInstant } from '@weather/weather-schema';
import type { ListedStation, StationSnapshot } from '@weather/weather-store/queries';
import type { StationNow } from '../../contract/stations.ts';
import type { Places } from '../locations/station-locations.ts';
import { storedReadingOf } from './stored-reading.ts';

/** A station as the API tells it. */
export function stationNowOf(
  { stationId, city }: ListedStation,
  { latest, firing }: StationSnapshot,
  places: Places,
): StationNow {
  return {
    id: stationId,
    city,
    place: places.of(stationId) ?? null,
    latest: latest === undefined ? null : storedReadingOf(latest),
    alerts: firing.map(({ rule, severity, startedAt }) => ({
      rule,
      severity,
      startedAt: toIsoInstant(startedAt),
    })),
  };
}
