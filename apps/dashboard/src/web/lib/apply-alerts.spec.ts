import { describe, expect, it } from '@jest/globals';
import { ALERT } from './testing/example-alert.ts';
import { applyAlerts, LiveStore } from './store.ts';
import { Station } from './station.ts';

const ENDED = { ...ALERT, state: 'resolved' as const, resolvedAt: '2026-07-01T13:00:00.000Z' };

function openStore() {
  const store = new LiveStore(0);
  const paris = new Station('paris');
  store.stations.value = new Map([['paris', paris]]);
  return { store, rules: () => paris.alerts.value.map(({ rule }) => rule) };
}

describe('applyAlerts', () => {
  it('shows an alert from when it fires until it ends', () => {
    const { store, rules } = openStore();
    applyAlerts(store, { alerts: [{ ...ALERT, state: 'pending', firedAt: null }], removed: [] });
    expect(rules()).toEqual([]);
    applyAlerts(store, { alerts: [ALERT], removed: [] });
    applyAlerts(store, { alerts: [ALERT], removed: [] });
    expect(rules()).toEqual(['heat']);
    applyAlerts(store, { alerts: [ENDED], removed: [] });
    expect(rules()).toEqual([]);
  });

  it('keeps an alert when an earlier episode of its rule changes', () => {
    const { store, rules } = openStore();
    applyAlerts(store, { alerts: [{ ...ALERT, startedAt: '2026-07-01T15:00:00.000Z' }], removed: [] });
    applyAlerts(store, { alerts: [ENDED], removed: [] });
    expect(rules()).toEqual(['heat']);
  });

  it('takes away an alert that was none', () => {
    const { store, rules } = openStore();
    applyAlerts(store, { alerts: [ALERT], removed: [] });
    applyAlerts(store, { alerts: [], removed: [ALERT] });
    expect(rules()).toEqual([]);
  });

  it('passes over stations that are not shown', () => {
    const { store, rules } = openStore();
    applyAlerts(store, { alerts: [{ ...ALERT, station: 'oslo' }], removed: [] });
    expect(rules()).toEqual([]);
  });
});
