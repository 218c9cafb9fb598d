import { describe, expect, it } from '@jest/globals';
import type { PipelineState } from '../../contract/pipeline.ts';
import type { StationStatus } from '../../contract/stations.ts';
import { Station } from './station.ts';
import { HISTORY_LENGTH, LiveStore } from './store.ts';
import { ALERT } from './testing/example-alert.ts';

const ENDED = { ...ALERT, state: 'resolved' as const, resolvedAt: '2026-07-01T13:00:00.000Z' };

function openStore() {
  const store = new LiveStore(0);
  const paris = new Station('paris');
  store.stations.value = new Map([['paris', paris]]);
  return { store, rules: () => paris.alerts.value.map(({ rule }) => rule) };
}

describe('the firing alerts of a station', () => {
  it('include an alert while it is firing', () => {
    const { store, rules } = openStore();
    store.applyAlerts({ alerts: [{ ...ALERT, state: 'pending', firedAt: null }], removed: [] });
    expect(rules()).toEqual([]);
    store.applyAlerts({ alerts: [ALERT], removed: [] });
    store.applyAlerts({ alerts: [ALERT], removed: [] });
    expect(rules()).toEqual(['heat']);
    store.applyAlerts({ alerts: [ENDED], removed: [] });
    expect(rules()).toEqual([]);
  });

  it('keep an alert when an earlier alert of its rule changes', () => {
    const { store, rules } = openStore();
    store.applyAlerts({ alerts: [{ ...ALERT, startedAt: '2026-07-01T15:00:00.000Z' }], removed: [] });
    store.applyAlerts({ alerts: [ENDED], removed: [] });
    expect(rules()).toEqual(['heat']);
  });

  it('do not include an alert that was retracted', () => {
    const { store, rules } = openStore();
    store.applyAlerts({ alerts: [ALERT], removed: [] });
    store.applyAlerts({ alerts: [], removed: [ALERT] });
    expect(rules()).toEqual([]);
  });

  it('ignore the alerts of unknown stations', () => {
    const { store, rules } = openStore();
    store.applyAlerts({ alerts: [{ ...ALERT, station: 'oslo' }], removed: [] });
    expect(rules()).toEqual([]);
  });
});

const stationStatus = (id: string): StationStatus => ({
  id,
  city: null,
  location: null,
  latest: null,
  alerts: [],
});

describe('loading the stations', () => {
  it('requests page after page', async () => {
    const store = new LiveStore(0);
    const pages = [
      { stations: [stationStatus('a')], next: 'b' },
      { stations: [stationStatus('b')], next: 'c' },
      { stations: [stationStatus('c')] },
    ];
    const cursors: unknown[] = [];
    await store.loadStations((query) => {
      cursors.push(query.cursor);
      return Promise.resolve(pages.shift() ?? { stations: [] });
    });
    expect(cursors).toEqual([undefined, 'b', 'c']);
    expect([...store.stations.value.keys()]).toEqual(['a', 'b', 'c']);
    expect(store.hasMoreStations.value).toBe(false);
  });

  it('stops at the maximum that the page shows, and reports that there are more', async () => {
    const store = new LiveStore(0);
    let page = 0;
    await store.loadStations(() => {
      page += 1;
      const stations = Array.from({ length: 1_000 }, (_, index) => stationStatus(`${page}-${index}`));
      return Promise.resolve({ stations, next: 'more' });
    });
    expect(store.stations.value.size).toBe(5_000);
    expect(store.hasMoreStations.value).toBe(true);
  });

  it('keeps newer live readings', async () => {
    const store = new LiveStore(0);
    await store.loadStations(() => Promise.resolve({ stations: [stationStatus('a')] }));
    const station = store.stations.value.get('a');
    station?.applyLive({ observedAt: 5, values: [21] });
    await store.loadStations(() => Promise.resolve({ stations: [stationStatus('a')] }));
    expect(store.stations.value.get('a')).toBe(station);
    expect(station?.temperature).toBe(21);
  });
});

describe('the history of the pipeline', () => {
  const stateAt = (second: number) =>
    ({ at: new Date(second * 1_000).toISOString() }) as unknown as PipelineState;

  it('holds the newest states, each once', () => {
    const store = new LiveStore(0);
    for (let second = 1; second <= HISTORY_LENGTH + 1; second++) store.applyPipeline(stateAt(second));
    store.applyPipeline(stateAt(HISTORY_LENGTH + 1));
    const history = store.pipelineHistory.value;
    expect(history).toHaveLength(HISTORY_LENGTH);
    expect([history[0], history.at(-1)]).toEqual([stateAt(2), stateAt(HISTORY_LENGTH + 1)]);
  });
});
