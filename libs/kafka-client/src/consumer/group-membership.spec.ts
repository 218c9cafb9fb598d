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

/** The part of kafkajs's consumer that a membership uses; the test fetches. */
class FakeConsumer {
  readonly events = { CRASH: 'crash', GROUP_JOIN: 'join', END_BATCH_PROCESS: 'end' };
  readonly seeks: Seek[] = [];
  readonly resolved: string[] = [];
  eachBatch: ((payload: EachBatchPayload) => Promise<void>) | undefined;

  on(): void {
    // This consumer emits no events.
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

  /** Passes on one record, as kafkajs does after a fetch; returns when it may fetch again. */
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

describe('GroupMembership', () => {
  let consumer: FakeConsumer;
  let announced: number[];
  let started: number[];
  let ends: Map<number, (nextOffset: number) => void>;
  let failures: Map<number, (error: Error) => void>;
  let stop: AbortController;
  let running: Promise<void>;

  function handle({ fetchedOffset }: PartitionBatch): Promise<{ nextOffset: number }> {
    started.push(fetchedOffset);
    return new Promise((resolve, reject) => {
      ends.set(fetchedOffset, (nextOffset) => resolve({ nextOffset }));
      failures.set(fetchedOffset, reject);
    });
  }

  beforeEach(async () => {
    consumer = new FakeConsumer();
    announced = [];
    started = [];
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
    const membership = new GroupMembership({
      connection,
      group: GROUP,
      topic: TOPIC,
      handle,
      onPrefetched: ({ fetchedOffset }) => announced.push(fetchedOffset),
      loadNextOffset,
    });
    running = membership.run(stop.signal);
    running.catch(() => undefined);
    await eventually(() => expect(consumer.eachBatch).toBeDefined());
  });

  afterEach(async () => {
    stop.abort();
    for (const [offset, end] of ends) end(offset + 1);
    await running.catch(() => undefined);
  });

  it('prefetches a single batch while another one is stored', async () => {
    await consumer.fetched(0, 10);
    expect(consumer.resolved).toEqual(['10']);
    let hasReturned = false;
    const second = consumer.fetched(0, 11).then(() => (hasReturned = true));
    await consumer.fetched(1, 50);
    expect(started).toEqual([10, 50]);
    expect(hasReturned).toBe(false);
    ends.get(10)?.(11);
    await second;
    expect(started).toEqual([10, 50, 11]);
  });

  it('announces only a batch that waits for the one before it', async () => {
    await consumer.fetched(0, 10);
    const second = consumer.fetched(0, 11);
    await consumer.fetched(1, 50);
    await eventually(() => expect(announced).toEqual([11]));
    expect(started).toEqual([10, 50]);
    ends.get(10)?.(11);
    await second;
    expect(started).toEqual([10, 50, 11]);
    expect(announced).toEqual([11]);
  });

  it('drops batches that were fetched before a seek', async () => {
    await consumer.fetched(0, 10);
    const waiting = consumer.fetched(0, 11);
    ends.get(10)?.(4);
    await waiting;
    expect(consumer.seeks).toEqual([{ topic: TOPIC, partition: 0, offset: '4' }]);
    expect(consumer.resolved).toEqual(['10']);
    await consumer.fetched(0, 4);
    expect(started).toEqual([10, 4]);
  });

  it('ends with the failure of a handler and starts no further batch', async () => {
    await consumer.fetched(0, 10);
    const waiting = consumer.fetched(0, 11);
    failures.get(10)?.(new Error('a bug'));
    await expect(running).rejects.toThrow('a bug');
    await waiting;
    expect(started).toEqual([10]);
    expect(consumer.resolved).toEqual(['10']);
  });

  it('finishes the batch in flight when it is stopped', async () => {
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
