import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema/reading';
import { defaultRules } from '../rules/default-rules.ts';
import { parseTestRules } from '../testing/parse-test-rules.ts';
import {
  ALL_PASSED,
  evaluateAll,
  keepLast,
  evaluateEach,
  STATION,
  saveAndRestore,
  TEMPERATURE_DOUBTFUL,
  temperatures,
} from '../testing/flagged-readings.ts';
import { AlertEvaluator } from './alert-evaluator.ts';
import type { Alert } from './alert.ts';

const TOO_LATE = ALL_PASSED + 1;
const AHEAD = ALL_PASSED + 2;

const createEvaluator = (rule: string): AlertEvaluator =>
  new AlertEvaluator(parseTestRules(`rules: [{ name: a, ${rule} }]`));
const byDefault = new AlertEvaluator(defaultRules(30));

describe('AlertEvaluator', () => {
  it('consecutive readings beyond the threshold are one alert', () => {
    expect(evaluateAll(byDefault, temperatures(30, 31, 33, 33, 30, 32))).toEqual([
      {
        rule: 'high-temperature',
        stationId: STATION,
        severity: 'warning',
        state: 'resolved',
        startedAt: MS_PER_MINUTE,
        firedAt: MS_PER_MINUTE,
        resolvedAt: 4 * MS_PER_MINUTE,
        peakValue: 33,
        peakAt: 2 * MS_PER_MINUTE,
        readingCount: 3,
      },
      expect.objectContaining({ state: 'firing', startedAt: 5 * MS_PER_MINUTE, readingCount: 1 }),
    ]);
  });

  it.each([
    ['above', [31], [30, 29]],
    ['atLeast', [30, 31], [29]],
    ['below', [29], [30, 31]],
    ['atMost', [29, 30], [31]],
  ])('%s 30', (comparison, beyond, within) => {
    const evaluator = createEvaluator(`quantity: temperature, ${comparison}: 30`);
    for (const value of beyond) expect(evaluateAll(evaluator, temperatures(value))).toHaveLength(1);
    for (const value of within) expect(evaluateAll(evaluator, temperatures(value))).toHaveLength(0);
  });

  it('an alert continues until a value has crossed the threshold to clear', () => {
    const above = createEvaluator('quantity: temperature, above: 30, clear: 28');
    expect(evaluateAll(above, temperatures(31, 29, 28.1, 28, 29))).toEqual([
      expect.objectContaining({ state: 'resolved', readingCount: 3, resolvedAt: 3 * MS_PER_MINUTE }),
    ]);
    const atMost = createEvaluator('quantity: temperature, atMost: 0, clear: 2');
    expect(evaluateAll(atMost, temperatures(0, 2, -5, 2.1))).toEqual([
      expect.objectContaining({
        state: 'resolved',
        readingCount: 3,
        peakValue: -5,
        peakAt: 2 * MS_PER_MINUTE,
      }),
    ]);
  });

  it('an alert fires with the first reading that is `for` after the onset', () => {
    const moves = evaluateEach(
      createEvaluator('quantity: temperature, above: 30, for: 2m'),
      temperatures(31, 32, 31, 30),
    );
    expect(moves.flat().map(({ state, firedAt }) => [state, firedAt])).toEqual([
      ['pending', undefined],
      ['pending', undefined],
      ['firing', 2 * MS_PER_MINUTE],
      ['resolved', 2 * MS_PER_MINUTE],
    ]);
  });

  it('an alert that ends before it has fired is dropped', () => {
    const moves = evaluateEach(
      createEvaluator('quantity: temperature, above: 30, for: 2m'),
      temperatures(31, 31, 30),
    );
    expect(moves.flat().at(-1)).toMatchObject({ state: 'dropped', readingCount: 2 });
    expect(moves.flat().at(-1)).not.toHaveProperty('resolvedAt');
  });

  it('values that did not pass and readings that were not on time are ignored', () => {
    const readings = temperatures(31, 20, 40, 20, 32);
    const [first, doubtful, late, ahead, last] = readings as [never, object, object, object, never];
    const flagged = [
      first,
      { ...doubtful, quality: TEMPERATURE_DOUBTFUL },
      { ...late, quality: TOO_LATE },
      { ...ahead, quality: AHEAD },
      { reading: { stationId: STATION, observedAt: 3 * MS_PER_MINUTE, humidity: 5 }, quality: ALL_PASSED },
      last,
    ] as typeof readings;
    expect(evaluateAll(byDefault, flagged)).toEqual([
      expect.objectContaining({ state: 'firing', readingCount: 2, peakValue: 32 }),
    ]);
  });

  it('a derived value is evaluated only if all of its inputs have passed', () => {
    const evaluator = createEvaluator('quantity: dewPoint, above: 20');
    const reading = { stationId: STATION, observedAt: 0, temperature: 30, humidity: 80 };
    expect(evaluateAll(evaluator, [{ reading, quality: ALL_PASSED }])[0]?.peakValue).toBeCloseTo(26.2, 1);
    expect(evaluateAll(evaluator, [{ reading, quality: 0x42444440 }])).toEqual([]);
  });

  it('a change is measured from the values of the period before, and the peak has its sign', () => {
    const evaluator = createEvaluator('change: { quantity: temperature, within: 2m }, below: -5');
    expect(evaluateAll(evaluator, temperatures(20, 18, 14, 13, 13, 13))).toEqual([
      expect.objectContaining({
        startedAt: 2 * MS_PER_MINUTE,
        peakValue: -6,
        readingCount: 1,
        resolvedAt: 3 * MS_PER_MINUTE,
      }),
    ]);
  });

  it('a change to a value that did not pass does not count', () => {
    const evaluator = createEvaluator('change: { quantity: temperature, within: 10m }, atLeast: 5');
    const readings = temperatures(20, 0, 24);
    readings[1] = { reading: readings[1]?.reading as never, quality: TEMPERATURE_DOUBTFUL };
    expect(evaluateAll(evaluator, readings)).toEqual([]);
  });

  it('only the rules that apply to the station are evaluated', () => {
    const evaluator = createEvaluator('quantity: temperature, above: 30, stations: ["alpine-*"]');
    expect(evaluator.initialState(STATION).evaluators).toHaveLength(0);
    expect(evaluator.initialState('alpine-1').evaluators).toHaveLength(1);
  });
});

describe('a list of changes', () => {
  it('each alert is listed once, as the batch left it, whatever comes after', () => {
    const state = byDefault.initialState(STATION);
    const [first, second]: [Alert[], Alert[]] = [[], []];
    for (const { reading, quality } of temperatures(31, 32))
      byDefault.evaluate(state, reading, quality, first);
    const asStored = structuredClone(first);
    for (const { reading, quality } of temperatures(0, 0, 33, 30).slice(2)) {
      byDefault.evaluate(state, reading, quality, second);
    }
    expect(first).toEqual(asStored);
    expect(first).toMatchObject([{ state: 'firing', peakValue: 32, readingCount: 2 }]);
    expect(second).toMatchObject([{ state: 'resolved', startedAt: 0, peakValue: 33, readingCount: 3 }]);
  });

  it('an alert is listed again after the list was emptied', () => {
    const state = byDefault.initialState(STATION);
    const changes: Alert[] = [];
    for (const { reading, quality } of temperatures(31, 32)) {
      changes.length = 0;
      byDefault.evaluate(state, reading, quality, changes);
      expect(changes).toHaveLength(1);
    }
  });
});

describe('restore', () => {
  const heat = createEvaluator('quantity: temperature, above: 30, for: 5m');
  const midway = heat.initialState(STATION);
  evaluateEach(heat, temperatures(31, 32), midway);
  const saved = JSON.parse(JSON.stringify(midway)) as ReturnType<typeof midway.toJSON>;

  it('an open alert continues', () => {
    const moves = evaluateEach(heat, temperatures(0, 0, 33).slice(2), saveAndRestore(heat, midway));
    expect(moves.flat()).toMatchObject([{ startedAt: 0, readingCount: 3, peakValue: 33 }]);
  });

  it('an alert whose rule is gone, or no longer applies to the station, ends', () => {
    const changes: Alert[] = [];
    new AlertEvaluator({ rules: [], limits: [] }).restore(saved, STATION, changes);
    createEvaluator('quantity: temperature, above: 30, stations: [other]').restore(saved, STATION, changes);
    expect(changes).toMatchObject([{ state: 'dropped' }, { state: 'dropped' }]);
    const firing = {
      ...saved,
      episodes: saved.episodes.map((alert) => ({ ...alert, state: 'firing' as const })),
    };
    const resolved: Alert[] = [];
    new AlertEvaluator({ rules: [], limits: [] }).restore(firing, STATION, resolved);
    expect(resolved).toMatchObject([{ state: 'resolved', resolvedAt: MS_PER_MINUTE }]);
  });

  it('a window starts empty if its rule has another period or direction', () => {
    const fall = createEvaluator('change: { quantity: temperature, within: 9m }, below: -5');
    const state = fall.initialState(STATION);
    evaluateEach(fall, temperatures(30), state);
    const windows = (rule: string): number[] =>
      Object.values(saveAndRestore(createEvaluator(rule), state).toJSON().windows).map(
        ({ times }) => times.length,
      );
    expect(windows('change: { quantity: temperature, within: 9m }, below: -6')).toEqual([1]);
    expect(windows('change: { quantity: temperature, within: 8m }, below: -6')).toEqual([0]);
    expect(windows('change: { quantity: temperature, within: 9m }, above: 6')).toEqual([0]);
  });
});

describe('silence', () => {
  const evaluator = createEvaluator('silence: 30m');
  const at = (minutes: number, quality = ALL_PASSED) => ({
    reading: { stationId: STATION, observedAt: minutes * MS_PER_MINUTE, humidity: 5 },
    quality,
  });

  it('an alert is started by the clock, fires at once, and ends with the next reading', () => {
    const state = evaluator.initialState(STATION);
    evaluateEach(evaluator, [at(0)], state);
    const changes: Alert[] = [];
    evaluator.evaluateClock(state, 30 * MS_PER_MINUTE, changes);
    expect(changes).toEqual([]);
    evaluator.evaluateClock(state, 31 * MS_PER_MINUTE, changes);
    evaluator.evaluateClock(state, 32 * MS_PER_MINUTE, changes);
    const begun = { startedAt: 30 * MS_PER_MINUTE, firedAt: 30 * MS_PER_MINUTE, readingCount: 0 };
    expect(changes).toMatchObject([{ ...begun, state: 'firing', peakValue: 1800 }]);
    expect(evaluateEach(evaluator, [at(45)], saveAndRestore(evaluator, state)).flat()).toMatchObject([
      {
        ...begun,
        state: 'resolved',
        resolvedAt: 45 * MS_PER_MINUTE,
        peakValue: 2700,
        peakAt: 45 * MS_PER_MINUTE,
      },
    ]);
  });

  it('a gap between two readings gives the same alert as the clock', () => {
    const state = evaluator.initialState(STATION);
    evaluateEach(evaluator, [at(0)], state);
    const byClock: Alert[] = [];
    evaluator.evaluateClock(state, 40 * MS_PER_MINUTE, byClock);
    const withClock = [...byClock, ...evaluateEach(evaluator, [at(45)], state).flat()];
    expect(evaluateAll(evaluator, [at(0), at(45)])).toEqual(keepLast(withClock));
  });

  it('no alert starts while readings come often enough, whatever their flags', () => {
    expect(evaluateAll(evaluator, [at(0), at(30, TEMPERATURE_DOUBTFUL), at(60)])).toEqual([]);
    expect(evaluateAll(evaluator, [at(0), at(29, TOO_LATE), at(31)])).toHaveLength(1);
  });

  it('an alert ended by a late reading ends no earlier than it started', () => {
    const state = evaluator.initialState(STATION);
    evaluateEach(evaluator, [at(0)], state);
    evaluator.evaluateClock(state, 40 * MS_PER_MINUTE, []);
    expect(evaluateEach(evaluator, [at(10)], state).flat()).toMatchObject([
      { startedAt: 30 * MS_PER_MINUTE, resolvedAt: 30 * MS_PER_MINUTE, peakValue: 1800 },
    ]);
  });

  it('a station without readings has no alert', () => {
    const changes: Alert[] = [];
    evaluator.evaluateClock(evaluator.initialState(STATION), 1e12, changes);
    expect(changes).toEqual([]);
  });
});
