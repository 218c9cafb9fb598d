import { describe, expect, it } from '@jest/globals';
import { StationLocations } from './station-locations.ts';

const PARIS = { stations: ['paris', 'paris-*'], name: 'Paris', latitude: 48.82, longitude: 2.34 };
const FIJI = { stations: ['*-fiji'], name: 'Fiji', latitude: -18, longitude: 179.9 };

describe('StationLocations', () => {
  it('finds only the stations that are listed', () => {
    const locations = new StationLocations([PARIS]);
    expect(locations.find('paris')).toEqual({ name: 'Paris', latitude: 48.82, longitude: 2.34 });
    expect(locations.find('london')).toBeUndefined();
    expect(locations.find('Paris')).toBeUndefined();
  });

  it('places stations matched by a pattern next to each other, always at the same position', () => {
    const stations = Array.from({ length: 20 }, (_, number) => `paris-${number + 2}`);
    const findLocations = () => stations.map((station) => new StationLocations([PARIS]).find(station));
    const points = findLocations().map((location) => `${location?.latitude} ${location?.longitude}`);
    expect(new Set([...points, '48.82 2.34']).size).toBe(stations.length + 1);
    expect(findLocations()).toEqual(findLocations());
    for (const location of findLocations()) {
      expect(location?.name).toBe('Paris');
      expect(Math.hypot((location?.latitude ?? 0) - 48.82, (location?.longitude ?? 0) - 2.34)).toBeLessThan(
        4,
      );
    }
  });

  it('keeps the positions next to a location within the range of coordinates', () => {
    const pole = { stations: ['pole-*'], name: 'Pole', latitude: 90, longitude: 0 };
    const locations = new StationLocations([FIJI, pole]);
    for (const station of ['a-fiji', 'b-fiji', 'c9-fiji', 'pole-1', 'pole-7', 'pole-63']) {
      const location = locations.find(station);
      expect(Math.abs(location?.latitude ?? 999)).toBeLessThanOrEqual(90);
      expect(Math.abs(location?.longitude ?? 999)).toBeLessThanOrEqual(180);
    }
  });

  it('uses the first entry that matches, and an id before any pattern', () => {
    const own = { stations: ['paris', 'par*'], name: 'Texas', latitude: 33.66, longitude: -95.56 };
    const named = { stations: ['paris-7'], name: 'Roof', latitude: 48.9, longitude: 2.3 };
    const locations = new StationLocations([own, PARIS, named]);
    expect(locations.find('paris')?.name).toBe('Texas');
    expect(locations.find('paris-2')?.name).toBe('Texas');
    expect(locations.find('paris-7')).toEqual({ name: 'Roof', latitude: 48.9, longitude: 2.3 });
  });
});
