import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CITIES } from './cities.ts';

interface Place {
  readonly stations: readonly string[];
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

const PLACES = new URL('../../../../dashboard/src/server/locations/default-locations.json', import.meta.url);

describe('the cities', () => {
  it('stand on the map of the dashboard where they are', () => {
    const { places } = JSON.parse(readFileSync(PLACES, 'utf8')) as { readonly places: readonly Place[] };
    for (const { id, name, latitude, longitude } of CITIES) {
      const place = places.find(({ stations }) => stations.includes(id));
      expect(place).toEqual({ stations: [id, `${id}-*`], name, latitude, longitude });
    }
  });
});
