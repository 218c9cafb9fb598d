import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema/reading';
import fc from 'fast-check';
import { endRun, hasPersisted, newPersistenceState } from './persistence-check.ts';

const LEAST = 0.1;

/** The minutes at which a value is found to be unchanged. */
function stuckAt(values: readonly (readonly [minute: number, value: number])[]): number[] {
  const state = newPersistenceState();
  return values
    .filter(([minute, value]) => hasPersisted(state, value, minute * MS_PER_MINUTE, LEAST))
    .map(([minute]) => minute);
}

const everyTenMinutes = (valueOf: (minute: number) => number): [number, number][] =>
  Array.from({ length: 9 }, (_, index) => [index * 10, valueOf(index * 10)]);

describe('hasPersisted', () => {
  it('a value that does not change for an hour is found from the end of the hour on', () => {
    expect(stuckAt(everyTenMinutes(() => 20))).toEqual([60, 70, 80]);
  });

  it('the least change is enough, within the precision of doubles', () => {
    expect(stuckAt(everyTenMinutes((minute) => (minute % 20 === 0 ? 0.2 : 0.3)))).toEqual([]);
    expect(stuckAt(everyTenMinutes((minute) => (minute % 20 === 0 ? 0.2 : 0.29)))).toEqual([60, 70, 80]);
  });

  it('a change starts another run', () => {
    expect(stuckAt(everyTenMinutes((minute) => (minute === 10 ? 21 : 20)))).toEqual([80]);
  });

  it('a station that reports once an hour is never flagged', () => {
    expect(
      stuckAt([
        [0, 20],
        [60, 20],
        [120, 20],
      ]),
    ).toEqual([]);
  });

  it('a value after the end of a run starts another one', () => {
    const state = newPersistenceState();
    hasPersisted(state, 20, 0, LEAST);
    hasPersisted(state, 20, 10 * MS_PER_MINUTE, LEAST);
    endRun(state);
    expect(hasPersisted(state, 20, 60 * MS_PER_MINUTE, LEAST)).toBe(false);
    expect(hasPersisted(state, 20, 70 * MS_PER_MINUTE, LEAST)).toBe(false);
  });

  it('a value that has changed enough within the last hour is never flagged', () => {
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
