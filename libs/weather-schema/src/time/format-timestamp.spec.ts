import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatIsoTimestamp } from './format-timestamp.ts';
import { MS_PER_DAY } from './time-units.ts';

const LATEST_INSTANT = 8_640_000_000_000_000;
const NOON = Date.UTC(2026, 6, 1, 12);

const anyInstants = fc.oneof(
  fc.integer({ min: -LATEST_INSTANT, max: LATEST_INSTANT }),
  fc.double({ min: -LATEST_INSTANT, max: LATEST_INSTANT, noNaN: true }),
  fc.integer({ min: NOON - 2 * MS_PER_DAY, max: NOON + 2 * MS_PER_DAY }),
);

function expectSameText(instant: number): void {
  expect(formatIsoTimestamp(instant)).toBe(new Date(instant).toISOString());
}

describe('formatIsoTimestamp', () => {
  it('writes any time as toISOString does, whichever it wrote before', () => {
    fc.assert(fc.property(anyInstants, expectSameText), { numRuns: 5_000 });
  });

  it.each([
    ['the epoch', 0],
    ['minus nothing', -0],
    ['a fraction before the epoch', -0.5],
    ['the millisecond before the epoch', -1],
    ['the last millisecond of a day', NOON + MS_PER_DAY / 2 - 1],
    ['the first millisecond of the next day', NOON + MS_PER_DAY / 2],
    ['a year of six digits', Date.UTC(12_026, 0, 1)],
    ['a year before Christ', Date.UTC(-1, 0, 1)],
    ['the earliest time', -LATEST_INSTANT],
    ['the latest time', LATEST_INSTANT],
  ])('writes %s', (_, instant) => expectSameText(instant));

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    LATEST_INSTANT + 1,
    -LATEST_INSTANT - 1,
  ])('rejects %d, which is not a time', (instant) => {
    formatIsoTimestamp(LATEST_INSTANT);
    expect(() => formatIsoTimestamp(instant)).toThrow(RangeError);
  });
});
