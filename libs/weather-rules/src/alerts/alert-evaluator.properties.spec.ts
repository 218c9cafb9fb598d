import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema/reading';
import fc from 'fast-check';
import { defaultRules } from '../rules/default-rules.ts';
import { parseTestRules } from '../testing/parse-test-rules.ts';
import {
  ALL_PASSED,
  evaluateAll,
  flaggedReadings,
  keepLast,
  evaluateEach,
  STATION,
  saveAndRestore,
  temperatures,
  type FlaggedReading,
} from '../testing/flagged-readings.ts';
import { AlertEvaluator } from './alert-evaluator.ts';
import { ALERT_TRANSITIONS, type Alert, type AlertState } from './alert.ts';

const THRESHOLD = 30;
const CLEAR = 27;

const evaluator = new AlertEvaluator(
  parseTestRules(`
rules:
  - { name: heat, quantity: temperature, above: ${THRESHOLD} }
  - { name: long-heat, quantity: temperature, atLeast: ${THRESHOLD}, clear: ${CLEAR}, for: 30m }
  - { name: fall, change: { quantity: pressure, within: 1h }, below: -8, clear: -3 }
  - { name: rise, change: { quantity: temperature, within: 2h }, atLeast: 6, for: 20m }
  - { name: quiet, silence: 40m }
`),
);
const hysteresis = new AlertEvaluator(
  parseTestRules(`rules: [{ name: heat, quantity: temperature, above: ${THRESHOLD}, clear: ${CLEAR} }]`),
);
const values = fc.array(fc.integer({ min: 24, max: 33 }), { maxLength: 80 });

/** The runs of consecutive values of which something is true. */
function runsOf(all: readonly number[], belongs: (value: number) => boolean): number[][] {
  const runs: number[][] = [];
  for (const [index, value] of all.entries()) {
    const before = all[index - 1];
    if (!belongs(value)) continue;
    if (before === undefined || !belongs(before)) runs.push([]);
    runs.at(-1)?.push(value);
  }
  return runs;
}

describe('AlertEvaluator over any readings', () => {
  it('an alert covers each run of consecutive readings above the threshold', () => {
    const byDefault = new AlertEvaluator(defaultRules(THRESHOLD));
    fc.assert(
      fc.property(values, (all) => {
        const found = evaluateAll(byDefault, temperatures(...all));
        const runs = runsOf(all, (value) => value > THRESHOLD);
        expect(found.map(({ readingCount, peakValue }) => [readingCount, peakValue])).toEqual(
          runs.map((run) => [run.length, Math.max(...run)]),
        );
        const open = found.filter(({ state }) => state === 'firing');
        expect(open).toHaveLength((all.at(-1) ?? 0) > THRESHOLD ? 1 : 0);
      }),
    );
  });

  it('no alert starts or ends between the thresholds', () => {
    fc.assert(
      fc.property(values, (all) => {
        const decisive = all.filter((value) => value > THRESHOLD || value <= CLEAR);
        const found = evaluateAll(hysteresis, temperatures(...all));
        expect(found).toHaveLength(runsOf(decisive, (value) => value > THRESHOLD).length);
        for (const { startedAt, resolvedAt } of found) {
          expect(all[startedAt / MS_PER_MINUTE]).toBeGreaterThan(THRESHOLD);
          if (resolvedAt !== undefined) expect(all[resolvedAt / MS_PER_MINUTE]).toBeLessThanOrEqual(CLEAR);
        }
      }),
    );
  });

  it('a state saved and restored between any two readings gives the same alerts', () => {
    fc.assert(
      fc.property(flaggedReadings, fc.nat(), (readings, anywhere) => {
        const split = readings.length === 0 ? 0 : anywhere % readings.length;
        const state = evaluator.initialState(STATION);
        const before = evaluateEach(evaluator, readings.slice(0, split), state);
        const revived = saveAndRestore(evaluator, state);
        const after = evaluateEach(evaluator, readings.slice(split), revived);
        const whole = evaluator.initialState(STATION);
        expect([...before, ...after]).toEqual(evaluateEach(evaluator, readings, whole));
        expect(revived.toJSON()).toEqual(whole.toJSON());
      }),
    );
  });

  it('the alerts do not depend on where batches are cut', () => {
    fc.assert(
      fc.property(flaggedReadings, fc.integer({ min: 1, max: 20 }), (readings, size) => {
        const state = evaluator.initialState(STATION);
        const batches: Alert[][] = [];
        const asStored: Alert[][] = [];
        for (let from = 0; from < readings.length; from += size) {
          const changes: Alert[] = [];
          for (const { reading, quality } of readings.slice(from, from + size)) {
            evaluator.evaluate(state, reading, quality, changes);
          }
          batches.push(changes);
          asStored.push(structuredClone(changes));
          expect(keepLast(changes)).toHaveLength(changes.length);
        }
        expect(batches).toEqual(asStored);
        expect(sorted(keepLast(batches.flat()))).toEqual(sorted(evaluateAll(evaluator, readings)));
      }),
    );
  });

  it('every alert makes legal transitions only', () => {
    fc.assert(
      fc.property(flaggedReadings, (readings) => {
        const states = new Map<string, AlertState>();
        for (const alert of evaluateEach(evaluator, readings).flat()) {
          const key = `${alert.rule} ${alert.startedAt}`;
          expect(isReachable(states.get(key) ?? 'pending', alert.state)).toBe(true);
          states.set(key, alert.state);
          expect(isWhole(alert)).toBe(true);
        }
      }),
    );
  });

  it('a rule has at most one open alert, and none starts before the last one ended', () => {
    fc.assert(
      fc.property(flaggedReadings, (readings) => {
        const last = new Map<string, Alert>();
        for (const alert of evaluateAll(evaluator, readings)) {
          const before = last.get(alert.rule);
          if (before !== undefined) {
            expect(['resolved', 'dropped']).toContain(before.state);
            expect(alert.startedAt).toBeGreaterThan(before.resolvedAt ?? before.startedAt);
          }
          last.set(alert.rule, alert);
        }
      }),
    );
  });

  it('readings that were not on time change nothing', () => {
    fc.assert(
      fc.property(flaggedReadings, (readings) => {
        const inTime = readings.filter(({ quality }: FlaggedReading) => quality % 0x10 === ALL_PASSED % 0x10);
        expect(evaluateAll(evaluator, inTime)).toEqual(evaluateAll(evaluator, readings));
      }),
    );
  });
});

function sorted(alerts: readonly Alert[]): Alert[] {
  const key = ({ rule, startedAt }: Alert): string => `${rule} ${String(startedAt).padStart(9, '0')}`;
  return alerts.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** By any number of transitions, as one reading may cause two of them. */
function isReachable(from: AlertState, to: AlertState): boolean {
  return from === to || ALERT_TRANSITIONS[from].some((next) => isReachable(next, to));
}

/** Whether the times of an alert fit its state and are in order. */
function isWhole({ state, startedAt, firedAt, resolvedAt, peakAt }: Alert): boolean {
  const fired = state === 'firing' || state === 'resolved';
  const ended = state === 'resolved';
  return (
    (firedAt !== undefined) === fired &&
    (resolvedAt !== undefined) === ended &&
    startedAt <= (firedAt ?? startedAt) &&
    (firedAt ?? startedAt) <= (resolvedAt ?? Infinity) &&
    startedAt <= peakAt
  );
}
