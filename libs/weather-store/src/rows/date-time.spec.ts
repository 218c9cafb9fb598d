import { describe, expect, it } from '@jest/globals';
import { MS_PER_DAY } from '@weather/weather-schema';
import { toDateTime, toEpochMs } from './date-time.ts';

const LAST_MS_OF_DAY = MS_PER_DAY - 1;
const FIRST_DAY = Date.UTC(1900, 0, 1);
const SOME_DAYS = [FIRST_DAY, Date.UTC(1969, 11, 31), 0, Date.UTC(2024, 1, 29), Date.UTC(2013, 6, 4)];

const viaIso = (epochMs: number): string => new Date(epochMs).toISOString().replace('T', ' ').slice(0, -1);

describe('toDateTime', () => {
  it('writes UTC to the millisecond', () => {
    expect(toDateTime(Date.UTC(2013, 6, 4, 18, 0, 0, 7))).toBe('2013-07-04 18:00:00.007');
    expect(toDateTime(FIRST_DAY)).toBe('1900-01-01 00:00:00.000');
  });

  it('is right from the first to the last millisecond of a day, whatever came before', () => {
    for (const day of SOME_DAYS) {
      for (const epochMs of [day + LAST_MS_OF_DAY, day, day - 1, day + MS_PER_DAY])
        expect(toDateTime(epochMs)).toBe(viaIso(epochMs));
    }
  });

  it('throws for an invalid time, also after a valid one', () => {
    expect(() => toDateTime(Number.NaN)).toThrow(RangeError);
    expect(toDateTime(0)).toBe('1970-01-01 00:00:00.000');
    expect(() => toDateTime(Number.NaN)).toThrow(RangeError);
  });
});

describe('toEpochMs', () => {
  it.each([Date.UTC(2013, 6, 4, 18, 0, 0, 7), FIRST_DAY, 0])(
    'reads what toDateTime writes: %d',
    (epochMs) => {
      expect(toEpochMs(toDateTime(epochMs))).toBe(epochMs);
    },
  );
});
