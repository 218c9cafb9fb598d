import { describe, expect, it } from '@jest/globals';
import type { StationStatus } from '../../contract/stations.ts';
import { QUANTITIES } from './format.ts';
import { Station } from './station.ts';

const AT = Date.UTC(2026, 0, 1);
const stored = (values: object): StationStatus => ({
  id: 'a',
  city: null,
  location: null,
  alerts: [],
  latest: {
    ...(Object.fromEntries(QUANTITIES.map(({ name }) => [name, null])) as Record<string, null>),
    observedAt: new Date(AT).toISOString(),
    ...values,
  } as NonNullable<StationStatus['latest']>,
});

describe('a station on the page', () => {
  it('merges the live readings of one timestamp', () => {
    const station = new Station('a');
    station.applyLive({ observedAt: AT, values: [21, null, null] });
    station.applyLive({ observedAt: AT, values: [null, 40, null] });
    expect(station.latest.value).toEqual({ observedAt: AT, values: [21, 40, null] });
    station.applyLive({ observedAt: AT + 1, values: [null, 50, null] });
    expect(station.temperature).toBeNull();
    station.applyLive({ observedAt: AT, values: [5, 5, 5] });
    expect(station.latest.value?.observedAt).toBe(AT + 1);
  });

  it('accepts the reading of the server, even if it lacks a value', () => {
    const station = new Station('a');
    station.applyLive({ observedAt: AT, values: [21, 40] });
    station.update(stored({ humidity: 40 }));
    expect(station.temperature).toBeNull();
  });
});
