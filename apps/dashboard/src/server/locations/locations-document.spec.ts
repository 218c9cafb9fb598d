import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import defaultLocations from './default-locations.json' with { type: 'json' };
import { loadLocations, parseLocations } from './locations-document.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'locations-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function load(text: string) {
  const path = join(folder, 'locations.yaml');
  await writeFile(path, text);
  return loadLocations(path);
}

describe('the built-in locations', () => {
  it('are valid as a file', () => {
    expect(parseLocations(JSON.stringify(defaultLocations))).toMatchObject(defaultLocations);
  });

  it('include the simulated cities and the airports of the example', () => {
    const locations = loadLocations(undefined);
    for (const station of ['paris', 'paris-2', 'new-york', 'EWR', 'JFK', 'LGA'])
      expect([station, locations.find(station)]).not.toContain(undefined);
  });
});

describe('a file of locations', () => {
  it('takes precedence over the built-in locations', async () => {
    const locations = await load(`
      locations:
        - stations: [paris, 'roof-*']
          name: Paris, Texas
          latitude: 33.66
          longitude: -95.56
    `);
    expect(locations.find('paris')?.name).toBe('Paris, Texas');
    expect(locations.find('roof-1')?.name).toBe('Paris, Texas');
    expect(locations.find('bangkok')?.name).toBe('Bangkok');
  });

  it('is rejected with every issue', async () => {
    const loading = load(`
      locations:
        - { stations: [], name: A, latitude: 91, longitude: 0 }
        - { stations: ['b c'], name: B, latitude: 0, longitude: east, height: 3 }
    `);
    const locations = [
      'locations[0].stations',
      'locations[0].latitude',
      'locations[1].stations[0]',
      'locations[1].longitude',
    ];
    for (const location of [...locations, 'locations[1].height is unknown'])
      await expect(loading).rejects.toThrow(location);
    await expect(loading).rejects.toThrow('DASHBOARD_LOCATIONS_PATH');
  });

  it.each([
    ['locations: [', 'invalid YAML'],
    ['- paris', 'it must contain locations'],
    ['locations: 3', 'expected a list'],
    ['a: &a [1]\nlocations: [*a]', 'aliases are not supported'],
  ])('is rejected: %j', async (text, problem) => {
    await expect(load(text)).rejects.toThrow(problem);
  });

  it('is rejected if it is nested too deep or too long', async () => {
    await expect(load(`locations: ${'['.repeat(1_000)}`)).rejects.toThrow('nested more than 20 levels deep');
    const lines = Array.from({ length: 1_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
    await expect(load(lines)).rejects.toThrow('nested more than 20 levels deep');
    await expect(load(`locations: [] #${' '.repeat(4_194_304)}`)).rejects.toThrow('the limit is 4096 KiB');
  });

  it('is rejected if it does not exist', () => {
    expect(() => loadLocations(join(folder, 'none.yaml'))).toThrow('cannot be read');
  });
});
