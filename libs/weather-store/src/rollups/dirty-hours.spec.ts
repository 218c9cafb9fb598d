import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DirtyHours } from '@weather/weather-rules';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { countHours, toSpan } from './dirty-hours.ts';

const DAY = Date.UTC(2026, 6, 1);

function dirtyHours(...changes: [station: number, observedAt: number][]): DirtyHours {
  const dirty = new DirtyHours();
  for (const [station, observedAt] of changes) dirty.add(station, observedAt);
  return dirty;
}

describe('DirtyHours', () => {
  it('has a row for each day of a station, with a bit for each hour', () => {
    const dirty = dirtyHours([1, DAY], [1, DAY + MS_PER_HOUR - 1], [1, DAY + 23 * MS_PER_HOUR], [1, DAY - 1]);
    expect(dirty.days()).toEqual([
      { station: 1, dayStart: DAY - 24 * MS_PER_HOUR, hours: 1 << 23 },
      { station: 1, dayStart: DAY, hours: (1 << 23) | 1 },
    ]);
  });

  it('has no days when nothing was changed', () => {
    expect(dirtyHours().days()).toEqual([]);
  });

  it('sorts by day and station, whatever the order of the changes', () => {
    const days = dirtyHours([7, DAY], [4_294_967_295, DAY - 1], [2, DAY], [7, DAY - 1]).days();
    expect(days.map(({ station, dayStart }) => [dayStart < DAY, station])).toEqual([
      [true, 7],
      [true, 4_294_967_295],
      [false, 2],
      [false, 7],
    ]);
  });

  it('has exactly the hours of the changes, before 1970 as well', () => {
    const timestamps = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), timestamps)), (changes) => {
        const expected = new Set(
          changes.map(([station, at]) => `${station} ${Math.floor(at / MS_PER_HOUR)}`),
        );
        const found = dirtyHours(...changes)
          .days()
          .flatMap(({ station, dayStart, hours }) =>
            Array.from({ length: 24 }, (_, hour) => hour)
              .filter((hour) => (hours & (1 << hour)) !== 0)
              .map((hour) => `${station} ${dayStart / MS_PER_HOUR + hour}`),
          );
        expect(new Set(found)).toEqual(expected);
        expect(found).toHaveLength(expected.size);
      }),
    );
  });
});

it('countHours counts the dirty hours of a day', () => {
  const count = (hours: number): number => countHours({ station: 3, dayStart: DAY, hours });
  expect([count(1), count(0b101100), count(2 ** 24 - 1)]).toEqual([1, 3, 24]);
});

describe('toSpan', () => {
  it('reaches from the first dirty hour to the end of the last', () => {
    expect(toSpan({ station: 3, dayStart: DAY, hours: 0b101100 })).toEqual({
      station: 3,
      from: DAY + 2 * MS_PER_HOUR,
      to: DAY + 6 * MS_PER_HOUR,
    });
    expect(toSpan({ station: 3, dayStart: DAY, hours: 2 ** 24 - 1 })).toEqual({
      station: 3,
      from: DAY,
      to: DAY + 24 * MS_PER_HOUR,
    });
  });
});
