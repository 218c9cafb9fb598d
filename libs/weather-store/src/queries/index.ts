export { ChangedEpisodes, type EpisodeChanges } from './changed-episodes.ts';
export { newestReadingAt } from './newest-reading.ts';
export { DatabaseUnavailable, type UnavailableReason } from './database-unavailable.ts';
export { findSeries } from './find-series.ts';
export {
  findStation,
  findStations,
  type ListedStation,
  type StationsPage,
  type StationsRequest,
} from './find-stations.ts';
export { listEpisodes, type EpisodesPage } from './list-episodes.ts';
export {
  listSummaries,
  type ListedSummary,
  type SummarisedQuantity,
  type SummarisedValues,
} from './list-summaries.ts';
export { PromptReader, type PromptReaderOptions } from './prompt-reader.ts';
export { MAX_SERIES_ROWS, type QuantitySeries } from './quantity-series.ts';
export type { QueriedReading } from './queried-reading.ts';
export { readingsOf, type StationRange } from './readings-of.ts';
export { stationStates, type FiringEpisode, type StationState } from './station-states.ts';
export { startOf, type SummaryResolution } from './summary-series.ts';
