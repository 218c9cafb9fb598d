import { describe, expect, it } from '@jest/globals';
import { mergeReadings, findRemoved } from './merge-readings.ts';
import type { Reading } from './reading.ts';

const KEY = { stationId: 'EWR', observedAt: 0 };
const BEFORE: Reading = { ...KEY, temperature: 31, humidity: 40 };

describe('mergeReadings', () => {
  it('keeps what the record does not have, and takes over what it has', () => {
    const merged = mergeReadings(BEFORE, { ...KEY, humidity: 0, windSpeed: 3 });
    expect(merged).toStrictEqual({ ...KEY, temperature: 31, humidity: 0, windSpeed: 3 });
  });

  it('removes what is null in the record', () => {
    const merged = mergeReadings(BEFORE, { ...KEY, removed: ['temperature', 'pressure'] });
    expect(merged).toStrictEqual({ ...KEY, humidity: 40 });
  });

  it('is the reading before where nothing changes', () => {
    expect(mergeReadings(BEFORE, { ...KEY, temperature: 31 })).toBe(BEFORE);
    expect(mergeReadings(BEFORE, { ...KEY, removed: ['windSpeed'] })).toBe(BEFORE);
  });

  it('names the station and the city as the record does: a stored row has neither', () => {
    const merged = mergeReadings({ ...BEFORE, stationId: '' }, { ...KEY, city: 'Newark', temperature: 5 });
    expect(merged).toStrictEqual({ ...KEY, city: 'Newark', temperature: 5, humidity: 40 });
  });
});

describe('findRemoved', () => {
  it('is one list for all messages with the same quantities', () => {
    const removed = findRemoved({ temperature: null, humidity: 5, windGust: null });
    expect(removed).toEqual(['temperature', 'windGust']);
    expect(findRemoved({ temperature: null, windGust: null })).toBe(removed);
  });
});
