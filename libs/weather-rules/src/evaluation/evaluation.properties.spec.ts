import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE, MS_PER_DAY, mergeReadings, type Reading } from '@weather/weather-schema/reading';
import fc from 'fast-check';
import type { Alert } from '../alerts/alert.ts';
import { ReadingEvaluator } from '../reading-evaluator.ts';
import { defaultRules } from '../rules/default-rules.ts';
import { collectEffects, type ReevaluatedStation } from './collect-effects.ts';
import { evaluateInOrder, type EvaluatedReading } from './evaluate-in-order.ts';
import { groupOutOfOrder, mergeOutOfOrder } from './merge-out-of-order.ts';
import { reevaluateStation } from './reevaluate-station.ts';
import { restoreState, StationState } from './station-state.ts';

const STATION = { station: 1, stationId: 'a' };
const NO_CHECKPOINT = { at: undefined, state: undefined };
const MAX_READINGS = 40;

const evaluator = new ReadingEvaluator(defaultRules(30));

/** Stores batches in memory; each late reading makes the station's readings be evaluated again from the first. */
class MemoryStore {
  readonly rows = new Map<number, EvaluatedReading>();
  readonly alerts = new Map<string, Alert>();
  #state = new StationState(STATION.station, STATION.stationId, evaluator.initialState(STATION.stationId));

  store(readings: readonly Reading[]): void {
    const states = readings.map(() => this.#state);
    const options = { evaluator, allowedLatenessMs: MS_PER_DAY, now: MS_PER_DAY };
    const inOrder = evaluateInOrder({ readings, states }, options);
    const merged = groupOutOfOrder(states, inOrder).map((station) =>
      mergeOutOfOrder(evaluator, station, { readings, evaluated: inOrder.evaluated }, this.rows),
    );
    const reevaluated: ReevaluatedStation[] = [];
    for (const { reevaluateFrom: from, readings: batch } of merged) {
      if (from === undefined) continue;
      const alerts: Alert[] = [];
      const state = restoreState(evaluator, STATION, NO_CHECKPOINT, alerts);
      const stored = [...this.rows.values()];
      reevaluated.push({
        ...reevaluateStation(evaluator, { state, stored, batch, alerts }),
        ...{ state, from, checkpointAt: 0 },
      });
      this.#state = state;
      this.alerts.clear();
    }
    const effects = collectEffects(
      readings,
      inOrder,
      { merged, reevaluated },
      { isExceedance: () => false, getKey: () => STATION.station },
    );
    const corrected = effects.reevaluated.flatMap((station) => station.corrected);
    for (const row of [...effects.rows, ...corrected]) this.rows.set(row.reading.observedAt, row);
    const alerts = [
      ...effects.alerts.map(({ alert }) => alert),
      ...effects.reevaluated.flatMap((station) => station.alerts),
    ];
    for (const alert of alerts) this.alerts.set(`${alert.rule} ${alert.startedAt}`, alert);
  }
}

/** The rows and alerts of a plain evaluation of all readings, sorted by event time. */
function recompute(readings: readonly Reading[]): { qualities: number[][]; alerts: Alert[] } {
  const byTime = new Map<number, Reading>();
  for (const reading of readings) {
    const before = byTime.get(reading.observedAt);
    byTime.set(reading.observedAt, before === undefined ? reading : mergeReadings(before, reading));
  }
  const state = evaluator.initialState(STATION.stationId);
  const alerts = new Map<string, Alert>();
  const qualities = sorted(byTime).map((reading) => {
    const changes: Alert[] = [];
    const quality = evaluator.evaluate(state, reading, changes);
    for (const alert of changes) alerts.set(`${alert.rule} ${alert.startedAt}`, alert);
    return [reading.observedAt, quality];
  });
  return { qualities, alerts: [...alerts.values()] };
}

function sorted<T>(byTime: ReadonlyMap<number, T>): T[] {
  return [...byTime].sort(([a], [b]) => a - b).map(([, value]) => value);
}

const batches = fc.array(
  fc.array(
    fc.record({
      minute: fc.integer({ min: 1, max: 30 }),
      temperature: fc.option(fc.integer({ min: 26, max: 34 }), { nil: undefined }),
      humidity: fc.option(fc.constantFrom(40, 45), { nil: undefined }),
    }),
    { maxLength: MAX_READINGS },
  ),
  { maxLength: 4 },
);

describe('the evaluation of batches', () => {
  it('gives the rows and alerts of readings sorted by event time, whatever order they arrive in', () => {
    fc.assert(
      fc.property(batches, (all) => {
        const readings = all.map((batch) =>
          batch.map(({ minute, temperature, humidity }): Reading => ({
            stationId: STATION.stationId,
            observedAt: minute * MS_PER_MINUTE,
            ...(temperature !== undefined && { temperature }),
            ...(humidity !== undefined && { humidity }),
          })),
        );
        const store = new MemoryStore();
        for (const batch of readings) store.store(batch);
        const expected = recompute(readings.flat());
        const rows = sorted(store.rows).map(({ reading, quality }) => [reading.observedAt, quality]);
        expect(rows).toEqual(expected.qualities);
        expect([...store.alerts.values()].filter(({ state }) => state !== 'dropped')).toEqual(
          expected.alerts.filter(({ state }) => state !== 'dropped'),
        );
      }),
    );
  });
});
