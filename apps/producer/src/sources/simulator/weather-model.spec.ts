import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR, MS_PER_DAY } from '@weather/weather-schema';
import * as fc from 'fast-check';
import { CITIES } from './cities.ts';
import { saturationPressure } from './humidity.ts';
import { atElevation } from './pressure.ts';
import { createStations, type Station } from './stations.ts';
import { solarHour, temperatureAt } from './temperature.ts';
import { climateModel, uniformModel, type Measurements } from './weather-model.ts';

const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2036, 0, 1);
const SEED = 3;
const STATIONS = createStations(CITIES.length, SEED);

const observations = fc.record({
  station: fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: CITIES.length - 1 }))
    .map(([seed, index]) => createStations(CITIES.length, seed)[index] as Station),
  timestamp: fc.integer({ min: FROM, max: TO }),
});

function stationIn(id: string): Station {
  return STATIONS.find((station) => station.id === id) as Station;
}

function measure(station: Station, timestamp: number): Measurements {
  return climateModel(station, timestamp, timestamp - MS_PER_HOUR);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Every seventh hour of ten years: each hour of the day and each day of the year is among them. */
function tenYears(): number[] {
  return Array.from(
    { length: (TO - FROM) / (7 * MS_PER_HOUR) },
    (_, index) => FROM + index * 7 * MS_PER_HOUR,
  );
}

/** The times on ninety days at which the station has that solar hour. */
function daysAt(station: Station, hour: number): number[] {
  const start = FROM + ((hour - solarHour(station.longitude, FROM) + 24) % 24) * MS_PER_HOUR;
  return Array.from({ length: 90 }, (_, day) => start + day * MS_PER_DAY);
}

describe('climateModel', () => {
  it('measures the same for the same seed, and differently for another', () => {
    const timestamps = tenYears().slice(0, 100);
    const readings = (seed: number): Measurements[] =>
      timestamps.map((timestamp) => measure(createStations(1, seed)[0] as Station, timestamp));
    expect(readings(SEED)).toEqual(readings(SEED));
    expect(readings(SEED)).not.toEqual(readings(SEED + 1));
  });

  it('keeps humidity, gusts, direction and rain within their bounds', () => {
    fc.assert(
      fc.property(observations, ({ station, timestamp }) => {
        const {
          humidity = -1,
          windSpeed = -1,
          windGust = -1,
          windDirection,
          ...others
        } = measure(station, timestamp);
        expect(humidity).toBeGreaterThanOrEqual(2);
        expect(humidity).toBeLessThanOrEqual(100);
        expect(windSpeed).toBeGreaterThanOrEqual(0);
        expect(windGust).toBeGreaterThanOrEqual(windSpeed);
        expect(windGust).toBeLessThan(60);
        expect(windDirection === undefined).toBe(windSpeed < 0.3);
        if (windDirection !== undefined) expect(windDirection >= 1 && windDirection <= 360).toBe(true);
        expect(others.precipitation).toBeGreaterThanOrEqual(0);
        expect(others.pressure).toBeGreaterThan(750);
        expect(others.pressure).toBeLessThan(1060);
      }),
    );
  });

  it('rounds to the resolution of the sensors', () => {
    fc.assert(
      fc.property(observations, ({ station, timestamp }) => {
        for (const value of Object.values(measure(station, timestamp))) {
          expect(value).toBe(Number(value.toFixed(1)));
        }
      }),
    );
  });

  it('does not let the temperature jump from one minute to the next', () => {
    fc.assert(
      fc.property(observations, ({ station, timestamp }) => {
        const step = temperatureAt(station, timestamp + 60_000).now - temperatureAt(station, timestamp).now;
        expect(Math.abs(step)).toBeLessThan(1);
      }),
    );
  });

  it.each([
    ['paris', 13.1],
    ['new-york', 13.3],
    ['bangkok', 29.4],
    ['nairobi', 19],
  ])('has the mean temperature of the climate of %s', (id, celsius) => {
    const station = stationIn(id);
    expect(mean(tenYears().map((timestamp) => temperatureAt(station, timestamp).now))).toBeCloseTo(
      celsius,
      0,
    );
  });

  it('has summer in July in the north and in January in the south', () => {
    const meanOf = (id: string, month: number): number =>
      mean(
        tenYears()
          .filter((timestamp) => new Date(timestamp).getUTCMonth() === month)
          .map((timestamp) => temperatureAt(stationIn(id), timestamp).now),
      );
    expect(meanOf('paris', 6) - meanOf('paris', 0)).toBeGreaterThan(12);
    expect(meanOf('longreach', 0) - meanOf('longreach', 6)).toBeGreaterThan(12);
  });

  it.each(['paris', 'honolulu', 'tarawa'])('is warmest at 15 h of solar time in %s', (id) => {
    const station = stationIn(id);
    const meanAt = (hour: number): number =>
      mean(daysAt(station, hour).map((timestamp) => temperatureAt(station, timestamp).now));
    const warmest = Array.from({ length: 24 }, (_, hour) => hour).sort((a, b) => meanAt(b) - meanAt(a))[0];
    expect(warmest).toBeGreaterThanOrEqual(14);
    expect(warmest).toBeLessThanOrEqual(16);
  });

  it('has drier air in the afternoon than at dawn', () => {
    for (const station of STATIONS) {
      const humidityAt = (hour: number): number =>
        mean(daysAt(station, hour).map((timestamp) => measure(station, timestamp).humidity ?? 0));
      expect(humidityAt(15)).toBeLessThan(humidityAt(6));
    }
  });

  it('has lower pressure at a higher station', () => {
    const timestamps = tenYears().slice(0, 1000);
    const pressureIn = (id: string): number =>
      mean(timestamps.map((timestamp) => measure(stationIn(id), timestamp).pressure ?? 0));
    expect(pressureIn('tarawa')).toBeCloseTo(1013, -1);
    expect(pressureIn('nairobi')).toBeGreaterThan(810);
    expect(pressureIn('nairobi')).toBeLessThan(835);
  });
});

describe('atElevation', () => {
  it('matches the pressures of the standard atmosphere', () => {
    expect(atElevation(1013.25, 0, 15)).toBeCloseTo(1013.25, 2);
    expect(atElevation(1013.25, 1000, 8.5)).toBeCloseTo(898.75, 1);
    expect(atElevation(1013.25, 3000, -4.5)).toBeCloseTo(701.09, 1);
  });
});

describe('saturationPressure', () => {
  it('matches the tabulated values', () => {
    expect(saturationPressure(0)).toBeCloseTo(6.11, 2);
    expect(saturationPressure(20)).toBeCloseTo(23.37, 1);
    expect(saturationPressure(30)).toBeCloseTo(42.4, 0);
  });
});

describe('uniformModel', () => {
  it('measures uniformly distributed temperatures from 5 to 35 °C, and nothing else', () => {
    const [station] = STATIONS as [Station];
    const readings = Array.from({ length: 10_000 }, (_, index) =>
      uniformModel(station, FROM + index * 5000, 0),
    );
    const temperatures = readings.map(({ temperature = Number.NaN }) => temperature);
    expect(Object.keys(readings[0] ?? {})).toEqual(['temperature']);
    expect(Math.min(...temperatures)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...temperatures)).toBeLessThanOrEqual(35);
    expect(mean(temperatures)).toBeCloseTo(20, 0);
    expect(temperatures.filter((celsius) => celsius > 30).length / readings.length).toBeCloseTo(1 / 6, 1);
  });
});
