import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultRules } from '../rules/default-rules.ts';
import { parseRules } from '../rules/parse-rules.ts';
import {
  ALL_PASSED,
  episodesOf,
  judgedReadings,
  lastOf,
  MINUTE,
  movesOf,
  STATION,
  stored,
  temperatures,
  type Judged,
} from '../testing/fold.ts';
import { AlertJudge } from './alert-judge.ts';
import { EPISODE_MOVES, type Episode, type EpisodeState } from './episode.ts';

const THRESHOLD = 30;
const CLEAR = 27;

const judge = new AlertJudge(
  parseRules(`
rules:
  - { name: heat, quantity: temperature, above: ${THRESHOLD} }
  - { name: long-heat, quantity: temperature, atLeast: ${THRESHOLD}, clear: ${CLEAR}, for: 30m }
  - { name: fall, change: { quantity: pressure, within: 1h }, below: -8, clear: -3 }
  - { name: rise, change: { quantity: temperature, within: 2h }, atLeast: 6, for: 20m }
  - { name: quiet, silence: 40m }
`),
);
const hysteresis = new AlertJudge(
  parseRules(`rules: [{ name: heat, quantity: temperature, above: ${THRESHOLD}, clear: ${CLEAR} }]`),
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

describe('the fold', () => {
  it('makes an episode of every run of consecutive readings above the threshold', () => {
    const byDefault = new AlertJudge(defaultRules(THRESHOLD));
    fc.assert(
      fc.property(values, (all) => {
        const found = episodesOf(byDefault, temperatures(...all));
        const runs = runsOf(all, (value) => value > THRESHOLD);
        expect(found.map(({ readingCount, peakValue }) => [readingCount, peakValue])).toEqual(
          runs.map((run) => [run.length, Math.max(...run)]),
        );
        const open = found.filter(({ state }) => state === 'firing');
        expect(open).toHaveLength((all.at(-1) ?? 0) > THRESHOLD ? 1 : 0);
      }),
    );
  });

  it('neither begins nor ends an episode between the thresholds', () => {
    fc.assert(
      fc.property(values, (all) => {
        const decisive = all.filter((value) => value > THRESHOLD || value <= CLEAR);
        const found = episodesOf(hysteresis, temperatures(...all));
        expect(found).toHaveLength(runsOf(decisive, (value) => value > THRESHOLD).length);
        for (const { startedAt, resolvedAt } of found) {
          expect(all[startedAt / MINUTE]).toBeGreaterThan(THRESHOLD);
          if (resolvedAt !== undefined) expect(all[resolvedAt / MINUTE]).toBeLessThanOrEqual(CLEAR);
        }
      }),
    );
  });

  it('makes the same moves when it is stored and revived between any two readings', () => {
    fc.assert(
      fc.property(judgedReadings, fc.nat(), (readings, anywhere) => {
        const split = readings.length === 0 ? 0 : anywhere % readings.length;
        const state = judge.newState(STATION);
        const before = movesOf(judge, readings.slice(0, split), state);
        const revived = stored(judge, state);
        const after = movesOf(judge, readings.slice(split), revived);
        const whole = judge.newState(STATION);
        expect([...before, ...after]).toEqual(movesOf(judge, readings, whole));
        expect(revived.toJSON()).toEqual(whole.toJSON());
      }),
    );
  });

  it('leaves the same of each batch, wherever the batches are cut', () => {
    fc.assert(
      fc.property(judgedReadings, fc.integer({ min: 1, max: 20 }), (readings, size) => {
        const state = judge.newState(STATION);
        const batches: Episode[][] = [];
        const asStored: Episode[][] = [];
        for (let from = 0; from < readings.length; from += size) {
          const changes: Episode[] = [];
          for (const { reading, quality } of readings.slice(from, from + size)) {
            judge.judge(state, reading, quality, changes);
          }
          batches.push(changes);
          asStored.push(structuredClone(changes));
          expect(lastOf(changes)).toHaveLength(changes.length);
        }
        expect(batches).toEqual(asStored);
        expect(sorted(lastOf(batches.flat()))).toEqual(sorted(episodesOf(judge, readings)));
      }),
    );
  });

  it('moves every episode only as it may', () => {
    fc.assert(
      fc.property(judgedReadings, (readings) => {
        const states = new Map<string, EpisodeState>();
        for (const episode of movesOf(judge, readings).flat()) {
          const key = `${episode.rule} ${episode.startedAt}`;
          expect(isReachable(states.get(key) ?? 'pending', episode.state)).toBe(true);
          states.set(key, episode.state);
          expect(isWhole(episode)).toBe(true);
        }
      }),
    );
  });

  it('has at most one open episode of a rule, and none that begins before the last ended', () => {
    fc.assert(
      fc.property(judgedReadings, (readings) => {
        const last = new Map<string, Episode>();
        for (const episode of episodesOf(judge, readings)) {
          const before = last.get(episode.rule);
          if (before !== undefined) {
            expect(['resolved', 'dropped']).toContain(before.state);
            expect(episode.startedAt).toBeGreaterThan(before.resolvedAt ?? before.startedAt);
          }
          last.set(episode.rule, episode);
        }
      }),
    );
  });

  it('is the same without the readings that did not come in their time', () => {
    fc.assert(
      fc.property(judgedReadings, (readings) => {
        const inTime = readings.filter(({ quality }: Judged) => quality % 0x10 === ALL_PASSED % 0x10);
        expect(episodesOf(judge, inTime)).toEqual(episodesOf(judge, readings));
      }),
    );
  });
});

function sorted(episodes: readonly Episode[]): Episode[] {
  const key = ({ rule, startedAt }: Episode): string => `${rule} ${String(startedAt).padStart(9, '0')}`;
  return episodes.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** By any number of moves, as one reading may make two of them. */
function isReachable(from: EpisodeState, to: EpisodeState): boolean {
  return from === to || EPISODE_MOVES[from].some((next) => isReachable(next, to));
}

/** Whether the times of an episode go with its state and stand in order. */
function isWhole({ state, startedAt, firedAt, resolvedAt, peakAt }: Episode): boolean {
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
