import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import type { QuantitySeries } from '@weather/weather-store/queries';
import fc from 'fast-check';
import { downsample } from './downsample.ts';

const WRONG = 3;

/** A value every minute; `pauses` adds minutes before a value. */
function series(
  count: number,
  options: { pauses?: ReadonlyMap<number, number>; wrong?: readonly number[] } = {},
) {
  const { pauses = new Map<number, number>(), wrong = [] } = options;
  const result = {
    resolution: 'reading' as const,
    times: [] as number[],
    values: [] as number[],
    flags: [] as number[],
  };
  let time = 0;
  for (let index = 0; index < count; index++) {
    time += MS_PER_MINUTE * (1 + (pauses.get(index) ?? 0));
    result.times.push(time);
    result.values.push(wrong.includes(index) ? 1_000 : Math.sin(index / 10));
    result.flags.push(wrong.includes(index) ? WRONG : 0);
  }
  return result;
}

const anySeries = fc
  .record({
    count: fc.integer({ min: 0, max: 400 }),
    pauses: fc.array(fc.tuple(fc.nat(399), fc.integer({ min: 1, max: 500 })), { maxLength: 150 }),
    wrong: fc.array(fc.nat(399), { maxLength: 150 }),
  })
  .map(({ count, pauses, wrong }) => series(count, { pauses: new Map(pauses), wrong }));
const anyPoints = fc.integer({ min: 3, max: 500 });

describe('downsample', () => {
  it('returns columns of equal length in chronological order, with at most the requested points', () => {
    fc.assert(
      fc.property(anySeries, anyPoints, (given, points) => {
        const { times, values, flags } = downsample(given, points);
        expect(times.length).toBeLessThanOrEqual(points);
        expect([values.length, flags.length]).toEqual([times.length, times.length]);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      }),
    );
  });

  it('keeps the first and the last value, and adds none', () => {
    fc.assert(
      fc.property(anySeries, anyPoints, (given, points) => {
        const { times, values, flags } = downsample(given, points);
        const rows = new Set(given.times.map((time, at) => `${time} ${given.values[at]} ${given.flags[at]}`));
        const kept = times.map((time, at) => `${time} ${values[at]} ${flags[at]}`);
        expect(kept.filter((row) => !row.includes('null')).every((row) => rows.has(row))).toBe(true);
        expect([times[0], times.at(-1)]).toEqual([given.times[0], given.times.at(-1)]);
      }),
    );
  });

  it('keeps all flagged values up to half of the points', () => {
    const wrong = [7, 8, 9, 500, 998];
    const { flags } = downsample(series(1_000, { wrong }), 20);
    expect(flags.filter((flag) => flag === WRONG)).toHaveLength(wrong.length);
  });

  it('leaves half of the points to good values', () => {
    const wrong = Array.from({ length: 500 }, (_, index) => 2 * index + 1);
    const { times, flags } = downsample(series(1_001, { wrong }), 100);
    expect(times).toHaveLength(100);
    expect(flags.filter((flag) => flag === WRONG)).toHaveLength(49);
  });

  it('puts one null into a gap', () => {
    const given = series(1_000, { pauses: new Map([[400, 10]]) });
    const { times, values } = downsample(given, 50);
    const gap = values.indexOf(null);
    expect(values.filter((value) => value === null)).toHaveLength(1);
    expect(times[gap - 1]).toBeLessThanOrEqual(given.times[399] as number);
    expect(times[gap + 1]).toBeGreaterThanOrEqual(given.times[400] as number);
    expect(times).toHaveLength(50);
  });

  it('treats a missing rollup as a gap, but not a single missing reading', () => {
    const pauses = new Map([[3, 1]]);
    expect(downsample(series(10, { pauses }), 100).values).not.toContain(null);
    const hours: QuantitySeries = {
      resolution: 'hour',
      times: [0, 60 * MS_PER_MINUTE, 180 * MS_PER_MINUTE],
      values: [1, 2, 3],
      flags: [0, 0, 0],
    };
    expect(downsample(hours, 100).values).toEqual([1, 2, null, 3]);
  });
});
