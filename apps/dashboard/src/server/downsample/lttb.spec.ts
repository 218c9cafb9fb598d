import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lttb } from './lttb.ts';

const lines = fc
  .array(
    fc.record({
      interval: fc.integer({ min: 1, max: 100_000 }),
      value: fc.double({ min: -100, max: 100, noNaN: true }),
    }),
    { minLength: 1, maxLength: 300 },
  )
  .map((points) => {
    let time = 0;
    return {
      times: points.map(({ interval }) => (time += interval)),
      values: points.map(({ value }) => value),
    };
  });
const counts = fc.integer({ min: 0, max: 320 });

describe('lttb', () => {
  it('keeps all points if there is room', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const all = [...line.times.keys()];
        expect(lttb(line, all, all.length)).toEqual(all);
      }),
    );
  });

  it('returns exactly the requested points in ascending order, including both ends', () => {
    fc.assert(
      fc.property(lines, counts, (line, count) => {
        const all = [...line.times.keys()];
        const kept = lttb(line, all, count);
        expect(kept).toHaveLength(Math.min(count, all.length));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        if (count >= 2) expect([kept[0], kept.at(-1)]).toEqual([0, all.length - 1]);
      }),
    );
  });

  it('keeps a distinct peak', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 998 }), (peak) => {
        const times = Array.from({ length: 1_000 }, (_, index) => index * 1_000);
        const values = times.map((_, index) => (index === peak ? 50 : 0));
        expect(lttb({ times, values }, [...times.keys()], 20)).toContain(peak);
      }),
    );
  });

  it('selects only candidates', () => {
    const times = [0, 1, 2, 3, 4, 5];
    const kept = lttb({ times, values: [0, 9, 0, 9, 0, 9] }, [0, 2, 4], 2);
    expect(kept).toEqual([0, 4]);
  });
});
