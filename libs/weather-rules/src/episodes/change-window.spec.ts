import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ChangeWindow } from './change-window.ts';

const WITHIN = 600;
const SLOT = 10;
const MOST_KEPT = 61;

const series = (gap: fc.Arbitrary<number>): fc.Arbitrary<{ at: number; value: number }[]> =>
  fc.array(fc.record({ gap, value: fc.integer({ min: -50, max: 50 }) }), { maxLength: 200 }).map((all) => {
    let at = 0;
    return all.map(({ gap: passed, value }) => ({ at: (at += passed), value }));
  });

describe('ChangeWindow', () => {
  it('counts from the lowest value within the time, one that is exactly so old included', () => {
    const window = new ChangeWindow(WITHIN);
    expect([
      window.rise(10, 0),
      window.rise(12, 300),
      window.rise(11, WITHIN),
      window.rise(15, WITHIN + 1),
    ]).toEqual([0, 2, 1, 4]);
  });

  it('is exact while no two values share a sixtieth of the time', () => {
    fc.assert(
      fc.property(series(fc.integer({ min: SLOT, max: 400 })), (values) => {
        const window = new ChangeWindow(WITHIN);
        for (const [index, { at, value }] of values.entries()) {
          const seen = values.slice(0, index + 1).filter((earlier) => earlier.at >= at - WITHIN);
          expect(window.rise(value, at)).toBe(value - Math.min(...seen.map((earlier) => earlier.value)));
        }
      }),
    );
  });

  it('is off by no more than a sixtieth of the time where there are many values, and keeps few', () => {
    fc.assert(
      fc.property(series(fc.integer({ min: 0, max: 12 })), (values) => {
        const window = new ChangeWindow(WITHIN);
        for (const [index, { at, value }] of values.entries()) {
          const lowestSince = (from: number): number =>
            Math.min(...values.slice(0, index + 1).map((own) => (own.at >= from ? own.value : Infinity)));
          const rise = window.rise(value, at);
          expect(rise).toBeLessThanOrEqual(value - lowestSince(at - WITHIN));
          expect(rise).toBeGreaterThanOrEqual(value - lowestSince(at - WITHIN + SLOT));
          expect(window.toJSON().times.length).toBeLessThanOrEqual(MOST_KEPT);
        }
      }),
    );
  });

  it('keeps few of a value that rises all the time', () => {
    const window = new ChangeWindow(WITHIN);
    for (let at = 0; at < 10 * WITHIN; at += 1) window.rise(at, at);
    expect(window.toJSON().times.length).toBeLessThanOrEqual(MOST_KEPT);
  });

  it('does not see the error of binary fractions', () => {
    const window = new ChangeWindow(WITHIN);
    window.rise(27.1, 0);
    expect(window.rise(30.1, 1)).toBe(3);
  });
});
