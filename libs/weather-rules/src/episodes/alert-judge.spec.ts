import { describe, expect, it } from '@jest/globals';
import { defaultRules } from '../rules/default-rules.ts';
import { parseRules } from '../rules/parse-rules.ts';
import {
  ALL_PASSED,
  episodesOf,
  lastOf,
  MINUTE,
  movesOf,
  STATION,
  stored,
  TEMPERATURE_DOUBTFUL,
  temperatures,
} from '../testing/fold.ts';
import { AlertJudge } from './alert-judge.ts';
import type { Episode } from './episode.ts';

const TOO_LATE = ALL_PASSED + 1;
const AHEAD = ALL_PASSED + 2;

const judgeOf = (rule: string): AlertJudge => new AlertJudge(parseRules(`rules: [{ name: a, ${rule} }]`));
const byDefault = new AlertJudge(defaultRules(30));

describe('AlertJudge', () => {
  it('makes one episode of consecutive readings beyond the threshold', () => {
    expect(episodesOf(byDefault, temperatures(30, 31, 33, 33, 30, 32))).toEqual([
      {
        rule: 'high-temperature',
        stationId: STATION,
        severity: 'warning',
        state: 'resolved',
        startedAt: MINUTE,
        firedAt: MINUTE,
        resolvedAt: 4 * MINUTE,
        peakValue: 33,
        peakAt: 2 * MINUTE,
        readingCount: 3,
      },
      expect.objectContaining({ state: 'firing', startedAt: 5 * MINUTE, readingCount: 1 }),
    ]);
  });

  it.each([
    ['above', [31], [30, 29]],
    ['atLeast', [30, 31], [29]],
    ['below', [29], [30, 31]],
    ['atMost', [29, 30], [31]],
  ])('%s 30', (comparison, beyond, within) => {
    const judge = judgeOf(`quantity: temperature, ${comparison}: 30`);
    for (const value of beyond) expect(episodesOf(judge, temperatures(value))).toHaveLength(1);
    for (const value of within) expect(episodesOf(judge, temperatures(value))).toHaveLength(0);
  });

  it('goes on until a value has crossed the threshold to clear', () => {
    const above = judgeOf('quantity: temperature, above: 30, clear: 28');
    expect(episodesOf(above, temperatures(31, 29, 28.1, 28, 29))).toEqual([
      expect.objectContaining({ state: 'resolved', readingCount: 3, resolvedAt: 3 * MINUTE }),
    ]);
    const atMost = judgeOf('quantity: temperature, atMost: 0, clear: 2');
    expect(episodesOf(atMost, temperatures(0, 2, -5, 2.1))).toEqual([
      expect.objectContaining({ state: 'resolved', readingCount: 3, peakValue: -5, peakAt: 2 * MINUTE }),
    ]);
  });

  it('fires with the first reading that comes so long after the onset as `for` says', () => {
    const moves = movesOf(judgeOf('quantity: temperature, above: 30, for: 2m'), temperatures(31, 32, 31, 30));
    expect(moves.flat().map(({ state, firedAt }) => [state, firedAt])).toEqual([
      ['pending', undefined],
      ['pending', undefined],
      ['firing', 2 * MINUTE],
      ['resolved', 2 * MINUTE],
    ]);
  });

  it('drops an episode that ends before it has fired', () => {
    const moves = movesOf(judgeOf('quantity: temperature, above: 30, for: 2m'), temperatures(31, 31, 30));
    expect(moves.flat().at(-1)).toMatchObject({ state: 'dropped', readingCount: 2 });
    expect(moves.flat().at(-1)).not.toHaveProperty('resolvedAt');
  });

  it('takes no notice of values that did not pass and of readings out of their time', () => {
    const readings = temperatures(31, 20, 40, 20, 32);
    const [first, doubtful, late, ahead, last] = readings as [never, object, object, object, never];
    const judged = [
      first,
      { ...doubtful, quality: TEMPERATURE_DOUBTFUL },
      { ...late, quality: TOO_LATE },
      { ...ahead, quality: AHEAD },
      { reading: { stationId: STATION, observedAt: 3 * MINUTE, humidity: 5 }, quality: ALL_PASSED },
      last,
    ] as typeof readings;
    expect(episodesOf(byDefault, judged)).toEqual([
      expect.objectContaining({ state: 'firing', readingCount: 2, peakValue: 32 }),
    ]);
  });

  it('judges a derived value only if all that it is made of has passed', () => {
    const judge = judgeOf('quantity: dewPoint, above: 20');
    const reading = { stationId: STATION, observedAt: 0, temperature: 30, humidity: 80 };
    expect(episodesOf(judge, [{ reading, quality: ALL_PASSED }])[0]?.peakValue).toBeCloseTo(26.2, 1);
    expect(episodesOf(judge, [{ reading, quality: 0x42444440 }])).toEqual([]);
  });

  it('judges a change by the values of the time before, the peak with its sign', () => {
    const judge = judgeOf('change: { quantity: temperature, within: 2m }, below: -5');
    expect(episodesOf(judge, temperatures(20, 18, 14, 13, 13, 13))).toEqual([
      expect.objectContaining({
        startedAt: 2 * MINUTE,
        peakValue: -6,
        readingCount: 1,
        resolvedAt: 3 * MINUTE,
      }),
    ]);
  });

  it('does not count the change to a value that did not pass', () => {
    const judge = judgeOf('change: { quantity: temperature, within: 10m }, atLeast: 5');
    const readings = temperatures(20, 0, 24);
    readings[1] = { reading: readings[1]?.reading as never, quality: TEMPERATURE_DOUBTFUL };
    expect(episodesOf(judge, readings)).toEqual([]);
  });

  it('judges by the rules that watch the station', () => {
    const judge = judgeOf('quantity: temperature, above: 30, stations: ["alpine-*"]');
    expect(judge.newState(STATION).tracks).toHaveLength(0);
    expect(judge.newState('alpine-1').tracks).toHaveLength(1);
  });
});

describe('a list of changes', () => {
  it('has each episode once, as the batch left it, whatever comes after', () => {
    const state = byDefault.newState(STATION);
    const [first, second]: [Episode[], Episode[]] = [[], []];
    for (const { reading, quality } of temperatures(31, 32)) byDefault.judge(state, reading, quality, first);
    const asStored = structuredClone(first);
    for (const { reading, quality } of temperatures(0, 0, 33, 30).slice(2)) {
      byDefault.judge(state, reading, quality, second);
    }
    expect(first).toEqual(asStored);
    expect(first).toMatchObject([{ state: 'firing', peakValue: 32, readingCount: 2 }]);
    expect(second).toMatchObject([{ state: 'resolved', startedAt: 0, peakValue: 33, readingCount: 3 }]);
  });

  it('has an episode again after it was emptied', () => {
    const state = byDefault.newState(STATION);
    const changes: Episode[] = [];
    for (const { reading, quality } of temperatures(31, 32)) {
      changes.length = 0;
      byDefault.judge(state, reading, quality, changes);
      expect(changes).toHaveLength(1);
    }
  });
});

describe('revive', () => {
  const heat = judgeOf('quantity: temperature, above: 30, for: 5m');
  const midway = heat.newState(STATION);
  movesOf(heat, temperatures(31, 32), midway);
  const saved = JSON.parse(JSON.stringify(midway)) as ReturnType<typeof midway.toJSON>;

  it('goes on with an open episode', () => {
    const moves = movesOf(heat, temperatures(0, 0, 33).slice(2), stored(heat, midway));
    expect(moves.flat()).toMatchObject([{ startedAt: 0, readingCount: 3, peakValue: 33 }]);
  });

  it('ends an episode whose rule is gone, or no longer watches the station', () => {
    const changes: Episode[] = [];
    new AlertJudge({ rules: [], limits: [] }).revive(saved, STATION, changes);
    judgeOf('quantity: temperature, above: 30, stations: [other]').revive(saved, STATION, changes);
    expect(changes).toMatchObject([{ state: 'dropped' }, { state: 'dropped' }]);
    const firing = {
      ...saved,
      episodes: saved.episodes.map((own) => ({ ...own, state: 'firing' as const })),
    };
    const resolved: Episode[] = [];
    new AlertJudge({ rules: [], limits: [] }).revive(firing, STATION, resolved);
    expect(resolved).toMatchObject([{ state: 'resolved', resolvedAt: MINUTE }]);
  });

  it('begins a window anew if its rule is about another time or direction', () => {
    const fall = judgeOf('change: { quantity: temperature, within: 9m }, below: -5');
    const state = fall.newState(STATION);
    movesOf(fall, temperatures(30), state);
    const windows = (rule: string): number[] =>
      Object.values(stored(judgeOf(rule), state).toJSON().windows).map(({ times }) => times.length);
    expect(windows('change: { quantity: temperature, within: 9m }, below: -6')).toEqual([1]);
    expect(windows('change: { quantity: temperature, within: 8m }, below: -6')).toEqual([0]);
    expect(windows('change: { quantity: temperature, within: 9m }, above: 6')).toEqual([0]);
  });
});

describe('silence', () => {
  const judge = judgeOf('silence: 30m');
  const at = (minutes: number, quality = ALL_PASSED) => ({
    reading: { stationId: STATION, observedAt: minutes * MINUTE, humidity: 5 },
    quality,
  });

  it('begins by the clock, fires at once, and ends with the next reading', () => {
    const state = judge.newState(STATION);
    movesOf(judge, [at(0)], state);
    const changes: Episode[] = [];
    judge.judgeSilence(state, 30 * MINUTE, changes);
    expect(changes).toEqual([]);
    judge.judgeSilence(state, 31 * MINUTE, changes);
    judge.judgeSilence(state, 32 * MINUTE, changes);
    const begun = { startedAt: 30 * MINUTE, firedAt: 30 * MINUTE, readingCount: 0 };
    expect(changes).toMatchObject([{ ...begun, state: 'firing', peakValue: 1800 }]);
    expect(movesOf(judge, [at(45)], stored(judge, state)).flat()).toMatchObject([
      { ...begun, state: 'resolved', resolvedAt: 45 * MINUTE, peakValue: 2700, peakAt: 45 * MINUTE },
    ]);
  });

  it('is the same episode if only the gap between two readings tells', () => {
    const state = judge.newState(STATION);
    movesOf(judge, [at(0)], state);
    const byClock: Episode[] = [];
    judge.judgeSilence(state, 40 * MINUTE, byClock);
    const withClock = [...byClock, ...movesOf(judge, [at(45)], state).flat()];
    expect(episodesOf(judge, [at(0), at(45)])).toEqual(lastOf(withClock));
  });

  it('is none while readings come as often as the rule asks for, however they are judged', () => {
    expect(episodesOf(judge, [at(0), at(30, TEMPERATURE_DOUBTFUL), at(60)])).toEqual([]);
    expect(episodesOf(judge, [at(0), at(29, TOO_LATE), at(31)])).toHaveLength(1);
  });

  it('ends no earlier than it began, when a reading from before was late', () => {
    const state = judge.newState(STATION);
    movesOf(judge, [at(0)], state);
    judge.judgeSilence(state, 40 * MINUTE, []);
    expect(movesOf(judge, [at(10)], state).flat()).toMatchObject([
      { startedAt: 30 * MINUTE, resolvedAt: 30 * MINUTE, peakValue: 1800 },
    ]);
  });

  it('is none of a station that has sent nothing', () => {
    const changes: Episode[] = [];
    judge.judgeSilence(judge.newState(STATION), 1e12, changes);
    expect(changes).toEqual([]);
  });
});
