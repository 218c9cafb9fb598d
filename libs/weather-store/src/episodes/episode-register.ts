import { toDateTime } from '../rows/date-time.ts';
import type { WeatherDatabase } from '../weather-database.ts';
import {
  EPISODE_COLUMNS,
  episodeOf,
  type Acknowledgement,
  type ListedEpisode,
  type SelectedEpisode,
} from './listed-episode.ts';
import {
  listedEpisodeOf,
  selectEpisodes,
  type EpisodeFilter,
  type ListedEpisodeRow,
} from './select-episodes.ts';

/** The episode to be acknowledged: the one that began at the time given, in epoch ms, or else the open one. */
export interface EpisodeTarget {
  readonly stationId: string;
  readonly rule: string;
  readonly startedAt: number | undefined;
}

export type AcknowledgeResult =
  | { readonly kind: 'acknowledged'; readonly episode: ListedEpisode }
  /** Nothing was changed: who was first stays. */
  | {
      readonly kind: 'already';
      readonly episode: ListedEpisode;
      readonly acknowledgement: Acknowledgement;
    }
  | { readonly kind: 'none' };

const NEWEST_OPEN = "e.state <> 'resolved' ORDER BY e.started_at DESC LIMIT 1";

/** The episodes as people see them. `list` needs SELECT; `acknowledge` needs UPDATE on `alert_episode` as well. */
export class EpisodeRegister {
  constructor(private readonly database: WeatherDatabase) {}

  /** At most `limit` of the episodes that are meant, those that began last first. */
  async list(filter: EpisodeFilter, limit: number): Promise<ListedEpisode[]> {
    const { sql, parameters } = selectEpisodes(filter, limit);
    const rows = await this.database.execute<ListedEpisodeRow>(sql, parameters);
    return rows.map(listedEpisodeOf);
  }

  /**
   * Notes who has taken notice of an episode, once: safe to repeat. Of two who do it at once the second learns of the
   * first. No transaction, so that no row is locked for longer than a statement takes.
   */
  async acknowledge(target: EpisodeTarget, acknowledgement: Acknowledgement): Promise<AcknowledgeResult> {
    const found = await this.#find(target);
    if (found === undefined) return { kind: 'none' };
    const { station, episode } = found;
    if (episode.acknowledgement !== undefined) {
      return { kind: 'already', episode, acknowledgement: episode.acknowledgement };
    }
    const { affectedRows } = await this.database.fork().execute<{ affectedRows: number }>(
      `UPDATE alert_episode SET acknowledged_by = ?, acknowledged_at = ?
       WHERE station_id = ? AND rule = ? AND started_at = ? AND acknowledged_at IS NULL`,
      [
        acknowledgement.by,
        toDateTime(acknowledgement.at),
        station,
        episode.rule,
        toDateTime(episode.startedAt),
      ],
      'run',
    );
    // Somebody was sooner, or a late reading has moved the start of the episode meanwhile.
    if (affectedRows === 0) return await this.acknowledge(target, acknowledgement);
    return { kind: 'acknowledged', episode };
  }

  async #find({ stationId, rule, startedAt }: EpisodeTarget): Promise<FoundEpisode | undefined> {
    const which = startedAt === undefined ? NEWEST_OPEN : 'e.started_at = ?';
    const [row] = await this.database.execute<SelectedEpisode & { readonly station: number }>(
      `SELECT e.station_id AS station, ${EPISODE_COLUMNS}
       FROM alert_episode e JOIN station s ON s.id = e.station_id
       WHERE s.station_id = ? AND e.rule = ? AND ${which}`,
      [stationId, rule, ...(startedAt === undefined ? [] : [toDateTime(startedAt)])],
    );
    return row === undefined ? undefined : { station: row.station, episode: episodeOf(row, stationId) };
  }
}

interface FoundEpisode {
  readonly station: number;
  readonly episode: ListedEpisode;
}
