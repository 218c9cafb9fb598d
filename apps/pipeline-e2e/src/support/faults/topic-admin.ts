import type { DevStack } from '@weather/dev-stack';
import type { KafkaConnection } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { quietConnection } from '../stack/quiet-connection.ts';
import { runTool } from '../stack/read-topic.ts';

/** A session that times out, a rebalance, and a machine that is busy. */
const GROUP_DEADLINE_MS = 60_000;

export type Admin = ReturnType<KafkaConnection['kafka']['admin']>;

/** Does something to the topics of a cluster, as its administrator would. */
export async function withAdmin<T>(
  brokers: readonly string[],
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = quietConnection(brokers).kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** The positions after the last record of each partition, from partition 0. */
export async function endOffsets(brokers: readonly string[], topic: string): Promise<number[]> {
  const offsets = await withAdmin(brokers, (admin) => admin.fetchTopicOffsets(topic));
  return offsets.sort((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
}

/** How many records a topic was given in all. */
export async function recordsIn(brokers: readonly string[], topic: string): Promise<number> {
  return (await endOffsets(brokers, topic)).reduce((sum, end) => sum + end, 0);
}

export type TopicSettings = Readonly<Record<string, string>>;

export async function createTopic(
  brokers: readonly string[],
  topic: string,
  partitions = 4,
  settings: TopicSettings = {},
): Promise<void> {
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  await withAdmin(brokers, (admin) =>
    admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
    }),
  );
}

/** Returns when the topic is gone. */
export async function deleteTopic(brokers: readonly string[], topic: string): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    await admin.deleteTopics({ topics: [topic] });
    await eventually(async () => {
      if ((await admin.listTopics()).includes(topic)) throw new Error(`topic ${topic} is still there`);
    });
  });
}

/** Changes a setting of a topic, with Kafka's own tool. */
export async function configureTopic(servers: DevStack, topic: string, setting: string): Promise<void> {
  const target = ['--entity-type', 'topics', '--entity-name', topic];
  await runTool(servers.tools.configTool([...target, '--alter', '--add-config', setting]));
}

/** Removes the records before an offset of each partition, as retention would. */
export async function removeRecords(
  brokers: readonly string[],
  topic: string,
  before: readonly number[],
): Promise<void> {
  const partitions = before.map((offset, partition) => ({ partition, offset: String(offset) }));
  await withAdmin(brokers, async (admin) => {
    // The call below looks up the leaders in what is known already.
    await admin.fetchTopicMetadata({ topics: [topic] });
    await admin.deleteTopicRecords({ topic, partitions });
  });
}

/** The ids of the members of a consumer group. */
export async function membersOf(brokers: readonly string[], group: string): Promise<string[]> {
  const { groups } = await withAdmin(brokers, (admin) => admin.describeGroups([group]));
  return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
}

/** Waits until a consumer group has so many members and they have shared the partitions out. */
export async function untilGroupOf(
  brokers: readonly string[],
  group: string,
  members: number,
): Promise<void> {
  await eventually(async () => {
    const { groups } = await withAdmin(brokers, (admin) => admin.describeGroups([group]));
    const states = groups.map(({ state, members: { length } }) => `${state} of ${length}`).join();
    if (states !== `Stable of ${members}`) throw new Error(`the group is ${states}, expected are ${members}`);
  }, GROUP_DEADLINE_MS);
}
