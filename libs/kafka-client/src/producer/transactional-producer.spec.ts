import { beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import type { Transaction } from 'kafkajs';
// @ts-expect-error kafkajs has no types for its internals
import kafkajsSendMessages from 'kafkajs/src/producer/sendMessages.js';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import { TransactionalProducer, type AddressedRecord } from './transactional-producer.ts';

interface TopicData {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly messages: readonly object[] }[];
}

type SendBatch = (request: object) => Promise<object[]>;

/** Two brokers, to which kafkajs's own code sends; the first response of the second can be that it is no longer the leader. */
class TwoBrokers {
  readonly acknowledged: string[] = [];
  readonly ends: string[] = [];
  movesAfterFirstResponse = false;
  leaders = [1, 2];
  readonly #brokers = [1, 2].map((nodeId) => ({
    nodeId,
    produce: ({ topicData }: { topicData: readonly TopicData[] }) => this.#produce(nodeId, topicData),
  }));

  readonly sendBatch: SendBatch = (kafkajsSendMessages as (options: object) => SendBatch)({
    logger: { debug: () => undefined, error: () => undefined },
    partitioner: ({ message }: { message: { partition?: number } }) => message.partition ?? 0,
    retrier: async (attempt: (bail: (error: Error) => void) => Promise<object[]>) => {
      for (let left = 5; ; left--) {
        try {
          return await attempt((error) => {
            throw error;
          });
        } catch (error) {
          if (left === 0) throw error;
        }
      }
    },
    cluster: {
      isConnected: () => true,
      refreshMetadata: () => Promise.resolve(),
      refreshMetadataIfNecessary: () => Promise.resolve(),
      addMultipleTargetTopics: () => Promise.resolve(),
      findTopicPartitionMetadata: () => this.leaders.map((leader, partitionId) => ({ partitionId, leader })),
      findLeaderForPartitions: (_: string, partitions: readonly string[]) =>
        Object.groupBy(
          partitions.map(Number).filter((partition) => partition in this.leaders),
          (partition) => this.leaders[partition] ?? 0,
        ),
      findBroker: ({ nodeId }: { nodeId: string }) =>
        Promise.resolve(this.#brokers.find((broker) => broker.nodeId === Number(nodeId))),
    },
    eosManager: {
      acquireBrokerLock: () => Promise.resolve(),
      releaseBrokerLock: () => Promise.resolve(),
      isTransactional: () => true,
      addPartitionsToTransaction: () => Promise.resolve(),
      getSequence: () => 0,
      updateSequence: () => undefined,
      getTransactionalId: () => 'id',
      getProducerId: () => 7,
      getProducerEpoch: () => 0,
    },
  });

  /** A connection whose transactions are sent to these brokers. */
  get connection(): KafkaConnection {
    const transaction = (): Partial<Transaction> => ({
      send: ({ topic, ...rest }) => this.sendBatch({ ...rest, topicMessages: [{ topic, ...rest }] }) as never,
      sendBatch: (request) => this.sendBatch(request) as never,
      commit: () => Promise.resolve(void this.ends.push('commit')),
      abort: () => Promise.resolve(void this.ends.push('abort')),
    });
    const producer = { connect: () => Promise.resolve(), transaction: () => Promise.resolve(transaction()) };
    return {
      logger: silentLogger(),
      createRetryingClient: () => ({ producer: () => producer }),
      observeProducer: () => undefined,
      withRetry: (call: () => unknown) => call(),
    } as unknown as KafkaConnection;
  }

  async #produce(nodeId: number, topicData: readonly TopicData[]): Promise<object> {
    const partitions = topicData.flatMap((data) => data.partitions);
    // The other one has responded by then.
    if (nodeId === 2 && this.movesAfterFirstResponse) {
      await new Promise(setImmediate);
      this.leaders = [1, 1];
      this.movesAfterFirstResponse = false;
      throw Object.assign(new Error('not the leader'), {
        type: 'NOT_LEADER_FOR_PARTITION',
        name: 'KafkaJSProtocolError',
        retriable: true,
      });
    }
    for (const { partition, messages } of partitions)
      this.acknowledged.push(...messages.map(() => `partition ${partition}`));
    return {
      topics: topicData.map(({ topic, partitions: sent }) => ({
        topicName: topic,
        partitions: sent.map(({ partition }) => ({ partition, errorCode: 0 })),
      })),
    };
  }
}

function records(...partitions: readonly number[]): AddressedRecord[] {
  return partitions.map((partition) => ({
    topic: 'readings',
    partition,
    key: null,
    value: Buffer.from('x'),
  }));
}

let brokers: TwoBrokers;
let producer: TransactionalProducer;

beforeEach(async () => {
  brokers = new TwoBrokers();
  producer = await TransactionalProducer.connect(brokers.connection, 'id');
  brokers.ends.length = 0;
});

describe('TransactionalProducer', () => {
  it('commits the records that both brokers have acknowledged', async () => {
    await producer.send(records(0, 1, 0));
    expect(brokers.acknowledged.toSorted()).toEqual(['partition 0', 'partition 0', 'partition 1']);
    expect(brokers.ends).toEqual(['commit']);
  });

  it('loses no record of a partition whose leader moves to a broker that has responded already', async () => {
    brokers.movesAfterFirstResponse = true;
    await producer.send(records(0, 1));
    expect(brokers.acknowledged.toSorted()).toEqual(['partition 0', 'partition 1']);
    expect(brokers.ends).toEqual(['commit']);
  });

  it('aborts when the response omits a partition, such as one that no longer exists', async () => {
    await expect(producer.send(records(0, 7))).rejects.toThrow(
      'Kafka has not acknowledged the records for readings/7',
    );
    expect(brokers.ends).toEqual(['abort']);
  });
});
