import { pause } from '@weather/service-runtime';
import type { AlertChangePoller } from '@weather/weather-store/queries';
import type { LiveEvents } from '../contract/events.ts';
import { alertKeyOf, alertOf } from '../server/mappers/alert.ts';

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
    const { changed, dropped } = await whenReachable(() => episodes.poll());
    if (changed.length + dropped.length > 0) {
      publish({ alerts: changed.map(alertOf), dropped: dropped.map(alertKeyOf) });
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}
