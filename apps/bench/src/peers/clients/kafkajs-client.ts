import kafkajs from 'kafkajs';
import { ALL_REPLICAS, MAX_WAIT_MS, type ClientOptions, type KafkaClient } from './kafka-client.ts';

export const kafkajsClient: KafkaClient = {
  consume: async (options) => {
    const { topic, group, onJoined, store } = options;
    const consumer = connection(options).consumer({ groupId: group, maxWaitTimeInMs: MAX_WAIT_MS });
    consumer.on(consumer.events.GROUP_JOIN, onJoined);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const { partition, messages } = batch;
        const values = messages.flatMap(({ value }) => value ?? []);
        await store({ partition, values, nextOffset: Number(batch.lastOffset()) + 1 });
      },
    });
  },

  connectProducer: async (options) => {
    const producer = connection(options).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return {
      maxInFlight: 1,
      send: (messages) => producer.send({ topic: options.topic, acks: ALL_REPLICAS, messages }),
      close: () => producer.disconnect(),
    };
  },
};

function connection({ brokers }: ClientOptions): kafkajs.Kafka {
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId: 'bench-kafkajs',
    logLevel: kafkajs.logLevel.ERROR,
  });
}
