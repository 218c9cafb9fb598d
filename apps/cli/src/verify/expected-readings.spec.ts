import { describe, expect, it } from '@jest/globals';
import { measureGrowth } from '@weather/service-runtime/testing';
import { QUANTITY_NAMES } from '@weather/weather-schema';
import { ExpectedReadings } from './expected-readings.ts';
import { NOT_MENTIONED, NO_VALUE, type Fingerprint } from './reading-fingerprint.ts';

const KEY = { station: 0, observedAt: Date.UTC(2026, 0, 1) };
/** The fingerprint of a record with one quantity, whose value is a number. */
const withValue = (value: number, index = 0): Fingerprint =>
  QUANTITY_NAMES.map((_, each) => (each === index ? value + 10 : NOT_MENTIONED));
const at = (offset: number, partition = 0): { partition: number; offset: number } => ({ partition, offset });

/** The growth of work that is linear, with a margin for its fixed part. */
const LINEAR = 2.2;
const SOME = 500;

describe('ExpectedReadings', () => {
  it('takes time linear in the dead letters of one reading', () => {
    const deadLetters = (count: number) => () => {
      const expected = new ExpectedReadings();
      for (let offset = 0; offset < count; offset++) expected.allow(KEY, withValue(offset), at(offset));
      expected.expect(KEY, withValue(1), at(count));
    };
    expect(measureGrowth(deadLetters, SOME)).toBeLessThan(LINEAR);
  });

  it('takes time linear in readings that follow dead letters of another partition', () => {
    const readings = (count: number) => () => {
      const expected = new ExpectedReadings();
      for (let offset = 0; offset < count; offset++) expected.allow(KEY, withValue(offset), at(offset, 0));
      for (let offset = 0; offset < count; offset++) expected.expect(KEY, withValue(1), at(offset, 1));
    };
    expect(measureGrowth(readings, SOME)).toBeLessThan(LINEAR);
  });

  it('takes time linear in alternating readings and dead letters of different quantities', () => {
    const turns = (count: number) => () => {
      const expected = new ExpectedReadings();
      for (let offset = 0; offset < count; offset++) {
        expected.allow(KEY, withValue(offset, 1), at(offset));
        expected.expect(KEY, withValue(1), at(offset));
      }
    };
    expect(measureGrowth(turns, SOME)).toBeLessThan(LINEAR);
  });

  it('explains a row by the last record of a station and timestamp', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, withValue(1), at(5));
    expected.expect(KEY, withValue(2), at(6));
    expect(expected.compare(KEY, withValue(2))).toEqual({ kind: 'explained' });
    expect(expected.compare(KEY, withValue(1))).toEqual({
      kind: 'wrong',
      source: at(6),
      quantities: [{ index: 0, isMentioned: true }],
    });
  });

  it('explains a row by the merged records of a partition', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, withValue(1, 0), at(5));
    expected.expect(KEY, withValue(2, 1), at(6));
    const both = withValue(1, 0).map((value, index) => (index === 1 ? 12 : value));
    expect(expected.compare(KEY, both)).toEqual({ kind: 'explained' });
    expect(expected.compare(KEY, withValue(2, 1))).toMatchObject({
      quantities: [{ index: 0, isMentioned: true }],
    });
    const removal = withValue(0, 0).map((_, index) => (index === 0 ? NO_VALUE : NOT_MENTIONED));
    expected.expect(KEY, removal, at(7));
    expect(expected.compare(KEY, withValue(2, 1))).toEqual({ kind: 'explained' });
    expect(expected.compare(KEY, both)).toMatchObject({ kind: 'wrong', source: at(7) });
  });

  it('reports a row without a record as extra', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, withValue(1), at(5));
    expect(expected.compare({ ...KEY, station: 1 }, withValue(1))).toEqual({ kind: 'extra' });
    expect(expected.compare({ ...KEY, observedAt: KEY.observedAt + 1 }, withValue(1))).toEqual({
      kind: 'extra',
    });
  });

  it('lists the readings without a row as missing', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, withValue(1), at(5, 3));
    expected.expect({ ...KEY, station: 1 }, withValue(1), at(6, 3));
    expected.compare({ ...KEY, station: 1 }, withValue(1));
    expect([...expected.missing()]).toEqual([{ ...KEY, partition: 3, offset: 5 }]);
  });

  it('accepts the last record of any partition, since any may have been stored last', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, withValue(1), at(0, 0));
    expected.expect(KEY, withValue(2), at(1, 0));
    expected.expect(KEY, withValue(2), at(0, 1));
    expected.expect(KEY, withValue(3), at(1, 1));
    expect([1, 2, 3].map((value) => expected.compare(KEY, withValue(value)).kind)).toEqual([
      'wrong',
      'explained',
      'explained',
    ]);
  });

  it('accepts a dead-lettered reading with or without a row', () => {
    const expected = new ExpectedReadings();
    expected.allow(KEY, withValue(1), at(5));
    expect([...expected.missing()]).toEqual([]);
    expect(expected.compare(KEY, withValue(1))).toEqual({ kind: 'explained' });
    expect(expected.compare(KEY, withValue(2))).toEqual({
      kind: 'wrong',
      source: at(5),
      quantities: [{ index: 0, isMentioned: false }],
    });
  });

  it('accepts a dead letter in place of the reading before it, but not of a later one', () => {
    const expected = new ExpectedReadings();
    expected.expect(KEY, withValue(1), at(4));
    expected.allow(KEY, withValue(2), at(5));
    expect([1, 2].map((value) => expected.compare(KEY, withValue(value)).kind)).toEqual([
      'explained',
      'explained',
    ]);
    expected.expect(KEY, withValue(3), at(6));
    expect([2, 3].map((value) => expected.compare(KEY, withValue(value)).kind)).toEqual([
      'wrong',
      'explained',
    ]);
  });

  it('distinguishes tens of thousands of readings, also before 1970', () => {
    const expected = new ExpectedReadings();
    const keys = Array.from({ length: 50_000 }, (_, index) => ({
      station: index % 7,
      observedAt: (index - 25_000) * 60_000,
    }));
    keys.forEach((key, index) => expected.expect(key, withValue(index), at(index)));
    expect(keys.every((key, index) => expected.compare(key, withValue(index)).kind === 'explained')).toBe(
      true,
    );
    expect([...expected.missing()]).toEqual([]);
  });
});
