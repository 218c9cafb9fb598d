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
  it('holds no more than there is room for', () => {
    const cache = newCache();
    fill(cache, MANY);
    expect(found(cache)).toBeLessThanOrEqual(ROOM_FOR);
    expect(found(cache)).toBeGreaterThanOrEqual(ROOM_FOR / 2);
    expect(cache.hasForgotten).toBe(true);
  });

  it('forgets nothing of what there is room for twice', () => {
    const cache = newCache();
    fill(cache, ROOM_FOR / 2);
    fill(cache, ROOM_FOR / 2);
    expect(found(cache)).toBe(ROOM_FOR / 2);
    expect(cache.hasForgotten).toBe(false);
  });

  it('leaves to a view what it has seen', () => {
    const cache = newCache();
    fill(cache, 3);
    const view = cache.view();
    fill(cache, MANY);
    expect([0, 1, 2].map(view)).toEqual(['0', '1', '2']);
  });
});
