import { describe, expect, it } from '@jest/globals';
import { Availability, silentLogger, WaitAbortedError } from '@weather/service-runtime';
import kafkajs from 'kafkajs';
import { COMPRESSION_TYPES } from '../protocol/compression.ts';
import { DeadLetterProducer, type DeadLetterSender } from './dead-letter-producer.ts';
import {
  MAX_DEAD_LETTER_HEADER_BYTES,
  MAX_DEAD_LETTER_HEADERS,
  type InvalidRecord,
} from '../protocol/dead-letter-codec.ts';
import { ByteWriter } from '../protocol/byte-writer.ts';
import { writeRecordBatch } from '../protocol/record-batch-writer.ts';
import type { OutgoingRecord } from '../protocol/records.ts';

/** Kafka's default of `max.message.bytes`. */
const DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

/** A topic that accepts records up to a size. */
class LimitedTopic implements DeadLetterSender {
  readonly availability = new Availability('topic dead-letters', silentLogger());
  readonly sends: (readonly OutgoingRecord[])[] = [];
  rejections = 0;

  constructor(private readonly limits: readonly number[]) {}

  send(records: readonly OutgoingRecord[]): Promise<void> {
    const bytes = records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    const limit = this.limits[Math.min(this.rejections, this.limits.length - 1)] ?? 0;
    if (bytes > limit) {
      this.rejections++;
      return Promise.reject(tooLarge());
    }
    this.sends.push(records);
    return Promise.resolve();
  }

  get accepted(): OutgoingRecord[] {
    return this.sends.flat();
  }

  disconnect(): Promise<void> {
    return Promise.resolve();
  }
}

function tooLarge(): Error {
  const type = 'MESSAGE_TOO_LARGE';
  return new kafkajs.KafkaJSProtocolError(
    Object.assign(new Error(type), { type, code: 10, retriable: false }),
  );
}

function invalid(offset: number, bytes: number): InvalidRecord {
  const record = {
    offset,
    timestampMs: 0,
    key: null,
    value: Buffer.alloc(bytes, offset),
    headers: { trace: 't' },
  };
  return { record, topic: 'readings', partition: 2, stage: 'decode', message: 'no JSON' };
}

function batchBytes(records: readonly OutgoingRecord[]): number {
  const writer = new ByteWriter(0);
  writeRecordBatch(writer, {
    records,
    compression: COMPRESSION_TYPES.none,
    timestamp: 0,
    isTransactional: false,
    producerId: 7n,
    producerEpoch: 0,
    firstSequence: 0,
  });
  return writer.length;
}

const lengths = ({ accepted }: LimitedTopic): (number | undefined)[] =>
  accepted.map(({ value }) => value?.length);

describe('DeadLetterProducer', () => {
  it('publishes the original record with its source and the reason', async () => {
    const topic = new LimitedTopic([1_000]);
    await new DeadLetterProducer(topic, { now: () => 0 }).publish([invalid(7, 3)]);
    expect(topic.accepted).toEqual([
      {
        key: null,
        value: Buffer.from([7, 7, 7]),
        headers: {
          trace: 't',
          'dlq.topic': 'readings',
          'dlq.partition': '2',
          'dlq.offset': '7',
          'dlq.stage': 'decode',
          'dlq.reason': 'no JSON',
          'dlq.at': '1970-01-01T00:00:00.000Z',
        },
      },
    ]);
  });

  it('keeps the first headers of very many and counts the missing ones', async () => {
    const topic = new LimitedTopic([1_000]);
    const headers = { first: '1', a: Array.from({ length: 300_000 }, () => Buffer.alloc(0)) };
    const { record, ...rest } = invalid(7, 3);
    await new DeadLetterProducer(topic).publish([{ ...rest, record: { ...record, headers } }]);
    expect(topic.accepted[0]?.headers).toMatchObject({ first: '1', 'dlq.headers-left-out': '299001' });
    expect(topic.accepted[0]?.headers?.['a']).toHaveLength(MAX_DEAD_LETTER_HEADERS - 1);
  });

  it('keeps at most a quarter of a megabyte of headers', async () => {
    const topic = new LimitedTopic([1_000]);
    const headers = { a: 'x'.repeat(1_000), b: Buffer.alloc(MAX_DEAD_LETTER_HEADER_BYTES), c: null };
    const { record, ...rest } = invalid(7, 3);
    await new DeadLetterProducer(topic).publish([{ ...rest, record: { ...record, headers } }]);
    expect(Object.keys(topic.accepted[0]?.headers ?? {}).filter((name) => !name.startsWith('dlq.'))).toEqual([
      'a',
    ]);
    expect(topic.accepted[0]?.headers).toMatchObject({ 'dlq.headers-left-out': '2' });
  });

  it('truncates a key that is too large as well', async () => {
    const { record, ...rest } = invalid(7, 100_000);
    const topic = new LimitedTopic([70_000]);
    const key = Buffer.alloc(90_000);
    await new DeadLetterProducer(topic).publish([{ ...rest, record: { ...record, key } }]);
    expect(topic.accepted[0]?.key).toHaveLength(65_536);
    expect(topic.accepted[0]?.headers).toMatchObject({
      'dlq.full-length': '100000',
      'dlq.full-key-length': '90000',
    });
  });

  it('fills its batches without exceeding the default limit of a topic', async () => {
    const topic = new LimitedTopic([Number.POSITIVE_INFINITY]);
    const records = Array.from({ length: 10_000 }, (_, offset) => invalid(offset, 80));
    await new DeadLetterProducer(topic).publish(records);
    expect(topic.sends.flat()).toHaveLength(records.length);
    const sizes = topic.sends.map(batchBytes);
    expect(Math.max(...sizes)).toBeLessThan(DEFAULT_MAX_MESSAGE_BYTES);
    expect(sizes.slice(0, -1).every((size) => size > DEFAULT_MAX_MESSAGE_BYTES / 2)).toBe(true);
  });

  it('truncates only the dead letter that is too large', async () => {
    const topic = new LimitedTopic([70_000]);
    await new DeadLetterProducer(topic).publish([
      invalid(1, 60_000),
      invalid(2, 100_000),
      invalid(3, 60_000),
    ]);
    expect(lengths(topic)).toEqual([60_000, 65_536, 60_000]);
    expect(topic.accepted[1]?.headers).toMatchObject({ 'dlq.full-length': '100000' });
  });

  it('retries while the topic rejects even an excerpt', async () => {
    const topic = new LimitedTopic([10, 10, 10, 10, 10, 70_000]);
    await new DeadLetterProducer(topic).publish([invalid(1, 100_000)]);
    expect(lengths(topic)).toEqual([65_536]);
  });

  it('stops retrying when the signal is aborted', async () => {
    const controller = new AbortController();
    const producer = new DeadLetterProducer(new LimitedTopic([10]), { signal: controller.signal });
    const published = producer.publish([invalid(1, 100)]);
    controller.abort();
    await expect(published).rejects.toThrow(WaitAbortedError);
  });
});
