import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { COMPRESSION_TYPES, MAX_DECOMPRESSED_BYTES, type Compression } from '../compression.ts';
import { ByteWriter } from '../produce-request/byte-writer.ts';
import { writeRecordBatch } from '../produce-request/record-batch.ts';
import type { OrdinaryRecord } from '../produce-request/record.ts';
import { ByteReader } from './byte-reader.ts';
import { MAX_HEADERS, type FetchedMessage } from './fetched-message.ts';
import { readRecordBatches } from './record-batches.ts';

function written(records: readonly OrdinaryRecord[], compression: Compression): Buffer {
  const writer = new ByteWriter(1024);
  writeRecordBatch(writer, {
    records,
    compression: COMPRESSION_TYPES[compression],
    timestamp: Date.UTC(2026, 6, 1),
    isTransactional: false,
    producerId: 7n,
    producerEpoch: 0,
    firstSequence: 0,
  });
  return writer.written();
}

function read(...batches: readonly Buffer[]): readonly FetchedMessage[] | undefined {
  const bytes = Buffer.concat(batches);
  return readRecordBatches(new ByteReader(bytes), bytes.length);
}

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const records = fc.array(fc.record({ key: fc.option(bytes), value: fc.option(bytes) }), {
  minLength: 1,
  maxLength: 100,
});
const compressed = ['gzip', 'zstd'] as const;

describe('record batches', () => {
  it('are read as they were written, however they are compressed', () => {
    const sameRecords = fc.property(
      records,
      fc.constantFrom(...compressed, 'none' as const),
      (list, compression) => {
        const messages = read(written(list, compression), written(list, 'none'));
        expect(messages?.map(({ key, value }) => ({ key, value }))).toEqual([...list, ...list]);
      },
    );
    fc.assert(sameRecords);
  });

  it('keep headers that come several times, and those without a value', () => {
    const several = [Buffer.from('1'), null, Buffer.from('é')];
    const [message] =
      read(written([{ value: null, headers: { several, none: null, '': 'é' } }], 'none')) ?? [];
    expect(message?.headers).toEqual({ several, none: null, '': Buffer.from('é') });
  });

  it('are read in steps that do not grow with the number of headers, of one name or of many', () => {
    const reads = jest.spyOn(ByteReader.prototype, 'varintBytes');
    const stepsFor = (count: number, nameOf: (index: number) => string): number => {
      const value = Buffer.from('x');
      const names = Map.groupBy(
        Array.from({ length: count }, (_, index) => index),
        nameOf,
      );
      const headers = Object.fromEntries([...names].map(([name, list]) => [name, list.map(() => value)]));
      const [message] = read(written([{ value: null, headers }], 'none')) ?? [];
      reads.mockClear();
      const kept = Object.values(message?.headers ?? {}).flat();
      expect(kept).toHaveLength(Math.min(count, MAX_HEADERS));
      expect(message?.headerCount).toBe(count);
      return reads.mock.calls.length;
    };
    for (const nameOf of [() => 'a', String]) {
      expect(stepsFor(1_000, nameOf)).toBe(2_000);
      expect(stepsFor(300_000, nameOf)).toBe(2 * MAX_HEADERS);
    }
    reads.mockRestore();
  });

  it('have the values of a header that comes several times in one list, which is not copied', () => {
    const headers = { a: Array.from({ length: 2_000 }, () => Buffer.from('x')) };
    const [message] = read(written([{ value: null, headers }], 'none')) ?? [];
    const copies = jest.spyOn(Array.prototype, Symbol.iterator);
    expect(message?.headers['a']).toHaveLength(2_000);
    expect(copies.mock.calls.length).toBeLessThan(10);
    copies.mockRestore();
  });

  it.each(compressed)('are smaller with %s where the records are alike', (compression) => {
    const alike = Array.from({ length: 100 }, () => ({ key: 'EWR', value: '{"temperature":31.2}' }));
    expect(written(alike, compression).length).toBeLessThan(written(alike, 'none').length / 5);
  });

  it.each(compressed)('are refused when a few bytes of %s become too many', (compression) => {
    const bomb = written([{ value: Buffer.alloc(MAX_DECOMPRESSED_BYTES + 1) }], compression);
    expect(bomb.length).toBeLessThan(MAX_DECOMPRESSED_BYTES / 200);
    expect(() => read(bomb)).toThrow(
      /the record batch at offset 0 cannot be decompressed: .* at most 16777216 bytes/,
    );
  });

  it.each(compressed)(
    'are left to the next fetch once those of %s before them became many',
    (compression) => {
      const large = written([{ value: Buffer.alloc(3_000_000) }], compression);
      const small = written([{ value: 'x'.repeat(200) }], compression);
      expect(read(large, small, large, small)).toHaveLength(3);
    },
  );

  it.each(compressed)('are refused for good when their %s is damaged', (compression) => {
    const damaged = written([{ value: 'x'.repeat(200) }], compression);
    damaged.fill(0, damaged.length - 12);
    expect(() => read(damaged)).toThrow(kafkajs.KafkaJSNonRetriableError);
    expect(() => read(damaged)).toThrow('the record batch at offset 0 cannot be decompressed');
  });
});
