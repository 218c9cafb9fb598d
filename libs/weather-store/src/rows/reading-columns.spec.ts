import { describe, expect, it } from '@jest/globals';
import { READING_COLUMNS, toReadingValues } from './reading-columns.ts';

describe('readingValues', () => {
  it('gives every column its value, and NULL to what was not measured', () => {
    const reading = { stationId: 'EWR', observedAt: 0, temperature: 0, windDirection: 360 };
    const values = toReadingValues({ station: 5, reading, quality: 7 });
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
      quality: 7,
    });
  });
});
