import {
  FromEnv,
  HealthConfig,
  IntegerFromEnv,
  NetworksFromEnv,
  TracingConfig,
  withDefaults,
} from '@weather/service-runtime';
import { DatabaseConfig } from '@weather/weather-store';
import { IsOptional, IsString } from 'class-validator';

const HEALTH_PORT = 8083;
const MIN_POLL_MS = 50;
const MAX_POLL_MS = 60_000;
const MIN_RETRY_MS = 100;
const MAX_RETRY_MS = 3_600_000;
const MAX_DAYS = 3_650;

export class NotifierConfig {
  @FromEnv({
    env: 'NOTIFIER_RECEIVERS_PATH',
    description: 'YAML file with the receivers; without it no notification is sent',
    allowed: 'the path of a file in the format of docs/notifications.md',
  })
  @IsOptional()
  @IsString()
  receiversPath?: string;

  @NetworksFromEnv(
    'NOTIFIER_ALLOWED_NETWORKS',
    'networks in which receivers are allowed although they are loopback, link-local or metadata services',
  )
  allowedNetworks: readonly string[] = [];

  @IntegerFromEnv({
    env: 'NOTIFIER_POLL_MS',
    description: 'poll interval in milliseconds while there is nothing to do',
    min: MIN_POLL_MS,
    max: MAX_POLL_MS,
  })
  pollMs = 1_000;

  @IntegerFromEnv({
    env: 'NOTIFIER_RETRY_MAX_MS',
    description: 'maximum delay in milliseconds before the next attempt while a receiver does not answer',
    min: MIN_RETRY_MS,
    max: MAX_RETRY_MS,
  })
  retryMaxMs = 60_000;

  @IntegerFromEnv({
    env: 'NOTIFIER_KEEP_DAYS',
    description: 'days for which delivered and rejected notifications are kept',
    min: 1,
    max: MAX_DAYS,
  })
  keepDays = 30;
}

/** All settings of the notifier, by section. */
export const NOTIFIER_SECTIONS = {
  notifier: NotifierConfig,
  database: withDefaults(DatabaseConfig, { user: 'weather_notifier' }),
  health: withDefaults(HealthConfig, { port: HEALTH_PORT }),
  tracing: withDefaults(TracingConfig, { serviceName: 'weather-notifier' }),
};
