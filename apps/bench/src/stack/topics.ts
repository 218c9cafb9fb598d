import type { KafkaConnection } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';

type Admin = ReturnType<KafkaConnection['kafka']['admin']>;

/** Makes a topic, anew where it is there already: Kafka deletes in the background. */
export async function freshTopic(
  connection: KafkaConnection,
  topic: string,
  partitions: number,
): Promise<void> {
  await withAdmin(connection, async (admin) => {
    if ((await admin.listTopics()).includes(topic)) await admin.deleteTopics({ topics: [topic] });
    await eventually(() =>
      admin.createTopics({
        waitForLeaders: true,
        topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
      }),
    );
  });
}

/** Deletes a topic that is needed no more: its records fill the disk. */
export async function removeTopic(connection: KafkaConnection, topic: string): Promise<void> {
  await withAdmin(connection, (admin) => admin.deleteTopics({ topics: [topic] }));
}

/** The records of a topic, over all partitions. */
export async function topicSize(connection: KafkaConnection, topic: string): Promise<number> {
  const offsets = await withAdmin(connection, (admin) => admin.fetchTopicOffsets(topic));
  return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
}

async function withAdmin<T>({ kafka }: KafkaConnection, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
