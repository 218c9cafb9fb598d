import { GroupIdFromEnv, KafkaConfig, TopicFromEnv } from '@weather/kafka-client';
import {
  FromEnv,
  HealthConfig,
  IntegerFromEnv,
  NetworksFromEnv,
  withDefaults,
} from '@weather/service-runtime';
import {
  DEAD_LETTER_TOPIC,
  IsTimeZone,
  LEGACY_TIME_ZONE_SETTING,
  WEATHER_TOPIC,
} from '@weather/weather-schema';
import { AlertThresholdFromEnv, DatabaseConfig } from '@weather/weather-store';
import { IsArray, IsOptional, IsString, Matches, MinLength } from 'class-validator';

const HEALTH_PORT = 8085;
const MAX_PORT = 65_535;
const MAX_SUBSCRIBERS = 10_000;
const MIN_PASSWORD_LENGTH = 8;
const MIN_REQUESTS_PER_MINUTE = 60;
const MAX_REQUESTS_PER_MINUTE = 1_000_000;
const HOST_NAME = /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\])$/;

/** Nobody waits longer than this for a response. */
export const STATEMENT_TIMEOUT_MS = 5_000;

export class DashboardConfig {
  @IntegerFromEnv({
    env: 'DASHBOARD_PORT',
    description: 'port of the page and the API; 0 for any free port',
    min: 0,
    max: MAX_PORT,
  })
  port = 8090;

  @FromEnv({
    env: 'DASHBOARD_HOST',
    description: 'address the page and the API listen on',
    allowed: 'a host name or an IP address; 0.0.0.0 for all interfaces, as in a container',
  })
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';

  @FromEnv({
    env: 'DASHBOARD_USER',
    description: 'user name for the login, used when a password is set',
    allowed: 'any text',
  })
  @IsString()
  @MinLength(1)
  user = 'weather';

  @FromEnv({
    env: 'DASHBOARD_PASSWORD',
    description: 'password for the login; without one, anyone who reaches the port has access',
    allowed: `at least ${MIN_PASSWORD_LENGTH} characters`,
    secret: true,
  })
  @IsOptional()
  @IsString()
  @MinLength(MIN_PASSWORD_LENGTH)
  password?: string;

  @FromEnv({
    env: 'DASHBOARD_ALLOWED_HOSTS',
    type: 'list',
    description:
      'host names accepted in requests besides localhost; if empty, any name is accepted unless it listens on loopback only',
    allowed: 'host names without a port, separated by commas',
  })
  @IsArray()
  @Matches(HOST_NAME, { each: true })
  allowedHosts: readonly string[] = [];

  @NetworksFromEnv('DASHBOARD_TRUSTED_PROXIES', 'reverse proxies whose X-Forwarded-For header is trusted')
  trustedProxies: readonly string[] = [];

  @IntegerFromEnv({
    env: 'DASHBOARD_REQUESTS_PER_MINUTE',
    description: 'maximum requests per minute from one address; others get 429',
    min: MIN_REQUESTS_PER_MINUTE,
    max: MAX_REQUESTS_PER_MINUTE,
  })
  requestsPerMinute = 10_000;

  @IntegerFromEnv({
    env: 'DASHBOARD_MAX_SUBSCRIBERS',
    description: 'maximum subscribers of the live events; others get 503',
    min: 1,
    max: MAX_SUBSCRIBERS,
  })
  maxSubscribers = 1_000;

  @IntegerFromEnv({
    env: 'DASHBOARD_MAX_SUBSCRIBERS_PER_ADDRESS',
    description: 'maximum subscribers from one address, or from one IPv6 /64 network',
    min: 1,
    max: MAX_SUBSCRIBERS,
  })
  maxSubscribersPerAddress = 50;

  @FromEnv({
    env: 'DASHBOARD_LOCATIONS_PATH',
    description:
      'YAML file with the locations of stations; its entries take precedence over the built-in ones',
    allowed: 'the path of a file as described in the README of the dashboard',
  })
  @IsOptional()
  @IsString()
  locationsPath?: string;

  @AlertThresholdFromEnv()
  alertThresholdCelsius = 30;

  @TopicFromEnv('TOPIC', 'topic of the readings')
  topic = WEATHER_TOPIC;

  @TopicFromEnv('DEAD_LETTER_TOPIC', 'topic of the dead letters')
  deadLetterTopic = DEAD_LETTER_TOPIC;

  @GroupIdFromEnv('consumer group whose lag is shown')
  groupId = 'weather_consumer';

  @FromEnv(LEGACY_TIME_ZONE_SETTING)
  @IsTimeZone()
  legacyTimeZone = 'UTC';
}

/** All settings of the dashboard, by section. */
export const DASHBOARD_SECTIONS = {
  dashboard: DashboardConfig,
  kafka: KafkaConfig,
  database: withDefaults(DatabaseConfig, {
    user: 'weather_reader',
    connections: 8,
    socketTimeoutMs: 10_000,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  }),
  health: withDefaults(HealthConfig, { port: HEALTH_PORT }),
};
