export type { RestoredCount } from './evaluation/batch-evaluator.ts';
export { AlertThresholdFromEnv } from './alert-threshold-from-env.ts';
export { DatabaseConfig } from './database-config.ts';
export { resolveOrphanedAlerts } from './alerts/resolve-orphaned-alerts.ts';
export { AlertRepository, type AcknowledgeResult, type AlertTarget } from './alerts/alert-repository.ts';
export { ALERT_STATES, type Acknowledgement, type ListedAlert } from './alerts/listed-alert.ts';
export type { AlertFilter, AlertCursor } from './alerts/select-alerts.ts';
export {
  StaleStationMonitor,
  type TopicReadTime,
  type StaleStationMonitorOptions,
} from './alerts/stale-station-monitor.ts';
export { SchemaMigrator, type MigrationStatus } from './schema-migrator.ts';
export { groupProgress, type GroupProgress } from './offsets/group-progress.ts';
export type { PartitionKey, CommittedOffset } from './offsets/partition-offset.ts';
export { ReadingSink, type ReadingSinkOptions } from './sink/reading-sink.ts';
export type { RejectedReading } from './sink/bisect-rejected.ts';
export type { StoreRequest, StoreResult } from './sink/store-request.ts';
export { WeatherDatabase } from './weather-database.ts';
