import { GroupIdFromEnv, KafkaConfig, TopicFromEnv } from '@weather/kafka-client';
import { FromEnv, HealthConfig, IntegerFromEnv, NetworksFromEnv } from '@weather/service-runtime';
import { DEAD_LETTER_TOPIC, IsTimeZone, WEATHER_TOPIC } from '@weather/weather-schema';
import { AlertThresholdFromEnv, DatabaseConfig } from '@weather/weather-store';
import { IsArray, IsOptional, IsString, Matches, MinLength } from 'class-validator';

const HEALTH_PORT = 8085;
const MAX_PORT = 65_535;
const MAX_VIEWERS = 10_000;
const MIN_PASSWORD_LENGTH = 8;
const MIN_REQUESTS_PER_MINUTE = 60;
const MAX_REQUESTS_PER_MINUTE = 1_000_000;
const HOST_NAME = /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\])$/;

/** As long as somebody waits for an answer: what takes longer is of use to nobody. */
export const STATEMENT_TIMEOUT_MS = 5_000;

export class DashboardConfig {
  @IntegerFromEnv({
    env: 'DASHBOARD_PORT',
    description: 'port of the page and of the API; 0 takes any free one',
    min: 0,
    max: MAX_PORT,
  })
  port = 8090;

  @FromEnv({
    env: 'DASHBOARD_HOST',
    description: 'address that the page and the API listen on',
    allowed: 'a host name or an IP address; 0.0.0.0 for all, as a container needs',
  })
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';

  @FromEnv({
    env: 'DASHBOARD_USER',
    description: 'name to log in with, where a password is set',
    allowed: 'any text',
  })
  @IsString()
  @MinLength(1)
  user = 'weather';

  @FromEnv({
    env: 'DASHBOARD_PASSWORD',
    description: 'password to log in with; without it everybody who reaches the port may look',
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
      'names that the dashboard may be asked by besides localhost; without any, everything where it listens on more than this machine',
    allowed: 'host names without a port, separated by commas',
  })
  @IsArray()
  @Matches(HOST_NAME, { each: true })
  allowedHosts: readonly string[] = [];

  @NetworksFromEnv(
    'DASHBOARD_TRUSTED_PROXIES',
    'servers in front of the dashboard that are believed when they say, by X-Forwarded-For, whom they ask for',
  )
  trustedProxies: readonly string[] = [];

  @IntegerFromEnv({
    env: 'DASHBOARD_REQUESTS_PER_MINUTE',
    description: 'requests of one address in a minute; further ones are told to come back later',
    min: MIN_REQUESTS_PER_MINUTE,
    max: MAX_REQUESTS_PER_MINUTE,
  })
  requestsPerMinute = 10_000;

  @IntegerFromEnv({
    env: 'DASHBOARD_VIEWERS',
    description: 'viewers of the live events at the most; further ones are told to come back later',
    min: 1,
    max: MAX_VIEWERS,
  })
  viewers = 1_000;

  @IntegerFromEnv({
    env: 'DASHBOARD_VIEWERS_PER_ADDRESS',
    description: 'how many of these may have one address, or one IPv6 network of 64 bits',
    min: 1,
    max: MAX_VIEWERS,
  })
  viewersPerAddress = 50;

  @FromEnv({
    env: 'DASHBOARD_PLACES_PATH',
    description: 'YAML file that says where stations stand, before the places of the simulated ones',
    allowed: 'the path of a file as the README of the dashboard describes it',
  })
  @IsOptional()
  @IsString()
  placesPath?: string;

  @AlertThresholdFromEnv()
  alertThresholdCelsius = 30;

  @TopicFromEnv('TOPIC', 'topic of the readings')
  topic = WEATHER_TOPIC;

  @TopicFromEnv('DEAD_LETTER_TOPIC', 'topic of the dead letters')
  deadLetterTopic = DEAD_LETTER_TOPIC;

  @GroupIdFromEnv('the consumer group whose lag is shown')
  groupId = 'weather_consumer';

  @FromEnv({
    env: 'LEGACY_TIME_ZONE',
    description: 'zone of the times in records of the older format',
    allowed: 'the name of a time zone, such as UTC or Europe/Paris',
  })
  @IsTimeZone()
  legacyTimeZone = 'UTC';
}

export class DashboardDatabaseConfig extends DatabaseConfig {
  override user = 'weather_reader';
  override connections = 8;
  override answerTimeoutMs = 10_000;
  override readonly statementTimeoutMs = STATEMENT_TIMEOUT_MS;
}

export class DashboardHealthConfig extends HealthConfig {
  override port = HEALTH_PORT;
}

/** All settings of the dashboard, by section. */
export const DASHBOARD_SECTIONS = {
  dashboard: DashboardConfig,
  kafka: KafkaConfig,
  database: DashboardDatabaseConfig,
  health: DashboardHealthConfig,
};
