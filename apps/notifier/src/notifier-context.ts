import type { LivenessMonitor, Logger, Tracer } from '@weather/service-runtime';
import type { WeatherDatabase } from '@weather/weather-store';
import type { NotificationStore } from '@weather/weather-store/notifications';
import type { NotifierConfig } from './notifier-config.ts';
import type { NotifierMetrics } from './notifier-metrics.ts';
import type { Receiver } from './receivers/receiver.ts';

/** The settings and services that the loops of the notifier share. */
export interface NotifierContext extends Pick<NotifierConfig, 'pollMs' | 'retryMaxMs' | 'keepDays'> {
  readonly store: NotificationStore;
  readonly database: Pick<WeatherDatabase, 'withRetry'>;
  readonly receivers: readonly Receiver[];
  readonly externalUrl: string;
  readonly liveness: LivenessMonitor;
  readonly metrics: NotifierMetrics;
  readonly tracer: Tracer;
  readonly logger: Logger;
}
