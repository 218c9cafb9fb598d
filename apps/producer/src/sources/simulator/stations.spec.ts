import { describe, expect, it } from '@jest/globals';
import { STATION_ID_PATTERN } from '@weather/weather-schema';
import { CITIES } from './cities.ts';
import { createStations } from './stations.ts';

const SEED = 1;

describe('CITIES', () => {
  it('start with Paris, have distinct ids and places on Earth', () => {
    expect(CITIES[0]?.name).toBe('Paris');
    expect(new Set(CITIES.map(({ id }) => id)).size).toBe(CITIES.length);
    for (const { latitude, longitude, coldest, warmest } of CITIES) {
      expect(Math.abs(latitude)).toBeLessThan(90);
      expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
      expect(coldest[0]).toBeLessThan(coldest[1]);
      expect(warmest[0]).toBeLessThan(warmest[1]);
      expect(coldest[1]).toBeLessThanOrEqual(warmest[1]);
    }
  });
});

describe('createStations', () => {
  it('gives each city a station before any gets a second one', () => {
    const stations = createStations(CITIES.length + 2, SEED);
    expect(stations.slice(0, CITIES.length).map(({ id }) => id)).toEqual(CITIES.map(({ id }) => id));
    expect(stations.slice(CITIES.length).map(({ id }) => id)).toEqual(['paris-2', 'bangkok-2']);
  });

  it('places further stations of a city near its first one, each at a different place', () => {
    const inParis = createStations(CITIES.length * 50, SEED).filter(({ city }) => city.id === 'paris');
    const [first] = inParis;
    expect(new Set(inParis.map(({ latitude, longitude }) => `${latitude},${longitude}`)).size).toBe(50);
    for (const { latitude, longitude } of inParis) {
      expect(Math.abs(latitude - (first?.latitude ?? 0))).toBeLessThanOrEqual(0.25);
      expect(Math.abs(longitude - (first?.longitude ?? 0))).toBeLessThanOrEqual(0.25);
    }
  });

  it('creates the same station whatever their number', () => {
    expect(createStations(100, SEED).slice(0, 10)).toEqual(createStations(10, SEED));
  });

  it('names a hundred thousand stations distinctly, with valid ids', () => {
    const ids = createStations(100_000, SEED).map(({ id }) => id);
    expect(new Set(ids).size).toBe(100_000);
    expect(ids.every((id) => STATION_ID_PATTERN.test(id))).toBe(true);
  });
});
