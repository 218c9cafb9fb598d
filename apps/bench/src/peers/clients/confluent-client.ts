import type { LoadRecord } from '../../load/load-record.ts';
import { ALL_REPLICAS, loadPackage, MAX_WAIT_MS, type KafkaClient } from './kafka-client.ts';

/** The part of `@confluentinc/kafka-javascript` that is used here: its API in the style of kafkajs. */
interface ConfluentKafka {
  readonly KafkaJS: {
    readonly Kafka: new (options: object) => {
      consumer(options: object): ConfluentConsumer;
      producer(options: object): ConfluentProducer;
    };
    readonly ErrorCodes: { readonly ERR__ASSIGN_PARTITIONS: number };
    readonly logLevel: { readonly ERROR: number };
  };
}

interface ConfluentConsumer {
  connect(): Promise<void>;
  subscribe(options: { readonly topic: string }): Promise<void>;
  run(options: {
    readonly partitionsConsumedConcurrently: number;
    readonly eachBatch: (payload: { readonly batch: ConfluentBatch }) => Promise<void>;
  }): Promise<void>;
}

interface ConfluentBatch {
  readonly partition: number;
  readonly messages: readonly { readonly value: Buffer | null }[];
  lastOffset(): string;
}

interface ConfluentProducer {
  connect(): Promise<void>;
  send(options: { readonly topic: string; readonly messages: readonly LoadRecord[] }): Promise<unknown>;
  disconnect(): Promise<void>;
}

const PACKAGE = '@confluentinc/kafka-javascript';
const PARTITIONS_AT_A_TIME = 4;
/** Records of a batch; its default of 32 would cost a call for each 32. */
const MAX_BATCH_RECORDS = 5_000;
/** librdkafka makes its own batches of what is waiting. */
const SENDS_IN_FLIGHT = 10;
const LINGER_MS = 5;

export const confluentClient: KafkaClient = {
  consume: async ({ brokers, topic, folder, group, onJoined, store }) => {
    const { Kafka, ErrorCodes, logLevel } = (loadPackage(folder, PACKAGE) as ConfluentKafka).KafkaJS;
    const kafka = new Kafka({
      kafkaJS: { brokers, clientId: 'bench-confluent', logLevel: logLevel.ERROR },
    });
    const consumer = kafka.consumer({
      kafkaJS: { groupId: group, fromBeginning: true, autoCommit: false, maxWaitTimeInMs: MAX_WAIT_MS },
      'js.consumer.max.batch.size': MAX_BATCH_RECORDS,
      rebalance_cb: ({ code }: { readonly code: number }) => {
        if (code === ErrorCodes.ERR__ASSIGN_PARTITIONS) onJoined();
      },
    });
    await consumer.connect();
    await consumer.subscribe({ topic });
    await consumer.run({
      partitionsConsumedConcurrently: PARTITIONS_AT_A_TIME,
      eachBatch: async ({ batch }) => {
        const values = batch.messages.flatMap(({ value }) => value ?? []);
        await store({ partition: batch.partition, values, nextOffset: Number(batch.lastOffset()) + 1 });
      },
    });
  },

  connectProducer: async ({ brokers, topic, folder }) => {
    const { Kafka, logLevel } = (loadPackage(folder, PACKAGE) as ConfluentKafka).KafkaJS;
    const kafka = new Kafka({
      kafkaJS: { brokers, clientId: 'bench-confluent', logLevel: logLevel.ERROR },
    });
    const producer = kafka.producer({
      kafkaJS: { idempotent: true, acks: ALL_REPLICAS, allowAutoTopicCreation: false },
      'linger.ms': LINGER_MS,
    });
    await producer.connect();
    return {
      maxInFlight: SENDS_IN_FLIGHT,
      send: (messages) => producer.send({ topic, messages }),
      close: () => producer.disconnect(),
    };
  },
};
