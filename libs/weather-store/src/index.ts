export type { RestoredCount } from './judging/batch-judge.ts';
export { AlertThresholdFromEnv } from './alert-threshold-from-env.ts';
export { DatabaseConfig } from './database-config.ts';
export { beginRetention, type RetentionRun, type RetentionStart } from './retention/reading-retention.ts';
export type { RetentionFloor } from './retention/retention-floor.ts';
export { endForgottenRules } from './episodes/end-forgotten-rules.ts';
export { EpisodeRegister, type AcknowledgeResult, type EpisodeTarget } from './episodes/episode-register.ts';
export { EPISODE_STATES, type Acknowledgement, type ListedEpisode } from './episodes/listed-episode.ts';
export type { EpisodeFilter, EpisodePosition } from './episodes/select-episodes.ts';
export { SilenceWatch, type ReadTime, type SilenceWatchOptions } from './episodes/silence-watch.ts';
export type { EpisodeNow, GroupToTell, TellableEvent, Telling } from './notifications/group-to-tell.ts';
export {
  NotificationStore,
  type ClaimedNotification,
  type FormOptions,
} from './notifications/notification-store.ts';
export type { EpisodeEvent, EventRoute } from './notifications/take-in.ts';
export { ChangedEpisodes, type EpisodeChanges } from './queries/changed-episodes.ts';
export { newestReadingAt } from './queries/newest-reading.ts';
export { SchemaMigrator, type MigrationStatus } from './schema-migrator.ts';
export { groupProgress, type GroupProgress } from './positions/group-progress.ts';
export type { PartitionKey, Position } from './positions/partition-position.ts';
export { DatabaseUnavailable, type UnavailableReason } from './queries/database-unavailable.ts';
export { findSeries } from './queries/find-series.ts';
export {
  findStation,
  findStations,
  type ListedStation,
  type StationsPage,
  type StationsRequest,
} from './queries/find-stations.ts';
export { listEpisodes, type EpisodesPage } from './queries/list-episodes.ts';
export {
  listSummaries,
  type ListedSummary,
  type SummarisedQuantity,
  type SummarisedValues,
} from './queries/list-summaries.ts';
export { PromptReader, type PromptReaderOptions } from './queries/prompt-reader.ts';
export { MAX_SERIES_ROWS, type QuantitySeries } from './queries/quantity-series.ts';
export type { QueriedReading } from './queries/queried-reading.ts';
export { readingsOf, type StationRange } from './queries/readings-of.ts';
export { stationStates, type FiringEpisode, type StationState } from './queries/station-states.ts';
export { startOf, type SummaryResolution } from './queries/summary-series.ts';
export { ReadingSink, type ReadingSinkOptions } from './sink/reading-sink.ts';
export type { RefusedReading } from './sink/refused-readings.ts';
export type { StoreRequest, StoreResult } from './sink/store-request.ts';
export type { AlertRule } from './sink/warning-temperatures.ts';
export type { AlertFault, AlertFaults, AlertFaultsOfKind } from './snapshot/alert-faults.ts';
export { StoreSnapshot, type PartitionAccount } from './snapshot/store-snapshot.ts';
export type { QualityRange, StoredQuality } from './snapshot/stored-qualities.ts';
export type { StoredReading } from './snapshot/stored-readings.ts';
export type { SummaryRange } from './summaries/station-days.ts';
export type { ComparedSummaries, SummaryFault } from './summaries/summary-faults.ts';
export { markRange, type MarkedRange } from './summaries/summary-rebuild.ts';
export { SummarySweep, type SummarySweepOptions, type SweepStep } from './summaries/summary-sweep.ts';
export { WeatherDatabase } from './weather-database.ts';
