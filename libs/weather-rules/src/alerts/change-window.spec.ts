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
  it('the rise is measured from the lowest value within the period, its start included', () => {
    const window = new ChangeWindow(WITHIN);
    expect([
      window.rise(10, 0),
      window.rise(12, 300),
      window.rise(11, WITHIN),
      window.rise(15, WITHIN + 1),
    ]).toEqual([0, 2, 1, 4]);
  });

  it('the rise is exact while no two values share a sixtieth of the period', () => {
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

  it('with many values the window is off by at most a sixtieth of the period, and stays small', () => {
    fc.assert(
      fc.property(series(fc.integer({ min: 0, max: 12 })), (values) => {
        const window = new ChangeWindow(WITHIN);
        for (const [index, { at, value }] of values.entries()) {
          const lowestSince = (from: number): number =>
            Math.min(
              ...values.slice(0, index + 1).map((entry) => (entry.at >= from ? entry.value : Infinity)),
            );
          const rise = window.rise(value, at);
          expect(rise).toBeLessThanOrEqual(value - lowestSince(at - WITHIN));
          expect(rise).toBeGreaterThanOrEqual(value - lowestSince(at - WITHIN + SLOT));
          expect(window.toJSON().times.length).toBeLessThanOrEqual(MOST_KEPT);
        }
      }),
    );
  });

  it('a window of steadily rising values stays small', () => {
    const window = new ChangeWindow(WITHIN);
    for (let at = 0; at < 10 * WITHIN; at += 1) window.rise(at, at);
    expect(window.toJSON().times.length).toBeLessThanOrEqual(MOST_KEPT);
  });

  it('the error of binary fractions is not a change', () => {
    const window = new ChangeWindow(WITHIN);
    window.rise(27.1, 0);
    expect(window.rise(30.1, 1)).toBe(3);
  });
});
