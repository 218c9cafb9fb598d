import { formatIsoTimestamp } from '@weather/weather-schema';
import type { ListedStation, StationSnapshot } from '@weather/weather-store/queries';
import type { StationStatus } from '../../contract/stations.ts';
import type { StationLocations } from '../locations/station-locations.ts';
import { toStoredReading } from './stored-reading.ts';

/** A station as the API tells it. */
export function toStationStatus(
  { stationId, city }: ListedStation,
  { latest, firing }: StationSnapshot,
  locations: StationLocations,
): StationStatus {
  return {
    id: stationId,
    city,
    location: locations.find(stationId) ?? null,
    latest: latest === undefined ? null : toStoredReading(latest),
    alerts: firing.map(({ rule, severity, startedAt }) => ({
      rule,
      severity,
      startedAt: formatIsoTimestamp(startedAt),
    })),
  };
}
