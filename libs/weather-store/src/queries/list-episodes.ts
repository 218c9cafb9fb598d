import type { ListedEpisode } from '../episodes/listed-episode.ts';
import {
  listedEpisodeOf,
  selectEpisodes,
  type EpisodeFilter,
  type EpisodePosition,
  type ListedEpisodeRow,
} from '../episodes/select-episodes.ts';
import { toEpochMs } from '../rows/date-time.ts';
import type { PromptReader } from './prompt-reader.ts';

export interface EpisodesPage {
  /** Those that began last come first. */
  readonly episodes: readonly ListedEpisode[];
  /** Where to go on; without it there are no further episodes. */
  readonly next: EpisodePosition | undefined;
}

/** At most `limit` of the episodes that are meant, from behind a position on. */
export async function listEpisodes(
  reader: PromptReader,
  filter: EpisodeFilter,
  limit: number,
  after?: EpisodePosition,
): Promise<EpisodesPage> {
  const { sql, parameters } = selectEpisodes(filter, limit + 1, after);
  const rows = await reader.rows<ListedEpisodeRow>(sql, parameters);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    episodes: page.map(listedEpisodeOf),
    next: last && { startedAt: toEpochMs(last.startedAt), station: last.station, rule: last.rule },
  };
}
