import { describe, expect, it } from '@jest/globals';
import type { StationStatus } from '../../contract/stations.ts';
import { loadStations, LiveStore } from './store.ts';

const stationNow = (id: string): StationStatus => ({
  id,
  city: null,
  location: null,
  latest: null,
  alerts: [],
});

describe('loadStations', () => {
  it('goes from page to page', async () => {
    const store = new LiveStore(0);
    const pages = [
      { stations: [stationNow('a')], next: 'b' },
      { stations: [stationNow('b')], next: 'c' },
      { stations: [stationNow('c')] },
    ];
    const cursors: unknown[] = [];
    await loadStations(store, (query) => {
      cursors.push(query.cursor);
      return Promise.resolve(pages.shift() ?? { stations: [] });
    });
    expect(cursors).toEqual([undefined, 'b', 'c']);
    expect([...store.stations.value.keys()]).toEqual(['a', 'b', 'c']);
    expect(store.hasMoreStations.value).toBe(false);
  });

  it('ends where the page has enough of them, and says so', async () => {
    const store = new LiveStore(0);
    let page = 0;
    await loadStations(store, () => {
      page += 1;
      const stations = Array.from({ length: 1_000 }, (_, index) => stationNow(`${page}-${index}`));
      return Promise.resolve({ stations, next: 'more' });
    });
    expect(store.stations.value.size).toBe(5_000);
    expect(store.hasMoreStations.value).toBe(true);
  });

  it('does not undo what came live in the meantime', async () => {
    const store = new LiveStore(0);
    await loadStations(store, () => Promise.resolve({ stations: [stationNow('a')] }));
    const station = store.stations.value.get('a');
    station?.applyLive({ observedAt: 5, values: [21] });
    await loadStations(store, () => Promise.resolve({ stations: [stationNow('a')] }));
    expect(store.stations.value.get('a')).toBe(station);
    expect(station?.temperature).toBe(21);
  });
});
