import { afterEach, describe, expect, it } from '@jest/globals';
import { Availability, silentLogger } from '@weather/service-runtime';
import type { BatchSender } from './traced-sender.ts';
import { BatchingProducer } from './batching-producer.ts';
import type { OutgoingRecord } from '../protocol/records.ts';

/** A sender whose batches are acknowledged by the test. */
class ManualSender implements BatchSender {
  readonly availability = new Availability('topic', silentLogger());
  readonly batches: string[][] = [];
  #pending: PromiseWithResolvers<undefined>[] = [];
  disconnected = false;
  headerBytes = 0;
  #isReleased = false;

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#isReleased) return;
    this.batches.push(records.map(({ value }) => String(value)));
    const acknowledgement = Promise.withResolvers<undefined>();
    this.#pending.push(acknowledgement);
    await acknowledgement.promise;
  }

  disconnect(): Promise<void> {
    this.disconnected = true;
    return Promise.resolve();
  }

  async acknowledge(): Promise<void> {
    this.#pending.shift()?.resolve(undefined);
    await settled();
  }

  /** Acknowledges everything from now on. */
  release(): void {
    this.#isReleased = true;
    for (const { resolve } of this.#pending.splice(0)) resolve(undefined);
  }

  async refuse(error: Error): Promise<void> {
    this.#pending.shift()?.reject(error);
    await settled();
  }
}

const opened: { readonly sender: ManualSender; readonly batching: BatchingProducer }[] = [];
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const record = (value: string): OutgoingRecord => ({ key: null, value: Buffer.from(value) });

function producer(
  settings: Partial<ConstructorParameters<typeof BatchingProducer>[1]> = {},
  onDropped?: () => void,
  onBatchAcknowledged?: (records: number, ms: number) => void,
): {
  sender: ManualSender;
  batching: BatchingProducer;
} {
  const sender = new ManualSender();
  const defaults = {
    batchRecords: 2,
    batchBytes: 1000,
    lingerMs: 60_000,
    bufferRecords: 100,
    bufferBytes: 1e6,
    compression: 'none' as const,
  };
  const batching = new BatchingProducer(sender, { ...defaults, ...settings }, onDropped, onBatchAcknowledged);
  opened.push({ sender, batching });
  return { sender, batching };
}

async function sendAll(batching: BatchingProducer, values: string): Promise<void> {
  for (const value of values) await batching.send(record(value));
}

describe('BatchingProducer', () => {
  afterEach(async () => {
    for (const { sender, batching } of opened.splice(0)) {
      sender.release();
      await batching.close();
    }
  });

  it('sends a batch when it is full, one at a time and in order', async () => {
    const { sender, batching } = producer();
    await sendAll(batching, 'abcde');
    expect(sender.batches).toEqual([['a', 'b']]);
    await sender.acknowledge();
    expect(sender.batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('sends what there is as soon as the batch under way is acknowledged', async () => {
    const { sender, batching } = producer({ batchRecords: 10, lingerMs: 0 });
    await sendAll(batching, 'a');
    await new Promise((resolve) => setTimeout(resolve, 2));
    await sendAll(batching, 'bc');
    await sender.acknowledge();
    expect(sender.batches).toEqual([['a'], ['b', 'c']]);
  });

  it('keeps a batch within its bytes', async () => {
    const { sender, batching } = producer({ batchRecords: 10, batchBytes: 2, lingerMs: 0 });
    await sendAll(batching, 'abc');
    const flushed = batching.flush();
    await sender.acknowledge();
    await sender.acknowledge();
    await flushed;
    expect(sender.batches).toEqual([['a', 'b'], ['c']]);
  });

  it('counts the header that its sender adds to each record', async () => {
    const { sender, batching } = producer({ batchRecords: 10, batchBytes: 2, lingerMs: 60_000 });
    sender.headerBytes = 1;
    await sendAll(batching, 'a');
    expect(sender.batches).toEqual([['a']]);
  });

  it('blocks the caller while the buffer is full, and loses nothing', async () => {
    const { sender, batching } = producer({ bufferRecords: 3 });
    await sendAll(batching, 'abc');
    let taken = false;
    const fourth = batching.send(record('d')).then(() => (taken = true));
    await settled();
    expect(taken).toBe(false);
    await sender.acknowledge();
    await fourth;
    await sender.acknowledge();
    await sender.acknowledge();
    expect(sender.batches.flat()).toEqual(['a', 'b', 'c', 'd']);
    expect(batching.buffered).toBe(0);
  });

  it('enqueues records only while there is room', async () => {
    const { sender, batching } = producer({ bufferRecords: 2 });
    expect(['a', 'b', 'c'].map((value) => batching.tryEnqueue(record(value)))).toEqual([true, true, false]);
    await sender.acknowledge();
    expect(batching.tryEnqueue(record('d'))).toBe(true);
    expect(sender.batches).toEqual([['a', 'b']]);
  });

  it('blocks the caller while the bytes of the buffer are used up, but accepts one record of any size', async () => {
    const { sender, batching } = producer({ batchRecords: 1, bufferBytes: 3 });
    await batching.send(record('first'));
    let taken = false;
    const second = batching.send(record('2')).then(() => (taken = true));
    await settled();
    expect(taken).toBe(false);
    await sender.acknowledge();
    await second;
    expect(sender.batches).toEqual([['first'], ['2']]);
  });

  it('drops the oldest waiting record when it is full, never one under way, if it is notified to', async () => {
    const dropped: string[] = [];
    const { sender, batching } = producer({ bufferRecords: 4 }, () => dropped.push('one'));
    await sendAll(batching, 'abcdefg');
    expect([dropped.length, batching.buffered]).toEqual([3, 4]);
    await sender.acknowledge();
    await sender.acknowledge();
    expect(sender.batches).toEqual([
      ['a', 'b'],
      ['f', 'g'],
    ]);
  });

  it('keeps the newest record even if everything else is under way', async () => {
    let dropped = 0;
    const { sender, batching } = producer({ bufferRecords: 2 }, () => dropped++);
    await sendAll(batching, 'abcd');
    await sender.acknowledge();
    expect(sender.batches).toEqual([['a', 'b'], ['d']]);
    expect(dropped).toBe(1);
  });

  it('tells of each batch that is acknowledged, and counts what was taken before', async () => {
    const notified: [number, boolean][] = [];
    const { sender, batching } = producer({}, undefined, (records, ms) => notified.push([records, ms >= 0]));
    await sendAll(batching, 'abc');
    expect([batching.enqueued, notified]).toEqual([3, []]);
    await sender.acknowledge();
    expect([batching.enqueued, notified]).toEqual([3, [[2, true]]]);
  });

  it('tells of an acknowledgement only when it has come', async () => {
    const { sender, batching } = producer();
    const acknowledged: string[] = [];
    for (const value of 'ab') await batching.send(record(value), () => acknowledged.push(value));
    expect([acknowledged, batching.acknowledged, batching.buffered]).toEqual([[], 0, 2]);
    await sender.acknowledge();
    expect([acknowledged, batching.acknowledged, batching.buffered]).toEqual([['a', 'b'], 2, 0]);
  });

  it('throws what Kafka refuses for good from then on, and acknowledges nothing of it', async () => {
    const { sender, batching } = producer();
    const acknowledged: string[] = [];
    for (const value of 'ab') await batching.send(record(value), () => acknowledged.push(value));
    await sender.refuse(new Error('not authorized'));
    await expect(batching.send(record('c'))).rejects.toThrow('Kafka rejects the records: not authorized');
    expect(() => batching.tryEnqueue(record('c'))).toThrow('Kafka rejects the records: not authorized');
    expect(acknowledged).toEqual([]);
  });

  it('sends the rest before it closes', async () => {
    const { sender, batching } = producer({ batchRecords: 10 });
    await sendAll(batching, 'a');
    const closed = batching.close();
    await settled();
    await sender.acknowledge();
    await expect(closed).resolves.toBe(0);
    expect([sender.batches, sender.disconnected]).toEqual([[['a']], true]);
  });
});
