export { AlertChangePoller } from './alert-change-poller.ts';
export { findAlerts } from './find-alerts.ts';
export { findNewestReadingTime, findReadings, type QueriedReading } from './find-readings.ts';
export { findRollups, type Rollup } from './find-rollups.ts';
export { findSeries, type QuantitySeries } from './find-series.ts';
export { findStationSnapshots, type StationSnapshot } from './find-station-snapshots.ts';
export { findStation, findStations, type ListedStation } from './find-stations.ts';
export { DatabaseUnavailableError, QueryRunner, type UnavailableReason } from './query-runner.ts';
