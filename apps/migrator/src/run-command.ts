import {
  alterTopicSettings,
  createMissingTopics,
  type KafkaConnection,
  type TopicDefinition,
} from '@weather/kafka-client';
import type { Logger } from '@weather/service-runtime';
import { SchemaMigrator, type WeatherDatabase } from '@weather/weather-store';
import type { Command } from './command.ts';
import type { TopicsConfig } from './migrator-config.ts';

export interface MigratorServices {
  readonly database: WeatherDatabase;
  readonly kafka: KafkaConnection;
  readonly topics: Readonly<TopicsConfig>;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** A dead letter is a record and its headers, so it may be larger than any record of the topic it comes from. */
const MAX_DEAD_LETTER_BYTES = 2_097_152;
const RETAIN_FOREVER = '-1';
const COMPRESSION_SETTING = 'compression.type';

export async function runCommand(command: Command, services: MigratorServices): Promise<void> {
  const migrator = new SchemaMigrator(services.database);
  if (command.name === 'up') await up(migrator, services);
  else if (command.name === 'down') await down(migrator, command.to, services);
  else await status(migrator, services);
}

async function up(
  migrator: SchemaMigrator,
  { database, kafka, topics, logger, signal }: MigratorServices,
): Promise<void> {
  const migrations = await database.withRetry(() => migrator.up(), { signal });
  logger.info(
    migrations.length > 0 ? 'migrations run' : 'tables are up to date',
    listed('migrations', migrations),
  );
  const created = await createMissingTopics(kafka, topicDefinitions(topics), signal);
  logger.info(created.length > 0 ? 'topics created' : 'topics exist already', listed('topics', created));
  const { topic, compression } = topics;
  if (compression === undefined) return;
  const settings = { [COMPRESSION_SETTING]: compression };
  for (const { setting, from, to } of await alterTopicSettings(kafka, topic, settings, signal)) {
    logger.info('topic altered', { topic, setting, from, to });
  }
}

async function down(
  migrator: SchemaMigrator,
  to: string | undefined,
  { logger }: MigratorServices,
): Promise<void> {
  const migrations = await migrator.down(to);
  logger.info(
    migrations.length > 0 ? 'migrations reverted' : 'no migration to revert',
    listed('migrations', migrations),
  );
}

async function status(migrator: SchemaMigrator, { logger }: MigratorServices): Promise<void> {
  for (const { name, executedAt } of await migrator.status()) {
    logger.info(name, { executedAt: executedAt === null ? 'not yet' : new Date(executedAt).toISOString() });
  }
}

function topicDefinitions({
  topic,
  deadLetterTopic,
  partitions,
  replicationFactor,
  compression,
}: Readonly<TopicsConfig>): TopicDefinition[] {
  return [
    {
      name: topic,
      partitions,
      replicationFactor,
      ...(compression !== undefined && { settings: { [COMPRESSION_SETTING]: compression } }),
    },
    {
      name: deadLetterTopic,
      partitions: 1,
      replicationFactor,
      settings: { 'max.message.bytes': String(MAX_DEAD_LETTER_BYTES), 'retention.ms': RETAIN_FOREVER },
    },
  ];
}

function listed(name: string, items: readonly string[]): Record<string, string> {
  return items.length > 0 ? { [name]: items.join(', ') } : {};
}
