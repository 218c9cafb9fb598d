import { ConsumerGroupConfig, KafkaConfig, TopicFromEnv } from '@weather/kafka-client';
import {
  FromEnv,
  HealthConfig,
  heapLimitMb,
  IntegerFromEnv,
  TracingConfig,
  withDefaults,
} from '@weather/service-runtime';
import { AlertThresholdFromEnv, DatabaseConfig } from '@weather/weather-store';
import {
  DEAD_LETTER_TOPIC,
  IsTimeZone,
  LEGACY_TIME_ZONE_SETTING,
  WEATHER_TOPIC,
} from '@weather/weather-schema';
import { IsOptional, IsString, Validate, ValidatorConstraint } from 'class-validator';

const MAX_DEAD_LETTER_PERCENT = 99;
const MIN_DEAD_LETTER_WINDOW = 100;
const MAX_DEAD_LETTER_WINDOW = 1_000_000;
const HEALTH_PORT = 8082;
/** A late reading makes all readings after it be evaluated again. */
const MAX_LATENESS_MINUTES = 1_440;
const MIN_STATION_CACHE_MB = 1;
const MAX_STATION_CACHE_MB = 100_000;
const STATION_CACHE_MB = 32;
const STATION_CACHE_SHARE_OF_HEAP = 0.1;

/** The cached states, as much again for the batches in flight, and the rest of the consumer have to fit into the heap. */
export function stationCacheFor(heapMb: number): number {
  return Math.min(STATION_CACHE_MB, Math.max(1, Math.floor(heapMb * STATION_CACHE_SHARE_OF_HEAP)));
}

@ValidatorConstraint({ name: 'isOtherTopic' })
class IsOtherTopic {
  validate(value: unknown, { object }: { object: object }): boolean {
    return value !== (object as ConsumerConfig).topic;
  }
}

export class ConsumerConfig {
  @TopicFromEnv('TOPIC', 'topic of the readings')
  topic = WEATHER_TOPIC;

  @TopicFromEnv(
    'DEAD_LETTER_TOPIC',
    'topic for dead letters: records that cannot be decoded or stored',
    ', other than TOPIC',
  )
  @Validate(IsOtherTopic)
  deadLetterTopic = DEAD_LETTER_TOPIC;

  @IntegerFromEnv({
    env: 'DEAD_LETTER_LIMIT_PERCENT',
    description:
      'percentage of dead letters among the last records above which the consumer stops with exit code 3; 0: no limit',
    min: 0,
    max: MAX_DEAD_LETTER_PERCENT,
  })
  deadLetterLimitPercent = 0;

  @IntegerFromEnv({
    env: 'DEAD_LETTER_LIMIT_WINDOW',
    description: 'number of last records that DEAD_LETTER_LIMIT_PERCENT refers to',
    min: MIN_DEAD_LETTER_WINDOW,
    max: MAX_DEAD_LETTER_WINDOW,
  })
  deadLetterLimitWindow = 1_000;

  @AlertThresholdFromEnv()
  alertThresholdCelsius = 30;

  @FromEnv({
    env: 'ALERT_RULES_PATH',
    description: 'YAML file with alert rules (default: one rule, temperature above the threshold)',
    allowed: 'the path of a file as docs/alerts.md describes it',
  })
  @IsOptional()
  @IsString()
  alertRulesPath?: string;

  @IntegerFromEnv({
    env: 'ALLOWED_LATENESS_MINUTES',
    description:
      'allowed lateness in minutes: how far a reading may be behind the newest of its station and still be evaluated in event-time order',
    min: 0,
    max: MAX_LATENESS_MINUTES,
  })
  allowedLatenessMinutes = 60;

  @IntegerFromEnv({
    env: 'STATION_CACHE_MB',
    description:
      'megabytes of the station state cache; states outside it are read from the database with each batch; less than 32 under a small memory limit',
    min: MIN_STATION_CACHE_MB,
    max: MAX_STATION_CACHE_MB,
  })
  stationCacheMb = stationCacheFor(heapLimitMb());

  @FromEnv(LEGACY_TIME_ZONE_SETTING)
  @IsTimeZone()
  legacyTimeZone = 'UTC';
}

/** All settings of the consumer, by section. */
export const CONSUMER_SECTIONS = {
  consumer: ConsumerConfig,
  database: withDefaults(DatabaseConfig, { user: 'weather_consumer' }),
  kafka: KafkaConfig,
  group: ConsumerGroupConfig,
  health: withDefaults(HealthConfig, { port: HEALTH_PORT }),
  tracing: withDefaults(TracingConfig, { serviceName: 'weather-consumer' }),
};
