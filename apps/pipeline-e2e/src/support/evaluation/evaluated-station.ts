import { ReadingEvaluator, type Alert } from '@weather/weather-rules';
import { parseTestRules } from '@weather/weather-rules/testing';
import type { Reading } from '@weather/weather-schema';
import type { TestStack } from '../stack/test-stack.ts';

/** Rules with a threshold, a duration and a change. */
export const EVALUATION_RULES = parseTestRules(`
rules:
  - { name: heat, quantity: temperature, above: 30 }
  - { name: long-heat, quantity: temperature, atLeast: 28, clear: 25, for: 10m, severity: critical }
  - { name: rise, change: { quantity: temperature, within: 30m }, atLeast: 5 }
`);

/** The results of evaluating a station's readings. */
interface EvaluatedStation {
  /** Quality flags by timestamp, in order. */
  readonly flags: ReadonlyMap<number, number>;
  /** Alerts, each as a text. */
  readonly alerts: readonly string[];
}

/** Evaluates the readings of one station in event-time order. */
export function evaluateInOrder(
  readings: readonly Reading[],
  evaluator = new ReadingEvaluator(EVALUATION_RULES),
): EvaluatedStation {
  const state = evaluator.initialState(readings[0]?.stationId ?? '');
  const changes: Alert[] = [];
  const sorted = [...readings].sort((a, b) => a.observedAt - b.observedAt);
  const flags = new Map(
    sorted.map((reading) => [reading.observedAt, evaluator.evaluate(state, reading, changes)]),
  );
  const alerts = changes
    .filter((alert) => alert.state !== 'dropped')
    .map(({ rule, startedAt, state: at, firedAt, resolvedAt, peakValue, peakAt, readingCount }) =>
      formatValues([
        rule,
        startedAt,
        at,
        firedAt ?? null,
        resolvedAt ?? null,
        peakValue,
        peakAt,
        readingCount,
      ]),
    );
  return { flags, alerts: alerts.sort() };
}

/** Reads the stored results of a station. */
export async function findStoredEvaluation(stack: TestStack, stationId: string): Promise<EvaluatedStation> {
  return { flags: await findStoredFlags(stack, stationId), alerts: await findStoredAlerts(stack, stationId) };
}

/** Reads the quality flags of a station, by timestamp. */
export async function findStoredFlags(stack: TestStack, stationId: string): Promise<Map<number, number>> {
  const rows = await stack.query<{ at: string; quality: number }>(
    `SELECT ${epochMs('r.observed_at')} AS at, r.quality FROM reading r JOIN station s ON s.id = r.station_id
     WHERE s.station_id = ? ORDER BY r.observed_at`,
    [stationId],
  );
  return new Map(rows.map(({ at, quality }) => [Number(at), quality]));
}

/** Reads the rows of `alert_episode` of a station, each as a text. */
export async function findStoredAlerts(stack: TestStack, stationId: string): Promise<string[]> {
  const rows = await stack.query<Record<string, string | number | null>>(
    `SELECT rule, ${epochMs('started_at')} AS startedAt, state, ${epochMs('fired_at')} AS firedAt,
       ${epochMs('resolved_at')} AS resolvedAt, CAST(peak_value AS CHAR) AS peakValue,
       ${epochMs('peak_at')} AS peakAt, reading_count AS readingCount
     FROM alert_episode e JOIN station s ON s.id = e.station_id WHERE s.station_id = ?`,
    [stationId],
  );
  return rows.map((row) => formatValues(Object.values(row))).sort();
}

function formatValues(values: readonly (string | number | null)[]): string {
  return values.map(String).join(' ');
}

function epochMs(column: string): string {
  return `CAST(ROUND(1000 * UNIX_TIMESTAMP(${column})) AS CHAR)`;
}
