import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema/reading';
import type { Alert } from './alerts/alert.ts';
import { getFlag, TIMELINESS } from './quality/quality-flag.ts';
import { ReadingEvaluator } from './reading-evaluator.ts';
import { defaultRules } from './rules/default-rules.ts';
import { parseTestRules } from './testing/parse-test-rules.ts';

const reading = (minute: number, temperature: number) => ({
  stationId: 'a',
  observedAt: minute * MS_PER_MINUTE,
  temperature,
});

describe('ReadingEvaluator', () => {
  it('only values that passed quality control raise alerts', () => {
    const evaluator = new ReadingEvaluator(defaultRules(30));
    const state = evaluator.initialState('a');
    const changes: Alert[] = [];
    for (const [minute, temperature] of [29, 31, 59, 31, 29].entries())
      evaluator.evaluate(state, reading(minute, temperature), changes);
    expect(changes).toEqual([
      expect.objectContaining({
        state: 'resolved',
        startedAt: MS_PER_MINUTE,
        peakValue: 31,
        readingCount: 2,
      }),
    ]);
  });

  it('a state restored from text gives the flags and alerts of one that was never saved', () => {
    const evaluator = new ReadingEvaluator(defaultRules(30));
    const [whole, first] = [evaluator.initialState('a'), evaluator.initialState('a')];
    for (const minute of [0, 1])
      for (const state of [whole, first]) evaluator.evaluate(state, reading(minute, 31), []);
    const revived = evaluator.restore('a', evaluator.serialise(first), []);
    const [ofWhole, ofRevived]: [Alert[], Alert[]] = [[], []];
    expect(evaluator.evaluate(revived, reading(2, 40), ofRevived)).toBe(
      evaluator.evaluate(whole, reading(2, 40), ofWhole),
    );
    expect(evaluator.evaluate(revived, reading(3, 32), ofRevived)).toBe(
      evaluator.evaluate(whole, reading(3, 32), ofWhole),
    );
    expect(ofRevived).toEqual(ofWhole);
    expect(evaluator.openAlerts(revived)).toEqual(evaluator.openAlerts(whole));
  });

  it('the limits of the station replace the general ones', () => {
    const evaluator = new ReadingEvaluator(
      parseTestRules('rules: []\nlimits: [{ stations: ["alpine-*"], temperature: { max: 25 } }]'),
    );
    const flag = (stationId: string): number =>
      getFlag(
        evaluator.evaluate(evaluator.initialState(stationId), { ...reading(0, 26), stationId }, []),
        'temperature',
      );
    expect([flag('alpine-1'), flag('valley')]).toEqual([3, 0]);
    const alone = evaluator.checkWithoutHistory(
      evaluator.initialState('alpine-1'),
      reading(0, 26),
      TIMELINESS.beyondLateness,
    );
    expect(getFlag(alone, 'temperature')).toBe(3);
  });
});
