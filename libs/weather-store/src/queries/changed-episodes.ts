import {
  EPISODE_COLUMNS,
  episodeOf,
  type ListedEpisode,
  type SelectedEpisode,
} from '../episodes/listed-episode.ts';
import type { WeatherDatabase } from '../weather-database.ts';

/** What has become of episodes between two looks. */
export interface EpisodeChanges {
  /** Those that are new, and those of which more changed than the number of readings; as they are now. */
  readonly changed: readonly ListedEpisode[];
  /** Those that were dropped, or whose start was moved by a late reading; as they were. */
  readonly dropped: readonly ListedEpisode[];
}

const MAX_OPEN = 1_000;
/** So many of the newest rows are looked at whatever their state: an episode may be over before it is seen. */
const NEWEST = 500;

/** From the episodes on: left to themselves the servers begin with all stations, which they take for few. */
const SELECT = `SELECT STRAIGHT_JOIN e.id, s.station_id AS stationId, ${EPISODE_COLUMNS}
  FROM alert_episode e JOIN station s ON s.id = e.station_id`;
const inState = (state: ListedEpisode['state']): string =>
  `(${SELECT} WHERE e.state = '${state}' ORDER BY e.started_at DESC LIMIT ?)`;
/** State by state, since the index has the starts in order within each. */
const SELECT_OPEN = `${inState('pending')} UNION ALL ${inState('firing')} ORDER BY startedAt DESC LIMIT ?`;

interface SelectedRow extends SelectedEpisode {
  readonly id: number | string;
  readonly stationId: string;
}

type Episodes = ReadonlyMap<number, ListedEpisode>;

/**
 * Tells what changes in `alert_episode`: among the open episodes, up to a thousand that began last, and the newest rows. For a user
 * that may only read; looks by indexes, so that it may look often.
 */
export class ChangedEpisodes {
  #known: Episodes = new Map();

  constructor(private readonly database: WeatherDatabase) {}

  /** What has changed since the last look; the first time, all that is looked at. Safe to repeat when it fails. */
  async look(): Promise<EpisodeChanges> {
    const known = this.#known;
    const seen = new Map([
      ...(await this.#select(SELECT_OPEN, [MAX_OPEN, MAX_OPEN, MAX_OPEN])),
      ...(await this.#select(`${SELECT} ORDER BY e.id DESC LIMIT ?`, [NEWEST])),
    ]);
    const unseen = [...known].filter(([id, { state }]) => state !== 'resolved' && !seen.has(id));
    const now = new Map([...seen, ...(await this.#byId(unseen.map(([id]) => id)))]);
    this.#known = now;
    return {
      changed: [...now].filter(([id, episode]) => hasChanged(known.get(id), episode)).map(([, own]) => own),
      dropped: unseen.filter(([id]) => !now.has(id)).map(([, episode]) => episode),
    };
  }

  async #byId(ids: readonly number[]): Promise<Episodes> {
    if (ids.length === 0) return new Map();
    return await this.#select(`${SELECT} WHERE e.id IN (${ids.map(() => '?').join(', ')})`, ids);
  }

  async #select(sql: string, parameters: readonly number[]): Promise<Episodes> {
    const rows = await this.database.execute<SelectedRow>(sql, parameters);
    return new Map(rows.map((row) => [Number(row.id), episodeOf(row, row.stationId)]));
  }
}

function hasChanged(before: ListedEpisode | undefined, now: ListedEpisode): boolean {
  if (before === undefined) return true;
  return JSON.stringify({ ...before, readingCount: 0 }) !== JSON.stringify({ ...now, readingCount: 0 });
}
