import { createMissingTopics, KafkaConfig, KafkaConnection } from '@weather/kafka-client';
import { silentLogger } from '@weather/service-runtime';
import { eventually } from '@weather/service-runtime/testing';

type Admin = ReturnType<KafkaConnection['kafka']['admin']>;

/** Administers the topics of the bench over one open connection, also while something is measured. */
export class TopicAdmin {
  private constructor(
    readonly connection: KafkaConnection,
    private readonly admin: Admin,
  ) {}

  static async connect(brokers: readonly string[]): Promise<TopicAdmin> {
    const config = Object.assign(new KafkaConfig(), { brokers: [...brokers], clientId: 'bench' });
    const connection = new KafkaConnection(config, silentLogger());
    const admin = connection.kafka.admin();
    await admin.connect();
    return new TopicAdmin(connection, admin);
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
  }

  /** Creates a topic; an existing one is deleted first, which Kafka does in the background. */
  async recreate(topic: string, partitions: number): Promise<void> {
    if ((await this.admin.listTopics()).includes(topic)) await this.remove(topic);
    await eventually(async () => {
      const created = await createMissingTopics(this.connection, [
        { name: topic, partitions, replicationFactor: 1 },
      ]);
      if (created.length === 0) throw new Error(`topic ${topic} still exists`);
    });
  }

  async remove(topic: string): Promise<void> {
    await this.admin.deleteTopics({ topics: [topic] });
  }

  /** Counts the records of a topic over all partitions. */
  async size(topic: string): Promise<number> {
    const offsets = await this.admin.fetchTopicOffsets(topic);
    return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  }
}
