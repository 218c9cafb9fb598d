export type { RestoredCount } from './judging/batch-judge.ts';
export { AlertThresholdFromEnv } from './alert-threshold-from-env.ts';
export { DatabaseConfig } from './database-config.ts';
export {
  startRetention,
  type RetentionCutoff,
  type RetentionRun,
  type RetentionStart,
} from './retention/retention.ts';
export { endForgottenRules } from './episodes/end-forgotten-rules.ts';
export { EpisodeRegister, type AcknowledgeResult, type EpisodeTarget } from './episodes/episode-register.ts';
export { EPISODE_STATES, type Acknowledgement, type ListedEpisode } from './episodes/listed-episode.ts';
export type { EpisodeFilter, EpisodePosition } from './episodes/select-episodes.ts';
export { SilenceWatch, type ReadTime, type SilenceWatchOptions } from './episodes/silence-watch.ts';
export { SchemaMigrator, type MigrationStatus } from './schema-migrator.ts';
export { groupProgress, type GroupProgress } from './positions/group-progress.ts';
export type { PartitionKey, Position } from './positions/partition-position.ts';
export { ReadingSink, type ReadingSinkOptions } from './sink/reading-sink.ts';
export type { RefusedReading } from './sink/refused-readings.ts';
export type { StoreRequest, StoreResult } from './sink/store-request.ts';
export type { AlertRule } from './sink/warning-temperatures.ts';
export type {
  ExceedanceDiscrepancy,
  ExceedanceDiscrepancies,
  CountedDiscrepancies,
} from './snapshot/compare-exceedances.ts';
export { StoreSnapshot, type PartitionProgress } from './snapshot/store-snapshot.ts';
export type { QualityRange, StoredQuality, StoredReading } from './snapshot/stored-readings.ts';
export type { RollupRange } from './rollups/station-days.ts';
export type { RollupComparison, RollupDiscrepancy } from './rollups/compare-rollups.ts';
export { markRangeDirty, type MarkedRange } from './rollups/mark-range-dirty.ts';
export {
  RollupRefresher,
  type RollupRefresherOptions,
  type RefreshStep,
} from './rollups/rollup-refresher.ts';
export { WeatherDatabase } from './weather-database.ts';
