import type { AlertEvent, EventRoute } from '@weather/weather-store/notifications';
import type { Channel } from '../delivery/channel.ts';
import { matchesAny } from './name-pattern.ts';

/** Who is told, of what, at what pace and by which way. */
export interface Receiver {
  readonly name: string;
  readonly channel: Channel;
  /** Patterns of what it is told of. */
  readonly severities: readonly string[];
  readonly rules: readonly string[];
  readonly stations: readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatMs: number;
  readonly timeoutMs: number;
  readonly maxAlerts: number;
}

/** The receivers that an event is for. */
export function routesOf(event: AlertEvent, receivers: readonly Receiver[]): EventRoute[] {
  return receivers
    .filter(
      ({ severities, rules, stations }) =>
        matchesAny(event.severity, severities) &&
        matchesAny(event.rule, rules) &&
        matchesAny(event.station, stations),
    )
    .map(({ name, groupWaitMs, groupIntervalMs }) => ({ receiver: name, groupWaitMs, groupIntervalMs }));
}
