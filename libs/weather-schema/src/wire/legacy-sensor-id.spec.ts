import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readings } from '../testing/arbitraries.ts';
import { legacySensorId } from './legacy-sensor-id.ts';

const MAX_INT = 2_147_483_647;

describe('legacySensorId', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['2147483647', MAX_INT],
  ])('is the number of the id %s', (id, number) => {
    expect(legacySensorId(id)).toBe(number);
  });

  it('is the same number for a station at any time', () => {
    expect(['JFK', 'paris-montsouris', '007', '2147483648', '-1', '1.5'].map(legacySensorId)).toEqual([
      1134589118, 1424381866, 1657484813, 1725345236, 1422723627, 1749161786,
    ]);
  });

  it('is an INT for any id, above those that short numbers have', () => {
    fc.assert(
      fc.property(readings, ({ stationId: id }) => {
        const number = legacySensorId(id);
        expect(Number.isInteger(number) && number >= 0 && number <= MAX_INT).toBe(true);
        expect(String(number) === id || number >= 2 ** 30).toBe(true);
      }),
    );
  });

  it('differs between stations, of thousands too, as far as chance allows', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `station-${index}`);
    expect(new Set(ids.map(legacySensorId)).size).toBeGreaterThan(ids.length - 5);
  });
});
