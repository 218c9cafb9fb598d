import { describe, expect, it } from '@jest/globals';
import { growthOf } from '@weather/service-runtime/testing';
import { ExpectedReadings } from './expected-readings.ts';

const KEY = { station: 0, instant: Date.UTC(2026, 0, 1) };
const at = (offset: number, partition = 0): { partition: number; offset: number } => ({ partition, offset });

/** By what work grows in which nothing is looked at twice; a little more, since it has a beginning and an end. */
const IN_PROPORTION = 2.2;
const SOME = 500;

describe('ExpectedReadings', () => {
  it('takes work in proportion to the dead letters of one reading, however many there are', () => {
    const letters = (count: number) => () => {
      const expected = new ExpectedReadings();
      for (let offset = 0; offset < count; offset++) expected.allow(KEY, offset, at(offset));
      expected.expect(KEY, 1, at(count));
    };
    expect(growthOf(letters, SOME)).toBeLessThan(IN_PROPORTION);
  });

  it('takes work in proportion to readings that follow dead letters of another partition', () => {
    const readings = (count: number) => () => {
      const expected = new ExpectedReadings();
      for (let offset = 0; offset < count; offset++) expected.allow(KEY, offset, at(offset, 0));
      for (let offset = 0; offset < count; offset++) expected.expect(KEY, 1, at(offset, 1));
    };
    expect(growthOf(readings, SOME)).toBeLessThan(IN_PROPORTION);
  });

  it('explains the row that the last record of a station and instant says', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, 1, at(5));
    expected.expect(KEY, 2, at(6));
    expect(expected.judge(KEY, 2)).toEqual({ kind: 'explained' });
    expect(expected.judge(KEY, 1)).toEqual({ kind: 'wrong', source: at(6) });
  });

  it('finds a row that no record speaks of', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, 1, at(5));
    expect(expected.judge({ ...KEY, station: 1 }, 1)).toEqual({ kind: 'extra' });
    expect(expected.judge({ ...KEY, instant: KEY.instant + 1 }, 1)).toEqual({ kind: 'extra' });
  });

  it('names what no row was judged of', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, 1, at(5, 3));
    expected.expect({ ...KEY, station: 1 }, 1, at(6, 3));
    expected.judge({ ...KEY, station: 1 }, 1);
    expect([...expected.unseen()]).toEqual([{ ...KEY, partition: 3, offset: 5 }]);
  });

  it('takes the last record of any partition, since nobody knows which was stored later', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, 1, at(0, 0));
    expected.expect(KEY, 2, at(1, 0));
    expected.expect(KEY, 2, at(0, 1));
    expected.expect(KEY, 3, at(1, 1));
    expect([1, 2, 3].map((fingerprint) => expected.judge(KEY, fingerprint).kind)).toEqual([
      'wrong',
      'explained',
      'explained',
    ]);
  });

  it('lets a reading that is a dead letter be there or not', () => {
    const expected = new ExpectedReadings();
    expected.allow(KEY, 1, at(5));
    expect([...expected.unseen()]).toEqual([]);
    expect(expected.judge(KEY, 1)).toEqual({ kind: 'explained' });
    expect(expected.judge(KEY, 2)).toEqual({ kind: 'wrong', source: at(5) });
  });

  it('lets a dead letter stand for the reading before it, and not for one behind it', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, 1, at(4));
    expected.allow(KEY, 2, at(5));
    expect([1, 2].map((fingerprint) => expected.judge(KEY, fingerprint).kind)).toEqual([
      'explained',
      'explained',
    ]);
    expected.expect(KEY, 3, at(6));
    expect([2, 3].map((fingerprint) => expected.judge(KEY, fingerprint).kind)).toEqual([
      'wrong',
      'explained',
    ]);
  });

  it('keeps tens of thousands apart, before 1970 as well', () => {
    const expected = new ExpectedReadings();
    const keys = Array.from({ length: 50_000 }, (_, index) => ({
      station: index % 7,
      instant: (index - 25_000) * 60_000,
    }));
    keys.forEach((key, index) => expected.expect(key, index, at(index)));
    expect(keys.every((key, index) => expected.judge(key, index).kind === 'explained')).toBe(true);
    expect([...expected.unseen()]).toEqual([]);
  });
});
