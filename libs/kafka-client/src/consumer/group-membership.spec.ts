import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { silentLogger } from '@weather/service-runtime';
import type { EachBatchPayload } from 'kafkajs';
import { GroupMembership } from './group-membership.ts';
import type { KafkaConnection } from '../connection/kafka-connection.ts';
import type { PartitionBatch } from './partition-batch.ts';

const TOPIC = 'readings';
const GROUP = {
  groupId: 'group',
  sessionTimeoutMs: 10_000,
  fetchWaitMs: 250,
  partitionFetchBytes: 1_000,
  concurrentPartitions: 2,
};

type Seek = { readonly partition: number; readonly offset: string };

/** kafkajs's consumer as far as a session sees it: the test fetches. */
class FakeConsumer {
  readonly events = { CRASH: 'crash', GROUP_JOIN: 'join', END_BATCH_PROCESS: 'end' };
  readonly seeks: Seek[] = [];
  readonly resolved: string[] = [];
  eachBatch: ((payload: EachBatchPayload) => Promise<void>) | undefined;

  on(): void {
    // Nothing happens to this consumer.
  }
  connect = (): Promise<void> => Promise.resolve();
  subscribe = (): Promise<void> => Promise.resolve();
  commitOffsets = (): Promise<void> => Promise.resolve();
  disconnect = (): Promise<void> => Promise.resolve();
  run({ eachBatch }: { eachBatch: (payload: EachBatchPayload) => Promise<void> }): Promise<void> {
    this.eachBatch = eachBatch;
    return Promise.resolve();
  }
  seek(to: Seek): void {
    this.seeks.push(to);
  }

  /** Hands over one record, as kafkajs does after a fetch; returns when it may fetch again. */
  async fetched(partition: number, offset: number): Promise<void> {
    const batch = {
      topic: TOPIC,
      partition,
      highWatermark: '100',
      messages: [{ offset: String(offset), key: null, value: null }],
      firstOffset: () => String(offset),
      lastOffset: () => String(offset),
    };
    const payload = {
      batch,
      isRunning: () => true,
      isStale: () => false,
      heartbeat: () => Promise.resolve(),
      resolveOffset: (resolved: string) => this.resolved.push(resolved),
    };
    await this.eachBatch?.(payload as unknown as EachBatchPayload);
  }
}

describe('GroupSession', () => {
  let consumer: FakeConsumer;
  let prepared: number[];
  let begun: number[];
  let ends: Map<number, (nextOffset: number) => void>;
  let failures: Map<number, (error: Error) => void>;
  let stop: AbortController;
  let running: Promise<void>;

  function handle({ fetchedOffset }: PartitionBatch): Promise<{ nextOffset: number }> {
    begun.push(fetchedOffset);
    return new Promise((resolve, reject) => {
      ends.set(fetchedOffset, (nextOffset) => resolve({ nextOffset }));
      failures.set(fetchedOffset, reject);
    });
  }

  beforeEach(async () => {
    consumer = new FakeConsumer();
    prepared = [];
    begun = [];
    ends = new Map();
    failures = new Map();
    stop = new AbortController();
    const connection = {
      kafka: { consumer: () => consumer },
      logger: silentLogger(),
      withRetry: <T>(work: () => Promise<T>) => work(),
      observeConsumer: () => undefined,
    } as unknown as KafkaConnection;
    const loadNextOffset = (): Promise<number> => Promise.resolve(0);
    const session = new GroupMembership({
      connection,
      group: GROUP,
      topic: TOPIC,
      handle,
      onPrefetched: ({ fetchedOffset }) => prepared.push(fetchedOffset),
      loadNextOffset,
    });
    running = session.run(stop.signal);
    running.catch(() => undefined);
    await eventually(() => expect(consumer.eachBatch).toBeDefined());
  });

  afterEach(async () => {
    stop.abort();
    for (const [offset, end] of ends) end(offset + 1);
    await running.catch(() => undefined);
  });

  it('lets the next batch be fetched while one is stored, and no more than that', async () => {
    await consumer.fetched(0, 10);
    expect(consumer.resolved).toEqual(['10']);
    let isTaken = false;
    const second = consumer.fetched(0, 11).then(() => (isTaken = true));
    await consumer.fetched(1, 50);
    expect(begun).toEqual([10, 50]);
    expect(isTaken).toBe(false);
    ends.get(10)?.(11);
    await second;
    expect(begun).toEqual([10, 50, 11]);
  });

  it('has a batch prepared that waits for the one before it, and no other', async () => {
    await consumer.fetched(0, 10);
    const second = consumer.fetched(0, 11);
    await consumer.fetched(1, 50);
    await eventually(() => expect(prepared).toEqual([11]));
    expect(begun).toEqual([10, 50]);
    ends.get(10)?.(11);
    await second;
    expect(begun).toEqual([10, 50, 11]);
    expect(prepared).toEqual([11]);
  });

  it('drops what was fetched before it went back', async () => {
    await consumer.fetched(0, 10);
    const waiting = consumer.fetched(0, 11);
    ends.get(10)?.(4);
    await waiting;
    expect(consumer.seeks).toEqual([{ topic: TOPIC, partition: 0, offset: '4' }]);
    expect(consumer.resolved).toEqual(['10']);
    await consumer.fetched(0, 4);
    expect(begun).toEqual([10, 4]);
  });

  it('ends with the failure of a handler, and begins nothing more', async () => {
    await consumer.fetched(0, 10);
    const waiting = consumer.fetched(0, 11);
    failures.get(10)?.(new Error('a bug'));
    await expect(running).rejects.toThrow('a bug');
    await waiting;
    expect(begun).toEqual([10]);
    expect(consumer.resolved).toEqual(['10']);
  });

  it('finishes the batch in hand when it is told to stop', async () => {
    await consumer.fetched(0, 10);
    let hasEnded = false;
    const ended = running.then(() => (hasEnded = true));
    stop.abort();
    await new Promise(setImmediate);
    expect(hasEnded).toBe(false);
    ends.get(10)?.(11);
    await ended;
  });
});
