import { KafkaConfig, TopicFromEnv } from '@weather/kafka-client';
import { DatabaseConfig } from '@weather/weather-store';
import { FromEnv, IntegerFromEnv, withDefaults } from '@weather/service-runtime';
import { DEAD_LETTER_TOPIC, WEATHER_TOPIC } from '@weather/weather-schema';
import { IsIn, IsOptional } from 'class-validator';

const MAX_PARTITIONS = 10_000;
const MAX_REPLICAS = 32;
/** The values of Kafka's `compression.type`; `producer` is to keep batches as they are sent. All can be read. */
const TOPIC_COMPRESSIONS = ['producer', 'uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export class TopicsConfig {
  @TopicFromEnv('TOPIC', 'topic of the readings')
  topic = WEATHER_TOPIC;

  @TopicFromEnv('DEAD_LETTER_TOPIC', 'topic for dead letters')
  deadLetterTopic = DEAD_LETTER_TOPIC;

  @IntegerFromEnv({
    env: 'TOPIC_PARTITIONS',
    description: 'partitions of the readings topic when it is created',
    min: 1,
    max: MAX_PARTITIONS,
  })
  partitions = 4;

  @IntegerFromEnv({
    env: 'TOPIC_REPLICATION',
    description: 'replication factor of topics that are created; at most the number of brokers',
    min: 1,
    max: MAX_REPLICAS,
  })
  replicationFactor = 1;

  @FromEnv({
    env: 'TOPIC_COMPRESSION',
    description: 'compression.type to which the readings topic is altered; not set: unchanged',
    allowed: TOPIC_COMPRESSIONS.join(', '),
  })
  @IsOptional()
  @IsIn(TOPIC_COMPRESSIONS)
  compression: (typeof TOPIC_COMPRESSIONS)[number] | undefined = undefined;
}

/** All settings of the migrator, by section. */
export const MIGRATOR_SECTIONS = {
  // An index of a large table takes its time.
  database: withDefaults(DatabaseConfig, { user: 'weather_migrator', socketTimeoutMs: 3_600_000 }),
  kafka: KafkaConfig,
  topics: TopicsConfig,
};
