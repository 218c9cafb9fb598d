import kafkajs, { type PartitionMetadata } from 'kafkajs';
import { topicPermission } from './kafka-access.ts';
import { disconnectWithin } from './deadlines.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { isUnknownTopic, unwrapTopicErrors } from './kafka-errors.ts';

/** What a partition holds: offsets from `earliest` to below `end`. */
export interface PartitionBounds {
  readonly earliest: number;
  readonly end: number;
}

/** A topic as it should be when it is created; one that exists is left as it is. */
export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Kafka's own names and values, for example `max.message.bytes`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Creates the topics that are missing, waiting for Kafka if it is away.
 * @returns the names of those that were created.
 */
export async function createMissingTopics(
  connection: KafkaConnection,
  topics: readonly TopicDefinition[],
  signal?: AbortSignal,
): Promise<string[]> {
  const created: string[] = [];
  for (const topic of topics)
    if (await createUnlessPresent(connection, topic, signal)) created.push(topic.name);
  return created;
}

/** One after the other, so that a right that is missing has the name of its topic. */
async function createUnlessPresent(
  connection: KafkaConnection,
  topic: TopicDefinition,
  signal?: AbortSignal,
): Promise<boolean> {
  const isThere = await connection.withRetry(
    () => withAdmin(connection, (admin) => exists(admin, topic.name)),
    { signal, right: topicPermission('Describe', topic.name) },
  );
  if (isThere) return false;
  return await connection.withRetry(() => withAdmin(connection, (admin) => createIfMissing(admin, topic)), {
    signal,
    right: topicPermission('Create', topic.name),
  });
}

/** A setting of a topic that was changed. */
interface AlteredSetting {
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Gives a topic that exists the values of some settings. All others that were made for the topic itself stay as they are.
 * @returns what was changed.
 */
export async function alterTopicSettings(
  connection: KafkaConnection,
  topic: string,
  settings: NonNullable<TopicDefinition['settings']>,
  signal?: AbortSignal,
): Promise<AlteredSetting[]> {
  return await connection.withRetry(
    () => withAdmin(connection, (admin) => alterSettings(admin, topic, settings)),
    { signal, right: topicPermission('DescribeConfigs and AlterConfigs', topic) },
  );
}

/** Waits until Kafka answers and knows the topics, so that clients may be started on them. */
export async function waitForTopics(
  connection: KafkaConnection,
  topics: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  for (const topic of topics) await fetchPartitions(connection, topic, signal);
}

/** The partitions of a topic; waits until Kafka answers and knows it. */
export async function fetchPartitions(
  connection: KafkaConnection,
  topic: string,
  signal?: AbortSignal,
): Promise<PartitionMetadata[]> {
  const { topics } = await connection.withRetry(
    () => withAdmin(connection, (admin) => admin.fetchTopicMetadata({ topics: [topic] })),
    { signal, right: topicPermission('Describe', topic) },
  );
  return topics.flatMap(({ partitions }) => partitions);
}

/** Where each partition begins and ends. */
export async function fetchOffsetBounds(...of: FetchOffsetsArguments): Promise<Map<number, PartitionBounds>> {
  return new Map(
    (await fetchOffsets(...of)).map(({ partition, low, high }) => [
      partition,
      { earliest: Number(low), end: Number(high) },
    ]),
  );
}

/** The first offset that is still there, by partition. */
export async function fetchEarliestOffsets(...of: FetchOffsetsArguments): Promise<Map<number, number>> {
  return new Map((await fetchOffsets(...of)).map(({ partition, low }) => [partition, Number(low)]));
}

/** The offset that the next record of each partition will get. */
export async function fetchEndOffsets(...of: FetchOffsetsArguments): Promise<Map<number, number>> {
  return new Map((await fetchOffsets(...of)).map(({ partition, high }) => [partition, Number(high)]));
}

type FetchOffsetsArguments = [connection: KafkaConnection, topic: string, signal?: AbortSignal];

async function fetchOffsets(...[connection, topic, signal]: FetchOffsetsArguments) {
  return await connection.withRetry(() => withAdmin(connection, (admin) => admin.fetchTopicOffsets(topic)), {
    signal,
    right: topicPermission('Describe', topic),
  });
}

/** How many partitions each topic has, by its name. */
export async function fetchPartitionCounts(
  connection: KafkaConnection,
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  const { topics } = await connection.withRetry(
    () => withAdmin(connection, (admin) => admin.fetchTopicMetadata()),
    { signal },
  );
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
}

const DISCONNECT_TIMEOUT_MS = 2_000;
/** Where a value of a setting comes from: kafkajs declares the numbers and does not export them. */
const OF_THE_TOPIC = 1;

type Admin = ReturnType<KafkaConnection['kafka']['admin']>;

async function withAdmin<T>({ kafka }: KafkaConnection, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await disconnectWithin(admin, DISCONNECT_TIMEOUT_MS);
  }
}

/** Not by the list of all topics, which leaves out those that the user may not describe. */
async function exists(admin: Admin, topic: string): Promise<boolean> {
  try {
    await admin.fetchTopicMetadata({ topics: [topic] });
    return true;
  } catch (error) {
    if (isUnknownTopic(error)) return false;
    throw error;
  }
}

/** @returns whether it was created now: an earlier attempt, whose answer was lost, may have done so. */
async function createIfMissing(
  admin: Admin,
  { name, partitions, replicationFactor, settings = {} }: TopicDefinition,
): Promise<boolean> {
  if (await exists(admin, name)) return false;
  const configEntries = Object.entries(settings).map(([setting, value]) => ({ name: setting, value }));
  const topics = [{ topic: name, numPartitions: partitions, replicationFactor, configEntries }];
  await admin.createTopics({ waitForLeaders: true, topics }).catch((error: unknown) => {
    throw unwrapTopicErrors(error);
  });
  return true;
}

/** Kafka takes the list for all that the topic is to have: what is left out would go back to the broker's own value. */
async function alterSettings(
  admin: Admin,
  topic: string,
  settings: NonNullable<TopicDefinition['settings']>,
): Promise<AlteredSetting[]> {
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic };
  const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  const altered = Object.entries(settings).flatMap(([setting, to]): AlteredSetting[] => {
    const from = entries.find(({ configName }) => configName === setting)?.configValue ?? '';
    return from === to ? [] : [{ setting, from, to }];
  });
  if (altered.length === 0) return [];
  const own = entries
    .filter(({ configSource }) => (configSource as number) === OF_THE_TOPIC)
    .map(({ configName, configValue }) => [configName, configValue] as const);
  const wanted = new Map([...own, ...altered.map(({ setting, to }) => [setting, to] as const)]);
  const configEntries = [...wanted].map(([name, value]) => ({ name, value }));
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
  return altered;
}
