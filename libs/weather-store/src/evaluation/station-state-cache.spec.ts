import { describe, expect, it } from '@jest/globals';
import { defaultRules, ReadingEvaluator, StationState } from '@weather/weather-rules';
import { StationStateCache } from './station-state-cache.ts';

const KEY = { group: 'g', topic: 't', partition: 0 };
const EPOCH = 0;
const BYTES_EACH = 1_000;
const ROOM_FOR = 100;
const newCache = (): StationStateCache => new StationStateCache(ROOM_FOR * BYTES_EACH, () => BYTES_EACH);
const station = (id: number): StationState =>
  new StationState(id, `s${id}`, new ReadingEvaluator(defaultRules(30)).initialState('a'));

describe('StationStateCache', () => {
  it('returns states to the batch that continues at the last commit', () => {
    const cache = newCache();
    const cached = station(1);
    const first = cache.begin(KEY, 10, EPOCH);
    cache.add(cached, first);
    cache.end(KEY, first, 20);
    expect(cache.find(1, cache.begin(KEY, 20, EPOCH))).toBe(cached);
  });

  it.each([
    ['begins elsewhere, since another consumer has stored something', true, 21],
    ['follows one that was not committed', false, 20],
  ])('states are not used when a batch %s', (_, isCommitted, position) => {
    const cache = newCache();
    const first = cache.begin(KEY, 10, EPOCH);
    cache.add(station(1), first);
    if (isCommitted) cache.end(KEY, first, 20);
    expect(cache.find(1, cache.begin(KEY, position, EPOCH))).toBeUndefined();
  });

  it('returns no states after another partition has taken over a station', () => {
    const cache = newCache();
    const first = cache.begin(KEY, 10, EPOCH);
    cache.add(station(1), first);
    cache.end(KEY, first, 20);
    expect(cache.find(1, cache.begin(KEY, 20, EPOCH + 1))).toBeUndefined();
  });

  it('reports which states are cached for the next batch of a partition', () => {
    const cache = newCache();
    const first = cache.begin(KEY, 10, EPOCH);
    cache.add(station(1), first);
    expect(cache.cachedFor(KEY)(1)).toBe(false);
    cache.end(KEY, first, 20);
    expect([1, 2].map(cache.cachedFor(KEY))).toEqual([true, false]);
    expect(cache.cachedFor({ ...KEY, partition: 1 })(1)).toBe(false);
  });

  it('does not return the states of another partition', () => {
    const cache = newCache();
    const first = cache.begin(KEY, 10, EPOCH);
    cache.add(station(1), first);
    cache.end(KEY, first, 20);
    expect(cache.find(1, cache.begin({ ...KEY, partition: 1 }, 20, EPOCH))).toBeUndefined();
  });

  it('evicts the least recently used states', () => {
    const cache = newCache();
    const epoch = cache.begin(KEY, 0, EPOCH);
    for (let id = 0; id < ROOM_FOR + 2; id++) {
      cache.add(station(id), epoch);
      cache.find(0, epoch);
    }
    expect(cache.find(0, epoch)).toBeDefined();
    expect(cache.find(ROOM_FOR + 1, epoch)).toBeDefined();
    expect(cache.find(1, epoch)).toBeUndefined();
    expect(cache.evicted).toBeGreaterThan(0);
  });
});
