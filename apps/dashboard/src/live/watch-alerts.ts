import { pause } from '@weather/service-runtime';
import type { AlertChangePoller } from '@weather/weather-store/queries';
import type { LiveEvents } from '../contract/events.ts';
import { toAlertKey, toAlert } from '../server/mappers/alert.ts';

export interface WatchAlertsOptions {
  /** Runs a look until the database has answered. */
  readonly whenReachable: <T>(look: () => Promise<T>) => Promise<T>;
  readonly publish: (alerts: LiveEvents['alerts']) => void;
  readonly signal: AbortSignal;
}

const LOOK_EVERY_MS = 500;

/** Publishes what changes in the episodes, until the signal. */
export async function watchAlerts(
  episodes: Pick<AlertChangePoller, 'poll'>,
  { whenReachable, publish, signal }: WatchAlertsOptions,
): Promise<void> {
  while (!signal.aborted) {
    const { changed, dropped: removed } = await whenReachable(() => episodes.poll());
    if (changed.length + removed.length > 0) {
      publish({ alerts: changed.map(toAlert), removed: removed.map(toAlertKey) });
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}
