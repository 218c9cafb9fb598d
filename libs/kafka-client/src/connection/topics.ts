import kafkajs, { type PartitionMetadata } from 'kafkajs';
import { topicPermission } from './access-errors.ts';
import { disconnectWithin } from './deadlines.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { isUnknownTopic, unwrapTopicErrors } from './kafka-errors.ts';

/** The offsets of a partition: from `earliest` to below `end`. */
export interface PartitionBounds {
  readonly earliest: number;
  readonly end: number;
}

/** The definition of a topic for its creation; a topic that exists is not changed. */
export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Kafka's own names and values, for example `max.message.bytes`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Creates the topics that are missing; waits while Kafka is unreachable.
 * @returns the names of the created topics.
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

/** @returns whether the topic was created; topics are created one by one, so that a missing permission names its topic. */
async function createUnlessPresent(
  connection: KafkaConnection,
  topic: TopicDefinition,
  signal?: AbortSignal,
): Promise<boolean> {
  const isPresent = await connection.withRetry(
    () => withAdmin(connection, (admin) => exists(admin, topic.name)),
    { signal, right: topicPermission('Describe', topic.name) },
  );
  if (isPresent) return false;
  return await connection.withRetry(() => withAdmin(connection, (admin) => createIfMissing(admin, topic)), {
    signal,
    right: topicPermission('Create', topic.name),
  });
}

/** A changed setting of a topic. */
interface AlteredSetting {
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Alters some settings of a topic; its other settings stay as they are.
 * @returns the changes.
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

/** Waits until Kafka answers and the topics exist, so that clients can be started on them. */
export async function waitForTopics(
  connection: KafkaConnection,
  topics: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  for (const topic of topics) await fetchPartitions(connection, topic, signal);
}

/** Fetches the partitions of a topic; waits until Kafka answers and the topic exists. */
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

/** Fetches the first offset and the end of each partition. */
export async function fetchOffsetBounds(...of: FetchOffsetsArguments): Promise<Map<number, PartitionBounds>> {
  return new Map(
    (await fetchOffsets(...of)).map(({ partition, low, high }) => [
      partition,
      { earliest: Number(low), end: Number(high) },
    ]),
  );
}

/** Fetches the first offset of each partition that Kafka still has. */
export async function fetchEarliestOffsets(...of: FetchOffsetsArguments): Promise<Map<number, number>> {
  return new Map((await fetchOffsets(...of)).map(({ partition, low }) => [partition, Number(low)]));
}

/** Fetches the end of each partition: the offset of its next record. */
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

/** Fetches the number of partitions of each topic, by name. */
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
/** The source of a setting that was made for the topic itself; kafkajs declares the numbers without exporting them. */
const TOPIC_SOURCE = 1;

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

/** Asks for the topic itself, since the list of all topics omits those that the user may not describe. */
async function exists(admin: Admin, topic: string): Promise<boolean> {
  try {
    await admin.fetchTopicMetadata({ topics: [topic] });
    return true;
  } catch (error) {
    if (isUnknownTopic(error)) return false;
    throw error;
  }
}

/** @returns whether it was created now: an earlier attempt without a response may have created it. */
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

/** Kafka replaces all settings of the topic by the list: a setting that is missing would return to the broker's value. */
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
  const current = entries
    .filter(({ configSource }) => (configSource as number) === TOPIC_SOURCE)
    .map(({ configName, configValue }) => [configName, configValue] as const);
  const wanted = new Map([...current, ...altered.map(({ setting, to }) => [setting, to] as const)]);
  const configEntries = [...wanted].map(([name, value]) => ({ name, value }));
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
  return altered;
}
