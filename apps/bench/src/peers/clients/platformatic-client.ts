import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { ALL_REPLICAS, loadPackage, MAX_WAIT_MS, type KafkaClient } from './kafka-client.ts';

/** The part of `@platformatic/kafka` that is used here. */
interface PlatformaticKafka {
  readonly Consumer: new (options: object) => {
    on(event: 'consumer:group:join', listener: () => void): void;
    consume(options: object): Promise<Readable>;
  };
  readonly Producer: new (options: object) => {
    send(options: { readonly messages: readonly object[]; readonly acks: number }): Promise<unknown>;
    close(): Promise<void>;
  };
}

interface StreamMessage {
  readonly partition: number;
  readonly offset: bigint;
  readonly value: Buffer;
}

const PACKAGE = '@platformatic/kafka';
/** Messages in the stream's buffer, as many as the writers may enqueue. */
const HIGH_WATER_MARK = 20_000;

export const platformaticClient: KafkaClient = {
  consume: async ({ brokers, topic, folder, group, onJoined, store }) => {
    const { Consumer } = loadPackage(folder, PACKAGE) as PlatformaticKafka;
    const consumer = new Consumer({
      clientId: 'bench-platformatic',
      bootstrapBrokers: brokers,
      groupId: group,
      autocommit: false,
      maxWaitTime: MAX_WAIT_MS,
      highWaterMark: HIGH_WATER_MARK,
    });
    consumer.on('consumer:group:join', onJoined);
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest' });
    for (;;) {
      const partitions = Map.groupBy(readBuffered(stream), ({ partition }) => partition);
      if (partitions.size === 0) await once(stream, 'readable');
      for (const [partition, messages] of partitions) {
        const nextOffset = Number(messages.at(-1)?.offset ?? 0) + 1;
        await store({ partition, values: messages.map(({ value }) => value), nextOffset });
      }
    }
  },

  connectProducer: ({ brokers, topic, folder }) => {
    const { Producer } = loadPackage(folder, PACKAGE) as PlatformaticKafka;
    const producer = new Producer({
      clientId: 'bench-platformatic',
      bootstrapBrokers: brokers,
      idempotent: true,
      autocreateTopics: false,
    });
    return Promise.resolve({
      maxInFlight: 1,
      send: (records) => {
        const messages = records.map(({ key, value }) => ({
          topic,
          key: Buffer.from(key),
          value: Buffer.from(value),
        }));
        return producer.send({ messages, acks: ALL_REPLICAS });
      },
      close: () => producer.close(),
    });
  },
};

function readBuffered(stream: Readable): StreamMessage[] {
  const messages: StreamMessage[] = [];
  for (let message = read(stream); message !== null; message = read(stream)) messages.push(message);
  return messages;
}

function read(stream: Readable): StreamMessage | null {
  return stream.read() as StreamMessage | null;
}
