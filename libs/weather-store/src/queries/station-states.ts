import { MS_PER_HOUR } from '@weather/weather-schema';
import { toEpochMs } from '../rows/date-time.ts';
import { newestParameters, newestReadingOf } from '../rows/newest-reading-of.ts';
import { SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';
import type { PromptReader } from './prompt-reader.ts';
import { queriedReadingOf, type QueriedReading } from './queried-reading.ts';

/** An alert that fires at a station. */
export interface FiringEpisode {
  readonly rule: string;
  readonly severity: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** How a station is now. */
export interface StationState {
  /** The newest reading that is not ahead of the clock. */
  readonly latest: QueriedReading | undefined;
  /** In the order of the rules' names. */
  readonly firing: readonly FiringEpisode[];
}

const SELECT_NEWEST = `${SELECT_READINGS} JOIN (
    SELECT s.id, ${newestReadingOf('s.id')} AS newest FROM station s WHERE s.id IN (?)
  ) s ON reading.station_id = s.id AND reading.observed_at = s.newest`;
const SELECT_FIRING = `SELECT station_id AS station, rule, severity, started_at AS startedAt FROM alert_episode
  WHERE state = 'firing' AND station_id IN (?) ORDER BY station_id, rule`;

/**
 * The latest reading and the firing alerts of some stations, in their order.
 * @param ids the small ids.
 * @param now in epoch ms: readings ahead of it are left out.
 */
export async function stationStates(
  reader: PromptReader,
  ids: readonly number[],
  now: number,
): Promise<StationState[]> {
  if (ids.length === 0) return [];
  const [newest, firing] = await Promise.all([
    reader.rows<SelectedReading>(SELECT_NEWEST, [...newestParameters(now, MS_PER_HOUR), ids]),
    reader.rows<Omit<FiringEpisode, 'startedAt'> & { station: number; startedAt: string }>(SELECT_FIRING, [
      ids,
    ]),
  ]);
  const latest = new Map(newest.map((row) => [row.station, queriedReadingOf(row)]));
  const episodes = Map.groupBy(firing, ({ station }) => station);
  return ids.map((id) => ({
    latest: latest.get(id),
    firing: (episodes.get(id) ?? []).map(({ rule, severity, startedAt }) => ({
      rule,
      severity,
      startedAt: toEpochMs(startedAt),
    })),
  }));
}
