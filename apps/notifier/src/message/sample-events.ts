import type { EpisodeNow, GroupToTell, TellableEvent } from '@weather/weather-store/notifications';

const BEGIN = Date.parse('2026-07-01T12:00:00Z');
const HOUR = 3_600_000;

/** An episode for a test. */
export function episode(changes: Partial<EpisodeNow> = {}): EpisodeNow {
  return {
    state: 'firing',
    resolvedAt: null,
    peakValue: 31.4,
    peakAt: BEGIN + HOUR,
    isAcknowledged: false,
    ...changes,
  };
}

let lastId = 0;

/** An event of a station for a test. */
export function event(station: string, changes: Partial<TellableEvent> = {}): TellableEvent {
  return {
    id: ++lastId,
    event: 'firing',
    station,
    city: null,
    startedAt: BEGIN,
    episode: episode(),
    wasTold: false,
    anotherFires: false,
    ...changes,
  };
}

/** The end of an episode for a test. */
export function end(station: string, changes: Partial<TellableEvent> = {}): TellableEvent {
  const over = episode({ state: 'resolved', resolvedAt: BEGIN + 2 * HOUR });
  return event(station, { event: 'resolved', episode: over, ...changes });
}

/** What was told as firing and is over by now, for a test. */
export function over(station: string, changes: Partial<TellableEvent> = {}): TellableEvent {
  return end(station, { event: 'firing', ...changes });
}

/** A group for a test. */
export function group(changes: Partial<GroupToTell> = {}): GroupToTell {
  return {
    rule: 'heat',
    severity: 'critical',
    waiting: [],
    firing: [],
    isRepeat: false,
    now: BEGIN + 3 * HOUR,
    ...changes,
  };
}
