import { describe, expect, it } from '@jest/globals';
import { SecondHalf } from './rows-written.ts';

function secondHalfOf(records: number, notes: readonly (readonly [seconds: number, rows: number])[]): number {
  let now = 0;
  const half = new SecondHalf(records, () => now);
  for (const [seconds, rows] of notes) {
    now = seconds * 1_000;
    half.record(rows);
  }
  return half.perSecond;
}

describe('SecondHalf', () => {
  it('counts from the middle on', () => {
    const notes = [
      [0, 1],
      [10, 400],
      [12, 600],
      [13, 900],
      [14, 1_000],
    ] as const;
    expect(secondHalfOf(1_000, notes)).toBe(200);
  });

  it('ends with the last row, however often it is queried afterwards', () => {
    expect(
      secondHalfOf(1_000, [
        [0, 500],
        [1, 1_000],
        [9, 1_000],
      ]),
    ).toBe(500);
  });

  it('is 0 without enough data', () => {
    expect(secondHalfOf(1_000, [])).toBe(0);
    expect(secondHalfOf(1_000, [[3, 1_000]])).toBe(0);
  });
});
