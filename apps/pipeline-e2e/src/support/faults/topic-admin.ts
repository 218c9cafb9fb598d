import type { DevStack } from '@weather/dev-stack';
import type { KafkaConnection } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { runTool, silentConnection } from '../stack/kafka-tools.ts';

/** Covers a session timeout and a rebalance on a busy machine. */
const GROUP_DEADLINE_MS = 60_000;

export type Admin = ReturnType<KafkaConnection['kafka']['admin']>;

/** Runs some work with an admin client of the cluster. */
export async function withAdmin<T>(
  brokers: readonly string[],
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = silentConnection(brokers).kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Fetches the end offset of each partition, from partition 0. */
export async function fetchEndOffsets(brokers: readonly string[], topic: string): Promise<number[]> {
  const offsets = await withAdmin(brokers, (admin) => admin.fetchTopicOffsets(topic));
  return offsets.sort((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
}

/** Counts all records that were ever written to a topic. */
export async function countRecords(brokers: readonly string[], topic: string): Promise<number> {
  return (await fetchEndOffsets(brokers, topic)).reduce((sum, end) => sum + end, 0);
}

export type TopicSettings = Readonly<Record<string, string>>;

/** Creates a topic and waits for the leaders of its partitions. */
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

/** Deletes a topic and waits until it is gone. */
export async function deleteTopic(brokers: readonly string[], topic: string): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    await admin.deleteTopics({ topics: [topic] });
    await eventually(async () => {
      if ((await admin.listTopics()).includes(topic)) throw new Error(`topic ${topic} is still there`);
    });
  });
}

/** Changes a setting of a topic with Kafka's own tool. */
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
    // The call below looks up the leaders in the metadata that the client has.
    await admin.fetchTopicMetadata({ topics: [topic] });
    await admin.deleteTopicRecords({ topic, partitions });
  });
}

/** Lists the ids of the members of a consumer group. */
export async function listMembers(brokers: readonly string[], group: string): Promise<string[]> {
  const { groups } = await withAdmin(brokers, (admin) => admin.describeGroups([group]));
  return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
}

/** Waits until a consumer group is stable with that many members. */
export async function untilGroupHas(
  brokers: readonly string[],
  group: string,
  members: number,
): Promise<void> {
  await eventually(async () => {
    const { groups } = await withAdmin(brokers, (admin) => admin.describeGroups([group]));
    const states = groups.map(({ state, members: { length } }) => `${state} of ${length}`).join();
    if (states !== `Stable of ${members}`)
      throw new Error(`the group is ${states}, expected Stable of ${members}`);
  }, GROUP_DEADLINE_MS);
}
