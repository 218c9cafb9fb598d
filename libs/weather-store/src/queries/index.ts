export { AlertChangePoller, type AlertChanges } from './alert-change-poller.ts';
export { findAlerts, type AlertsPage } from './find-alerts.ts';
export {
  findNewestReadingTime,
  findReadings,
  type QueriedReading,
  type StationRange,
} from './find-readings.ts';
export {
  findRollups,
  type Rollup,
  type RollupQuantity,
  type RollupResolution,
  type RollupValues,
} from './find-rollups.ts';
export { findSeries, type QuantitySeries } from './find-series.ts';
export { findStationSnapshots, type FiringAlert, type StationSnapshot } from './find-station-snapshots.ts';
export {
  findStation,
  findStations,
  type ListedStation,
  type StationsPage,
  type StationsRequest,
} from './find-stations.ts';
export {
  DatabaseUnavailableError,
  QueryRunner,
  type QueryRunnerOptions,
  type UnavailableReason,
} from './query-runner.ts';
