import { describe, expect, it } from '@jest/globals';
import { Places } from './station-locations.ts';

const PARIS = { stations: ['paris', 'paris-*'], name: 'Paris', latitude: 48.82, longitude: 2.34 };
const FIJI = { stations: ['*-fiji'], name: 'Fiji', latitude: -18, longitude: 179.9 };

describe('Places', () => {
  it('knows where a station stands that is named, and of no other', () => {
    const places = new Places([PARIS]);
    expect(places.of('paris')).toEqual({ name: 'Paris', latitude: 48.82, longitude: 2.34 });
    expect(places.of('london')).toBeUndefined();
    expect(places.of('Paris')).toBeUndefined();
  });

  it('puts stations that fit a pattern beside each other, always at the same point', () => {
    const stations = Array.from({ length: 20 }, (_, number) => `paris-${number + 2}`);
    const placesOf = () => stations.map((station) => new Places([PARIS]).of(station));
    const points = placesOf().map((place) => `${place?.latitude} ${place?.longitude}`);
    expect(new Set([...points, '48.82 2.34']).size).toBe(stations.length + 1);
    expect(placesOf()).toEqual(placesOf());
    for (const place of placesOf()) {
      expect(place?.name).toBe('Paris');
      expect(Math.hypot((place?.latitude ?? 0) - 48.82, (place?.longitude ?? 0) - 2.34)).toBeLessThan(4);
    }
  });

  it('keeps what lies beside a place on the globe', () => {
    const pole = { stations: ['pole-*'], name: 'Pole', latitude: 90, longitude: 0 };
    const places = new Places([FIJI, pole]);
    for (const station of ['a-fiji', 'b-fiji', 'c9-fiji', 'pole-1', 'pole-7', 'pole-63']) {
      const place = places.of(station);
      expect(Math.abs(place?.latitude ?? 999)).toBeLessThanOrEqual(90);
      expect(Math.abs(place?.longitude ?? 999)).toBeLessThanOrEqual(180);
    }
  });

  it('takes the first entry that fits, and a name before any pattern', () => {
    const own = { stations: ['paris', 'par*'], name: 'Texas', latitude: 33.66, longitude: -95.56 };
    const named = { stations: ['paris-7'], name: 'Roof', latitude: 48.9, longitude: 2.3 };
    const places = new Places([own, PARIS, named]);
    expect(places.of('paris')?.name).toBe('Texas');
    expect(places.of('paris-2')?.name).toBe('Texas');
    expect(places.of('paris-7')).toEqual({ name: 'Roof', latitude: 48.9, longitude: 2.3 });
  });
});
