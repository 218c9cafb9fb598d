import { describe, expect, it } from '@jest/globals';
import { measureGrowth } from '@weather/service-runtime/testing';
import { QUANTITY_NAMES } from '@weather/weather-schema';
import { ExpectedReadings } from './expected-readings.ts';
import { NOT_SAID, NOTHING, type Fingerprint } from './reading-fingerprint.ts';

const KEY = { station: 0, instant: Date.UTC(2026, 0, 1) };
/** What a record says of one quantity, or of the next one, by numbers that stand for values. */
const says = (value: number, index = 0): Fingerprint =>
  QUANTITY_NAMES.map((_, place) => (place === index ? value + 10 : NOT_SAID));
const at = (offset: number, partition = 0): { partition: number; offset: number } => ({ partition, offset });

/** By what work grows in which nothing is looked at twice; a little more, since it has a beginning and an end. */
const IN_PROPORTION = 2.2;
const SOME = 500;

describe('ExpectedReadings', () => {
  it('takes work in proportion to the dead letters of one reading, however many there are', () => {
    const letters = (count: number) => () => {
      const expected = new ExpectedReadings();
      for (let offset = 0; offset < count; offset++) expected.allow(KEY, says(offset), at(offset));
      expected.expect(KEY, says(1), at(count));
    };
    expect(measureGrowth(letters, SOME)).toBeLessThan(IN_PROPORTION);
  });

  it('takes work in proportion to readings that follow dead letters of another partition', () => {
    const readings = (count: number) => () => {
      const expected = new ExpectedReadings();
      for (let offset = 0; offset < count; offset++) expected.allow(KEY, says(offset), at(offset, 0));
      for (let offset = 0; offset < count; offset++) expected.expect(KEY, says(1), at(offset, 1));
    };
    expect(measureGrowth(readings, SOME)).toBeLessThan(IN_PROPORTION);
  });

  it('takes work in proportion to readings and dead letters that take turns, of different quantities', () => {
    const turns = (count: number) => () => {
      const expected = new ExpectedReadings();
      for (let offset = 0; offset < count; offset++) {
        expected.allow(KEY, says(offset, 1), at(offset));
        expected.expect(KEY, says(1), at(offset));
      }
    };
    expect(measureGrowth(turns, SOME)).toBeLessThan(IN_PROPORTION);
  });

  it('explains the row that the last record of a station and instant says', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, says(1), at(5));
    expected.expect(KEY, says(2), at(6));
    expect(expected.judge(KEY, says(2))).toEqual({ kind: 'explained' });
    expect(expected.judge(KEY, says(1))).toEqual({
      kind: 'wrong',
      source: at(6),
      quantities: [{ index: 0, isSaid: true }],
    });
  });

  it('explains what the records of a partition say together', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, says(1, 0), at(5));
    expected.expect(KEY, says(2, 1), at(6));
    const both = says(1, 0).map((said, index) => (index === 1 ? 12 : said));
    expect(expected.judge(KEY, both)).toEqual({ kind: 'explained' });
    expect(expected.judge(KEY, says(2, 1))).toMatchObject({ quantities: [{ index: 0, isSaid: true }] });
    const takesAway = says(0, 0).map((_, index) => (index === 0 ? NOTHING : NOT_SAID));
    expected.expect(KEY, takesAway, at(7));
    expect(expected.judge(KEY, says(2, 1))).toEqual({ kind: 'explained' });
    expect(expected.judge(KEY, both)).toMatchObject({ kind: 'wrong', source: at(7) });
  });

  it('finds a row that no record speaks of', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, says(1), at(5));
    expect(expected.judge({ ...KEY, station: 1 }, says(1))).toEqual({ kind: 'extra' });
    expect(expected.judge({ ...KEY, instant: KEY.instant + 1 }, says(1))).toEqual({ kind: 'extra' });
  });

  it('names what no row was judged of', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, says(1), at(5, 3));
    expected.expect({ ...KEY, station: 1 }, says(1), at(6, 3));
    expected.judge({ ...KEY, station: 1 }, says(1));
    expect([...expected.unseen()]).toEqual([{ ...KEY, partition: 3, offset: 5 }]);
  });

  it('takes the last record of any partition, since nobody knows which was stored later', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, says(1), at(0, 0));
    expected.expect(KEY, says(2), at(1, 0));
    expected.expect(KEY, says(2), at(0, 1));
    expected.expect(KEY, says(3), at(1, 1));
    expect([1, 2, 3].map((value) => expected.judge(KEY, says(value)).kind)).toEqual([
      'wrong',
      'explained',
      'explained',
    ]);
  });

  it('lets a reading that is a dead letter be there or not', () => {
    const expected = new ExpectedReadings();
    expected.allow(KEY, says(1), at(5));
    expect([...expected.unseen()]).toEqual([]);
    expect(expected.judge(KEY, says(1))).toEqual({ kind: 'explained' });
    expect(expected.judge(KEY, says(2))).toEqual({
      kind: 'wrong',
      source: at(5),
      quantities: [{ index: 0, isSaid: false }],
    });
  });

  it('lets a dead letter stand for the reading before it, and not for one behind it', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, says(1), at(4));
    expected.allow(KEY, says(2), at(5));
    expect([1, 2].map((value) => expected.judge(KEY, says(value)).kind)).toEqual(['explained', 'explained']);
    expected.expect(KEY, says(3), at(6));
    expect([2, 3].map((value) => expected.judge(KEY, says(value)).kind)).toEqual(['wrong', 'explained']);
  });

  it('keeps tens of thousands apart, before 1970 as well', () => {
    const expected = new ExpectedReadings();
    const keys = Array.from({ length: 50_000 }, (_, index) => ({
      station: index % 7,
      instant: (index - 25_000) * 60_000,
    }));
    keys.forEach((key, index) => expected.expect(key, says(index), at(index)));
    expect(keys.every((key, index) => expected.judge(key, says(index)).kind === 'explained')).toBe(true);
    expect([...expected.unseen()]).toEqual([]);
  });
});
