export { resolveOrphanedAlerts } from '../alerts/resolve-orphaned-alerts.ts';
export { StaleStationMonitor, type TopicReadTime } from '../alerts/stale-station-monitor.ts';
export type { RestoredCount } from '../evaluation/batch-evaluator.ts';
export { groupProgress, type GroupProgress } from '../offsets/group-progress.ts';
export type { CommittedOffset, PartitionKey } from '../offsets/partition-offset.ts';
export { ReadingSink, type ReadingSinkOptions } from './reading-sink.ts';
export type { StoreRequest, StoreResult } from './store-request.ts';
