import { MS_PER_MINUTE, type Reading } from '@weather/weather-schema/reading';
import fc from 'fast-check';
import type { StationAlerts, SavedAlerts } from '../alerts/station-alerts.ts';
import type { AlertEvaluator } from '../alerts/alert-evaluator.ts';
import type { Alert } from '../alerts/alert.ts';

/** A reading and its flags. */
export interface FlaggedReading {
  readonly reading: Reading;
  readonly quality: number;
}

export const STATION = 'roof';
export const ALL_PASSED = 0x44444440;
export const TEMPERATURE_DOUBTFUL = 0x24444440;

/** One reading a minute, with these temperatures. */
export function temperatures(...values: readonly number[]): FlaggedReading[] {
  return values.map((temperature, index) => ({
    reading: { stationId: STATION, observedAt: index * MS_PER_MINUTE, temperature },
    quality: ALL_PASSED,
  }));
}

/** Evaluates the readings one by one, and returns the list of changes of each. */
export function evaluateEach(
  evaluator: AlertEvaluator,
  readings: readonly FlaggedReading[],
  state?: StationAlerts,
): Alert[][] {
  const current = state ?? evaluator.initialState(STATION);
  return readings.map(({ reading, quality }) => {
    const changes: Alert[] = [];
    evaluator.evaluate(current, reading, quality, changes);
    return changes;
  });
}

/** The final version of each alert, in the order of their starts. */
export function keepLast(changes: readonly Alert[]): Alert[] {
  const last = new Map(changes.map((alert) => [`${alert.rule} ${alert.startedAt}`, alert]));
  return [...last.values()];
}

/** The final version of each alert of some readings. */
export function evaluateAll(evaluator: AlertEvaluator, readings: readonly FlaggedReading[]): Alert[] {
  return keepLast(evaluateEach(evaluator, readings).flat());
}

/** The state after it was saved and restored. */
export function saveAndRestore(evaluator: AlertEvaluator, state: StationAlerts): StationAlerts {
  return evaluator.restore(JSON.parse(JSON.stringify(state)) as SavedAlerts, STATION, []);
}

const MOST_READINGS = 60;
const MOST_GAP_MINUTES = 45;

const steps = fc.record({
  gapMinutes: fc.integer({ min: 1, max: MOST_GAP_MINUTES }),
  temperature: fc.option(fc.integer({ min: 20, max: 40 }), { nil: undefined }),
  pressure: fc.integer({ min: 990, max: 1010 }),
  quality: fc.constantFrom(ALL_PASSED, ALL_PASSED, ALL_PASSED, TEMPERATURE_DOUBTFUL, ALL_PASSED + 1),
});

/** A station's readings in order of event time, some with values that are missing or did not pass, or beyond the allowed lateness. */
export const flaggedReadings: fc.Arbitrary<FlaggedReading[]> = fc
  .array(steps, { maxLength: MOST_READINGS })
  .map((all) => {
    let observedAt = 0;
    return all.map(({ gapMinutes, temperature, pressure, quality }) => {
      observedAt += gapMinutes * MS_PER_MINUTE;
      const measured = temperature === undefined ? { pressure } : { temperature, pressure };
      return { reading: { stationId: STATION, observedAt, ...measured }, quality };
    });
  });
