import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endRun, isStuck, newPersistenceState } from './persistence-check.ts';

const MINUTE = 60_000;
const LEAST = 0.1;

/** The minutes at which a value is found stuck. */
function stuckAt(values: readonly (readonly [minute: number, value: number])[]): number[] {
  const state = newPersistenceState();
  return values
    .filter(([minute, value]) => isStuck(state, value, minute * MINUTE, LEAST))
    .map(([minute]) => minute);
}

const everyTenMinutes = (valueOf: (minute: number) => number): [number, number][] =>
  Array.from({ length: 9 }, (_, index) => [index * 10, valueOf(index * 10)]);

describe('isStuck', () => {
  it('finds a value that does not change for an hour, from the end of the hour on', () => {
    expect(stuckAt(everyTenMinutes(() => 20))).toEqual([60, 70, 80]);
  });

  it('is content with the least change, as doubles have it', () => {
    expect(stuckAt(everyTenMinutes((minute) => (minute % 20 === 0 ? 0.2 : 0.3)))).toEqual([]);
    expect(stuckAt(everyTenMinutes((minute) => (minute % 20 === 0 ? 0.2 : 0.29)))).toEqual([60, 70, 80]);
  });

  it('begins anew after a change', () => {
    expect(stuckAt(everyTenMinutes((minute) => (minute === 10 ? 21 : 20)))).toEqual([80]);
  });

  it('says nothing of a station that reports once an hour', () => {
    expect(
      stuckAt([
        [0, 20],
        [60, 20],
        [120, 20],
      ]),
    ).toEqual([]);
  });

  it('begins anew when a run was ended', () => {
    const state = newPersistenceState();
    isStuck(state, 20, 0, LEAST);
    isStuck(state, 20, 10 * MINUTE, LEAST);
    endRun(state);
    expect(isStuck(state, 20, 60 * MINUTE, LEAST)).toBe(false);
    expect(isStuck(state, 20, 70 * MINUTE, LEAST)).toBe(false);
  });

  it('never finds stuck what has changed enough within the last hour', () => {
    const walk = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(walk, (steps) => {
        let value = 200;
        const values = steps.map((step, index): [number, number] => [index * 10, (value += step) / 20]);
        for (const minute of stuckAt(values)) {
          const lastHour = values.filter(([at]) => at > minute - 60 && at <= minute).map(([, v]) => v);
          expect(Math.max(...lastHour) - Math.min(...lastHour)).toBeLessThan(LEAST);
        }
      }),
    );
  });
});
