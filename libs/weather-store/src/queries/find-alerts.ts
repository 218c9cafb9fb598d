import type { ListedEpisode } from '../episodes/listed-episode.ts';
import {
  listedEpisodeOf,
  selectEpisodes,
  type EpisodeFilter,
  type EpisodePosition,
  type ListedEpisodeRow,
} from '../episodes/select-episodes.ts';
import { toEpochMs } from '../rows/date-time.ts';
import type { QueryRunner } from './query-runner.ts';

export interface AlertsPage {
  /** Newest first. */
  readonly alerts: readonly ListedEpisode[];
  /** Where the next page starts; undefined after the last page. */
  readonly next: EpisodePosition | undefined;
}

/** Finds up to `limit` alerts that match a filter and come after a position. */
export async function findAlerts(
  runner: QueryRunner,
  filter: EpisodeFilter,
  limit: number,
  after?: EpisodePosition,
): Promise<AlertsPage> {
  const { sql, parameters } = selectEpisodes(filter, limit + 1, after);
  const rows = await runner.select<ListedEpisodeRow>(sql, parameters);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    alerts: page.map(listedEpisodeOf),
    next: last && { startedAt: toEpochMs(last.startedAt), station: last.station, rule: last.rule },
  };
}
