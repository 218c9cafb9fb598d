import { formatIsoTimestamp, QUANTITY_NAMES, type Reading } from '@weather/weather-schema';
import type {
  ListedStation,
  QueriedReading,
  Rollup as StoredRollup,
  StationSnapshot,
} from '@weather/weather-store/queries';
import type { StationStatus, StoredReading } from '../contract/stations.ts';
import type { StationLocations } from './locations/station-locations.ts';
import { getFlag } from '@weather/weather-rules';
import type { Rollup } from '../contract/readings.ts';
import type { ListedAlert } from '@weather/weather-store';
import type { Alert } from '../contract/alerts.ts';
import type { AlertKey, LiveReading } from '../contract/events.ts';

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

/** The quantities of a live reading are in the order of `QUANTITY_NAMES`. */
export function toLiveReading(reading: Reading): LiveReading {
  const { stationId, observedAt } = reading;
  return [stationId, observedAt, ...QUANTITY_NAMES.map((name) => reading[name] ?? null)];
}

export function toRollup({ start, readings, quantities, precipitationSum }: StoredRollup): Rollup {
  return { start: formatIsoTimestamp(start), readings, ...quantities, precipitationSum };
}

export function toAlert(alert: ListedAlert): Alert {
  const { severity, state, firedAt, resolvedAt, peakValue, peakAt, readingCount, acknowledgement } = alert;
  return {
    ...toAlertKey(alert),
    severity,
    state,
    firedAt: toIsoOrNull(firedAt),
    resolvedAt: toIsoOrNull(resolvedAt),
    peakValue,
    peakAt: formatIsoTimestamp(peakAt),
    readings: readingCount,
    acknowledgedBy: acknowledgement?.by ?? null,
    acknowledgedAt: toIsoOrNull(acknowledgement?.at),
  };
}

export function toAlertKey({ stationId, rule, startedAt }: ListedAlert): AlertKey {
  return { station: stationId, rule, startedAt: formatIsoTimestamp(startedAt) };
}

function toIsoOrNull(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : formatIsoTimestamp(epochMs);
}
