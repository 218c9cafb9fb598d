import { describe, expect, it } from '@jest/globals';
import { stationCacheFor } from './consumer-config.ts';

describe('the default of STATION_CACHE_MB', () => {
  it.each([
    ['a container of 256 MB', 176, 17],
    ['a container of 512 MB', 304, 30],
    ['a machine', 4_144, 32],
    ['next to nothing', 8, 1],
  ])('in %s', (_, heapMb, expected) => {
    expect(stationCacheFor(heapMb)).toBe(expected);
  });
});
