import { MS_PER_HOUR } from '@weather/weather-schema';
import type { CurrentAlert, DueGroup, GroupEvent } from '@weather/weather-store/notifications';

const START = Date.parse('2026-07-01T12:00:00Z');

/** An alert for a test. */
export function alert(changes: Partial<CurrentAlert> = {}): CurrentAlert {
  return {
    state: 'firing',
    resolvedAt: null,
    peakValue: 31.4,
    peakAt: START + MS_PER_HOUR,
    isAcknowledged: false,
    ...changes,
  };
}

let lastId = 0;

/** An event of a station for a test. */
export function event(stationId: string, changes: Partial<GroupEvent> = {}): GroupEvent {
  return {
    id: ++lastId,
    event: 'firing',
    stationId,
    city: null,
    startedAt: START,
    alert: alert(),
    wasSent: false,
    anotherFiring: false,
    ...changes,
  };
}

/** The end of an alert for a test. */
export function end(station: string, changes: Partial<GroupEvent> = {}): GroupEvent {
  const resolved = alert({ state: 'resolved', resolvedAt: START + 2 * MS_PER_HOUR });
  return event(station, { event: 'resolved', alert: resolved, ...changes });
}

/** A sent start of an alert that is resolved by now, for a test. */
export function over(station: string, changes: Partial<GroupEvent> = {}): GroupEvent {
  return end(station, { event: 'firing', ...changes });
}

/** A group for a test. */
export function group(changes: Partial<DueGroup> = {}): DueGroup {
  return {
    rule: 'heat',
    severity: 'critical',
    waiting: [],
    sentAsFiring: [],
    isRepeat: false,
    now: START + 3 * MS_PER_HOUR,
    ...changes,
  };
}
