import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CITIES } from './cities.ts';

interface LocationEntry {
  readonly stations: readonly string[];
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

const LOCATIONS = new URL(
  '../../../../dashboard/src/server/locations/default-locations.json',
  import.meta.url,
);

describe('the cities', () => {
  it('have the same coordinates as the locations of the dashboard', () => {
    const { locations } = JSON.parse(readFileSync(LOCATIONS, 'utf8')) as {
      readonly locations: readonly LocationEntry[];
    };
    for (const { id, name, latitude, longitude } of CITIES) {
      const location = locations.find(({ stations }) => stations.includes(id));
      expect(location).toEqual({ stations: [id, `${id}-*`], name, latitude, longitude });
    }
  });
});
