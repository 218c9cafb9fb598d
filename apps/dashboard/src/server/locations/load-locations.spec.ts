import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import defaultPlaces from './default-locations.json' with { type: 'json' };
import { loadPlaces } from './load-locations.ts';
import { placesOf } from './parse-locations.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'places-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function load(text: string) {
  const path = join(folder, 'places.yaml');
  await writeFile(path, text);
  return await loadPlaces(path);
}

describe('the places that are built in', () => {
  it('follow the rules of a file', () => {
    expect(placesOf(defaultPlaces).faults).toBeUndefined();
  });

  it('have the cities of the simulation and the airports of the example', async () => {
    const places = await loadPlaces(undefined);
    for (const station of ['paris', 'paris-2', 'new-york', 'EWR', 'JFK', 'LGA'])
      expect([station, places.of(station)]).not.toContain(undefined);
  });
});

describe('a file of places', () => {
  it('comes before what is built in', async () => {
    const places = await load(`
      places:
        - stations: [paris, 'roof-*']
          name: Paris, Texas
          latitude: 33.66
          longitude: -95.56
    `);
    expect(places.of('paris')?.name).toBe('Paris, Texas');
    expect(places.of('roof-1')?.name).toBe('Paris, Texas');
    expect(places.of('bangkok')?.name).toBe('Bangkok');
  });

  it('is refused with all its faults', async () => {
    const loading = load(`
      places:
        - { stations: [], name: A, latitude: 91, longitude: 0 }
        - { stations: ['b c'], name: B, latitude: 0, longitude: east, height: 3 }
    `);
    const places = ['places[0].stations', 'places[0].latitude', 'places[1].stations', 'places[1].longitude'];
    for (const place of [...places, 'places[1].height is unknown'])
      await expect(loading).rejects.toThrow(place);
    await expect(loading).rejects.toThrow('DASHBOARD_PLACES_PATH');
  });

  it.each([
    ['places: [', 'is not YAML'],
    ['- paris', 'must hold places'],
    ['places: 3', 'must be a list'],
    ['a: &a [1]\nplaces: [*a]', 'Alias'],
  ])('is refused: %j', async (text, problem) => {
    await expect(load(text)).rejects.toThrow(problem);
  });

  it('is refused when it is not there', async () => {
    await expect(loadPlaces(join(folder, 'none.yaml'))).rejects.toThrow('cannot be read');
  });
});
