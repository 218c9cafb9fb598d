import { stationMatcher } from '@weather/weather-rules';
import type { AlertLabels, Route } from '@weather/weather-store/notifications';
import type { Channel } from '../delivery/channel.ts';
import type { ReceiverSettings } from './receivers-file.ts';

/** A receiver of notifications: the patterns of the alerts it gets, the channel and the intervals. */
export interface Receiver extends Readonly<
  Pick<ReceiverSettings, 'name' | 'severities' | 'rules' | 'stations' | 'maxAlerts'>
> {
  readonly channel: Channel;
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatMs: number;
  readonly timeoutMs: number;
}

/** Finds the receivers of an alert. */
export function findRoutes(alert: AlertLabels, receivers: readonly Receiver[]): Route[] {
  return receivers
    .filter(
      ({ severities, rules, stations }) =>
        matchesAny(alert.severity, severities) &&
        matchesAny(alert.rule, rules) &&
        matchesAny(alert.station, stations),
    )
    .map(({ name, groupWaitMs, groupIntervalMs }) => ({ receiver: name, groupWaitMs, groupIntervalMs }));
}

/** Whether a name as a whole matches one of the patterns, in which `*` stands for any characters. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return stationMatcher(patterns)(name);
}
