import { ConsumerGroupConfig, KafkaConfig, TopicFromEnv } from '@weather/kafka-client';
import { FromEnv, HealthConfig } from '@weather/service-runtime';
import { AlertThresholdFromEnv, DatabaseConfig } from '@weather/weather-store';
import { DEAD_LETTER_TOPIC, IsTimeZone, WEATHER_TOPIC } from '@weather/weather-schema';
import { Validate, ValidatorConstraint } from 'class-validator';

const HEALTH_PORT = 8082;

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
    'topic for the records that cannot be stored',
    '; another one than TOPIC',
  )
  @Validate(IsOtherTopic)
  deadLetterTopic = DEAD_LETTER_TOPIC;

  @AlertThresholdFromEnv()
  alertThresholdCelsius = 30;

  @FromEnv({
    env: 'LEGACY_TIME_ZONE',
    description: 'zone of the times in records of the older format',
    allowed: 'the name of a time zone, such as UTC or Europe/Paris',
  })
  @IsTimeZone()
  legacyTimeZone = 'UTC';
}

export class ConsumerDatabaseConfig extends DatabaseConfig {
  override user = 'weather_consumer';
}

export class ConsumerHealthConfig extends HealthConfig {
  override port = HEALTH_PORT;
}

/** All settings of the consumer, by section. */
export const CONSUMER_SECTIONS = {
  consumer: ConsumerConfig,
  database: ConsumerDatabaseConfig,
  kafka: KafkaConfig,
  group: ConsumerGroupConfig,
  health: ConsumerHealthConfig,
};
