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

  async reject(error: Error): Promise<void> {
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

  it('sends full batches one at a time and in order', async () => {
    const { sender, batching } = producer();
    await sendAll(batching, 'abcde');
    expect(sender.batches).toEqual([['a', 'b']]);
    await sender.acknowledge();
    expect(sender.batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('sends the pending records as soon as the batch in flight is acknowledged', async () => {
    const { sender, batching } = producer({ batchRecords: 10, lingerMs: 0 });
    await sendAll(batching, 'a');
    await new Promise((resolve) => setTimeout(resolve, 2));
    await sendAll(batching, 'bc');
    await sender.acknowledge();
    expect(sender.batches).toEqual([['a'], ['b', 'c']]);
  });

  it('limits the bytes of a batch', async () => {
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

  it('blocks the caller while the buffer is full and loses nothing', async () => {
    const { sender, batching } = producer({ bufferRecords: 3 });
    await sendAll(batching, 'abc');
    let hasReturned = false;
    const fourth = batching.send(record('d')).then(() => (hasReturned = true));
    await settled();
    expect(hasReturned).toBe(false);
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
    let hasReturned = false;
    const second = batching.send(record('2')).then(() => (hasReturned = true));
    await settled();
    expect(hasReturned).toBe(false);
    await sender.acknowledge();
    await second;
    expect(sender.batches).toEqual([['first'], ['2']]);
  });

  it('drops the oldest pending record of a full buffer, never one in flight, if there is a listener', async () => {
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

  it('keeps the newest record even if all others are in flight', async () => {
    let dropped = 0;
    const { sender, batching } = producer({ bufferRecords: 2 }, () => dropped++);
    await sendAll(batching, 'abcd');
    await sender.acknowledge();
    expect(sender.batches).toEqual([['a', 'b'], ['d']]);
    expect(dropped).toBe(1);
  });

  it('reports each acknowledged batch and counts the enqueued records', async () => {
    const notified: [number, boolean][] = [];
    const { sender, batching } = producer({}, undefined, (records, ms) => notified.push([records, ms >= 0]));
    await sendAll(batching, 'abc');
    expect([batching.enqueued, notified]).toEqual([3, []]);
    await sender.acknowledge();
    expect([batching.enqueued, notified]).toEqual([3, [[2, true]]]);
  });

  it('calls `onAcknowledged` only after the acknowledgement', async () => {
    const { sender, batching } = producer();
    const acknowledged: string[] = [];
    for (const value of 'ab') await batching.send(record(value), () => acknowledged.push(value));
    expect([acknowledged, batching.acknowledged, batching.buffered]).toEqual([[], 0, 2]);
    await sender.acknowledge();
    expect([acknowledged, batching.acknowledged, batching.buffered]).toEqual([['a', 'b'], 2, 0]);
  });

  it('throws a permanent error from then on and acknowledges none of the rejected records', async () => {
    const { sender, batching } = producer();
    const acknowledged: string[] = [];
    for (const value of 'ab') await batching.send(record(value), () => acknowledged.push(value));
    await sender.reject(new Error('not authorized'));
    await expect(batching.send(record('c'))).rejects.toThrow('Kafka rejects the records: not authorized');
    expect(() => batching.tryEnqueue(record('c'))).toThrow('Kafka rejects the records: not authorized');
    expect(acknowledged).toEqual([]);
  });

  it('sends the pending records before it disconnects', async () => {
    const { sender, batching } = producer({ batchRecords: 10 });
    await sendAll(batching, 'a');
    const closed = batching.close();
    await settled();
    await sender.acknowledge();
    await expect(closed).resolves.toBe(0);
    expect([sender.batches, sender.disconnected]).toEqual([[['a']], true]);
  });
});
