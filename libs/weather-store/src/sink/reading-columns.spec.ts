import { describe, expect, it } from '@jest/globals';
import { READING_COLUMNS, readingValues, toDateTime, toEpochMs } from './reading-columns.ts';

describe('toDateTime', () => {
  it('writes UTC to the millisecond', () => {
    expect(toDateTime(Date.UTC(2013, 6, 4, 18, 0, 0, 7))).toBe('2013-07-04 18:00:00.007');
    expect(toDateTime(Date.UTC(1900, 0, 1))).toBe('1900-01-01 00:00:00.000');
  });
});

describe('toEpochMs', () => {
  it.each([Date.UTC(2013, 6, 4, 18, 0, 0, 7), Date.UTC(1900, 0, 1), 0])(
    'reads what toDateTime writes: %d',
    (instant) => {
      expect(toEpochMs(toDateTime(instant))).toBe(instant);
    },
  );
});

describe('readingValues', () => {
  it('gives every column its value, and NULL to what was not measured', () => {
    const reading = { stationId: 'EWR', observedAt: 0, temperature: 0, windDirection: 360 };
    const values = readingValues({ station: 5, reading });
    const row = Object.fromEntries(READING_COLUMNS.map((column, index) => [column, values[index]]));
    expect(row).toEqual({
      station_id: 5,
      observed_at: '1970-01-01 00:00:00.000',
      temperature: 0,
      humidity: null,
      pressure: null,
      wind_speed: null,
      wind_gust: null,
      wind_direction: 360,
      precipitation: null,
    });
  });
});
