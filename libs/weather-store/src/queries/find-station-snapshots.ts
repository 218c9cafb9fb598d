import { MS_PER_HOUR } from '@weather/weather-schema';
import { AlertEpisode } from '../entities/alert-episode.ts';
import { newestReadingParameters, newestReadingSql } from '../rows/newest-reading-sql.ts';
import { SELECT_READINGS, type SelectedReading } from '../rows/select-readings.ts';
import { toQueriedReading, type QueriedReading } from './find-readings.ts';
import type { QueryRunner } from './query-runner.ts';

/** An alert that fires at a station. */
interface FiringAlert {
  readonly rule: string;
  readonly severity: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** The current condition of a station. */
export interface StationSnapshot {
  /** The newest reading that is not from the future. */
  readonly latest: QueriedReading | undefined;
  /** Sorted by rule. */
  readonly firing: readonly FiringAlert[];
}

const SELECT_NEWEST = `${SELECT_READINGS} JOIN (
    SELECT s.id, ${newestReadingSql('s.id')} AS newest FROM station s WHERE s.id IN (?)
  ) s ON reading.station_id = s.id AND reading.observed_at = s.newest`;

/**
 * Finds the latest reading and the firing alerts of stations, in the order of `ids`.
 * @param ids surrogate keys.
 * @param now epoch ms: later readings are left out.
 */
export async function findStationSnapshots(
  runner: QueryRunner,
  ids: readonly number[],
  now: number,
): Promise<StationSnapshot[]> {
  if (ids.length === 0) return [];
  const [newest, firing] = await Promise.all([
    runner.select<SelectedReading>(SELECT_NEWEST, [...newestReadingParameters(now, MS_PER_HOUR), ids]),
    runner.run((em) =>
      em.find(
        AlertEpisode,
        { state: 'firing', stationId: { $in: [...ids] } },
        { fields: ['severity'], orderBy: { stationId: 'asc', rule: 'asc' } },
      ),
    ),
  ]);
  const latest = new Map(newest.map((row) => [row.station, toQueriedReading(row)]));
  const alerts = Map.groupBy(firing, ({ stationId }) => stationId);
  return ids.map((id) => ({
    latest: latest.get(id),
    firing: (alerts.get(id) ?? []).map(({ rule, severity, startedAt }) => ({
      rule,
      severity,
      startedAt: startedAt.getTime(),
    })),
  }));
}
