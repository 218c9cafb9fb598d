import type { Alert, ReadingEvaluator } from '@weather/weather-rules';
import type { Reading } from '@weather/weather-schema';
import type { TestStack } from '../stack/test-stack.ts';

/** What there is of a station besides its readings. */
export interface EvaluatedStation {
  /** By timestamp, in order. */
  readonly flags: ReadonlyMap<number, number>;
  /** An episode each, in words. */
  readonly episodes: readonly string[];
}

/** What a fold over the readings of one station in order of time says. */
export function evaluateInOrder(judge: ReadingEvaluator, readings: readonly Reading[]): EvaluatedStation {
  const state = judge.initialState(readings[0]?.stationId ?? '');
  const changes: Alert[] = [];
  const sorted = [...readings].sort((a, b) => a.observedAt - b.observedAt);
  const flags = new Map(
    sorted.map((reading) => [reading.observedAt, judge.evaluate(state, reading, changes)]),
  );
  const episodes = changes
    .filter((episode) => episode.state !== 'dropped')
    .map(({ rule, startedAt, state: at, firedAt, resolvedAt, peakValue, peakAt, readingCount }) =>
      textOf([rule, startedAt, at, firedAt ?? null, resolvedAt ?? null, peakValue, peakAt, readingCount]),
    );
  return { flags, episodes: episodes.sort() };
}

/** What the tables say of a station. */
export async function storedEvaluation(stack: TestStack, stationId: string): Promise<EvaluatedStation> {
  return { flags: await storedFlags(stack, stationId), episodes: await storedEpisodes(stack, stationId) };
}

/** The flags of a station's readings, by timestamp. */
export async function storedFlags(stack: TestStack, stationId: string): Promise<Map<number, number>> {
  const rows = await stack.query<{ at: string; quality: number }>(
    `SELECT ${epochMs('r.observed_at')} AS at, r.quality FROM reading r JOIN station s ON s.id = r.station_id
     WHERE s.station_id = ? ORDER BY r.observed_at`,
    [stationId],
  );
  return new Map(rows.map(({ at, quality }) => [Number(at), quality]));
}

/** The rows of `alert_episode` of a station, in words. */
export async function storedEpisodes(stack: TestStack, stationId: string): Promise<string[]> {
  const rows = await stack.query<Record<string, string | number | null>>(
    `SELECT rule, ${epochMs('started_at')} AS startedAt, state, ${epochMs('fired_at')} AS firedAt,
       ${epochMs('resolved_at')} AS resolvedAt, CAST(peak_value AS CHAR) AS peakValue,
       ${epochMs('peak_at')} AS peakAt, reading_count AS readingCount
     FROM alert_episode e JOIN station s ON s.id = e.station_id WHERE s.station_id = ?`,
    [stationId],
  );
  return rows.map((row) => textOf(Object.values(row))).sort();
}

function textOf(values: readonly (string | number | null)[]): string {
  return values.map(String).join(' ');
}

function epochMs(column: string): string {
  return `CAST(ROUND(1000 * UNIX_TIMESTAMP(${column})) AS CHAR)`;
}
