import { batch } from '@preact/signals';
import type { StationStatus, StationsPage, StationsQuery } from '../../contract/stations.ts';
import { Station } from './station.ts';
import type { LiveStore } from './store.ts';

const PAGE = 1_000;
/** Stations that a map and a list can hold and stay fluid. */
const MAX_STATIONS = 5_000;

/** Fills the store with the stations, page by page; those that came live stay. */
export async function loadStations(
  store: LiveStore,
  fetchPage: (query: StationsQuery) => Promise<StationsPage>,
): Promise<void> {
  let cursor: string | undefined;
  let loaded = 0;
  do {
    const page = await fetchPage(cursor === undefined ? { limit: PAGE } : { limit: PAGE, cursor });
    addStations(store, page.stations);
    loaded += page.stations.length;
    cursor = page.next;
  } while (cursor !== undefined && loaded < MAX_STATIONS);
  store.hasMoreStations.value = cursor !== undefined;
}

function addStations(store: LiveStore, stations: readonly StationStatus[]): void {
  batch(() => {
    const all = new Map(store.stations.peek());
    for (const now of stations) {
      const station = all.get(now.id) ?? new Station(now.id);
      station.update(now);
      all.set(now.id, station);
    }
    store.stations.value = all;
  });
}
