import { IsTopicName, KafkaConfig, TOPIC_NAME_RULE } from '@weather/kafka-client';
import { DatabaseConfig } from '@weather/weather-store';
import { FromEnv } from '@weather/service-runtime';
import { DEAD_LETTER_TOPIC, WEATHER_TOPIC } from '@weather/weather-schema';
import { IsInt, Max, Min } from 'class-validator';

const MAX_PARTITIONS = 10_000;
const MAX_REPLICAS = 32;

export class MigratorDatabaseConfig extends DatabaseConfig {
  override user = 'weather_migrator';
}

export class TopicsConfig {
  @FromEnv({ env: 'TOPIC', description: 'topic of the readings', allowed: TOPIC_NAME_RULE })
  @IsTopicName()
  topic = WEATHER_TOPIC;

  @FromEnv({ env: 'DEAD_LETTER_TOPIC', description: 'topic of the dead letters', allowed: TOPIC_NAME_RULE })
  @IsTopicName()
  deadLetterTopic = DEAD_LETTER_TOPIC;

  @FromEnv({
    env: 'TOPIC_PARTITIONS',
    type: 'integer',
    description: 'partitions of the topic of the readings, when it is created',
    allowed: `an integer from 1 to ${MAX_PARTITIONS}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_PARTITIONS)
  partitions = 4;

  @FromEnv({
    env: 'TOPIC_REPLICATION',
    type: 'integer',
    description: 'copies of each partition, when a topic is created; at most one for each broker',
    allowed: `an integer from 1 to ${MAX_REPLICAS}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_REPLICAS)
  replicationFactor = 1;
}

/** All settings of the migrator, by section. */
export const MIGRATOR_SECTIONS = {
  database: MigratorDatabaseConfig,
  kafka: KafkaConfig,
  topics: TopicsConfig,
};
