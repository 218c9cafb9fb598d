import { describe, expect, it } from '@jest/globals';
import { BoundedCache } from './bounded-cache.ts';

const BYTES_EACH = 10;
const ROOM_FOR = 100;
const MANY = 10_000;

const newCache = (): BoundedCache<number, string> =>
  new BoundedCache<number, string>(ROOM_FOR * BYTES_EACH, () => BYTES_EACH);

function fill(cache: BoundedCache<number, string>, count: number): void {
  for (let key = 0; key < count; key++) cache.set(key, String(key));
}

const found = (cache: BoundedCache<number, string>): number => {
  const view = cache.view();
  return Array.from({ length: MANY }, (_, key) => view(key)).filter((value) => value !== undefined).length;
};

describe('BoundedCache', () => {
  it('holds no more than its limit', () => {
    const cache = newCache();
    fill(cache, MANY);
    expect(found(cache)).toBeLessThanOrEqual(ROOM_FOR);
    expect(found(cache)).toBeGreaterThanOrEqual(ROOM_FOR / 2);
    expect(cache.evicted + found(cache)).toBe(MANY);
  });

  it('evicts nothing that takes up to half of its limit', () => {
    const cache = newCache();
    fill(cache, ROOM_FOR / 2);
    fill(cache, ROOM_FOR / 2);
    expect(found(cache)).toBe(ROOM_FOR / 2);
    expect(cache.evicted).toBe(0);
  });

  it('evicts nothing that just fits, however often it is used', () => {
    const cache = newCache();
    for (let round = 0; round < 5; round++) fill(cache, ROOM_FOR);
    for (let key = 0; key < ROOM_FOR; key++) expect(cache.get(key)).toBe(String(key));
    expect(found(cache)).toBe(ROOM_FOR);
    expect(cache.evicted).toBe(0);
  });

  it('keeps entries that are used often among many that are used once', () => {
    const cache = newCache();
    const [often, once] = [ROOM_FOR / 4, MANY];
    fill(cache, often);
    for (let key = often; key < once; key++) {
      expect(cache.get(key % often)).toBeDefined();
      cache.set(key, String(key));
    }
  });

  it('does not change the entries of a view', () => {
    const cache = newCache();
    fill(cache, 3);
    const view = cache.view();
    fill(cache, MANY);
    expect([0, 1, 2].map(view)).toEqual(['0', '1', '2']);
  });
});
