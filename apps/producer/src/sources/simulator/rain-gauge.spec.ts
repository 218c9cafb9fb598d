import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR, MS_PER_DAY } from '@weather/weather-schema';
import { CITIES } from './cities.ts';
import { precipitationSince } from './rain-gauge.ts';
import { createStations, type Station } from './stations.ts';

const FROM = Date.UTC(2026, 0, 1) + 12_345;

const STATIONS = createStations(CITIES.length, 1);

function sumOf(station: Station, intervalMs: number, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const from = FROM + index * intervalMs;
    sum += precipitationSince(station, from, from + intervalMs);
  }
  return sum;
}

describe('precipitationSince', () => {
  it('adds up to the same amount whatever the interval between readings', () => {
    for (const station of STATIONS.slice(0, 2)) {
      const wholeDays = sumOf(station, MS_PER_DAY, 6);
      expect(sumOf(station, MS_PER_HOUR, 6 * 24)).toBeCloseTo(wholeDays, 6);
      expect(sumOf(station, 5000, (6 * MS_PER_DAY) / 5000)).toBeCloseTo(wholeDays, 6);
    }
  });

  it('comes in showers: most hours are dry, and some are wet', () => {
    const [paris] = STATIONS as [Station];
    const hours = Array.from({ length: 5000 }, (_, hour) =>
      precipitationSince(paris, FROM + hour * MS_PER_HOUR, FROM + (hour + 1) * MS_PER_HOUR),
    );
    const wet = hours.filter((mm) => mm > 0).length / hours.length;
    expect(wet).toBeGreaterThan(0.03);
    expect(wet).toBeLessThan(0.3);
  });

  it.each(['paris', 'apia', 'djibouti'])('adds up to the yearly amount of %s', (id) => {
    const station = STATIONS.find((candidate) => candidate.id === id) as Station;
    const yearly = sumOf(station, MS_PER_DAY, 3652) / 10;
    expect(yearly / station.city.precipitation).toBeGreaterThan(0.85);
    expect(yearly / station.city.precipitation).toBeLessThan(1.15);
  });
});
