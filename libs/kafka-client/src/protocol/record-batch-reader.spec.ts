import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { COMPRESSION_TYPES, MAX_DECOMPRESSED_BYTES, type Compression } from './compression.ts';
import { ByteWriter } from './byte-writer.ts';
import { crc32c } from './crc32c.ts';
import { writeRecordBatch } from './record-batch-writer.ts';
import type { OrdinaryRecord } from './record-writer.ts';
import { ByteReader } from './byte-reader.ts';
import { MAX_HEADERS, type FetchedMessage } from './fetched-message.ts';
import { readRecordBatches } from './record-batch-reader.ts';

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

const MAGIC_AT = 16;
const CHECKSUM_AT = 17;
const CHECKED_FROM = 21;
const ATTRIBUTES_LOW_AT = 22;
const LAST_OFFSET_DELTA = [23, 24, 25, 26];
const COUNT_AT = 57;
/** Its length, in two bytes. */
const FIRST_RECORD_AT = 61;

function placedAt(offset: number, batch: Buffer): Buffer {
  const placed = Buffer.from(batch);
  placed.writeBigInt64BE(BigInt(offset));
  return placed;
}

function withChecksum(batch: Buffer): Buffer {
  const checked = Buffer.from(batch);
  checked.writeUInt32BE(crc32c(checked.subarray(CHECKED_FROM)), CHECKSUM_AT);
  return checked;
}

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const records = fc.array(fc.record({ key: fc.option(bytes), value: fc.option(bytes) }), {
  minLength: 1,
  maxLength: 100,
});
const compressed = ['gzip', 'zstd'] as const;

describe('record batches', () => {
  it('are read as they were written, with any compression', () => {
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

  it('keep repeated headers and headers without a value', () => {
    const several = [Buffer.from('1'), null, Buffer.from('é')];
    const [message] =
      read(written([{ value: null, headers: { several, none: null, '': 'é' } }], 'none')) ?? [];
    expect(message?.headers).toEqual({ several, none: null, '': Buffer.from('é') });
  });

  it('are read in a bounded number of steps for any number of headers', () => {
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

  it('collect the values of a repeated header in one list, which is not copied', () => {
    const headers = { a: Array.from({ length: 2_000 }, () => Buffer.from('x')) };
    const [message] = read(written([{ value: null, headers }], 'none')) ?? [];
    const copies = jest.spyOn(Array.prototype, Symbol.iterator);
    expect(message?.headers['a']).toHaveLength(2_000);
    expect(copies.mock.calls.length).toBeLessThan(10);
    copies.mockRestore();
  });

  it.each(compressed)('are smaller with %s if the records are alike', (compression) => {
    const alike = Array.from({ length: 100 }, () => ({ key: 'EWR', value: '{"temperature":31.2}' }));
    expect(written(alike, compression).length).toBeLessThan(written(alike, 'none').length / 5);
  });

  it.each(compressed)('are unreadable if a few bytes of %s become too many', (compression) => {
    const bomb = written([{ value: Buffer.alloc(MAX_DECOMPRESSED_BYTES + 1) }], compression);
    expect(bomb.length).toBeLessThan(MAX_DECOMPRESSED_BYTES / 200);
    const [message] = read(bomb) ?? [];
    expect(message).toMatchObject({ offset: 0, key: null, value: bomb, headers: {} });
    expect(message?.unreadable).toMatchObject({ firstOffset: 0, lastOffset: 0 });
    expect(message?.unreadable?.reason).toMatch(/16777216/);
  });

  it.each(compressed)(
    'are left to the next fetch once enough bytes of %s are decompressed',
    (compression) => {
      const large = written([{ value: Buffer.alloc(3_000_000) }], compression);
      const small = written([{ value: 'x'.repeat(200) }], compression);
      expect(read(large, small, large, small)).toHaveLength(3);
    },
  );

  describe('that cannot be read', () => {
    const records = ['a', 'b', 'c'].map((value) => ({ value: value.repeat(200) }));
    it.each(compressed)(
      'become one message each if their %s is damaged, after the messages before them',
      (compression) => {
        const damaged = placedAt(40, written(records, compression));
        damaged.fill(0, damaged.length - 12);
        const lastOffsets = read(written(records, 'none'), damaged)?.map(({ offset }) => offset);
        expect(lastOffsets).toEqual([0, 1, 2, 42]);
        const reasonOf = (batch: Buffer): unknown => read(batch)?.[0]?.unreadable?.reason;
        expect(reasonOf(damaged)).toBe('the checksum does not match');
        expect(reasonOf(withChecksum(damaged))).toEqual(expect.not.stringContaining('checksum'));
      },
    );

    it.each([
      ['an unknown message format', MAGIC_AT, 3, /message format 3/],
      ['a record count above the actual number', COUNT_AT + 3, 4, /length of a record is invalid/],
      ['a record count above the limit', COUNT_AT, 0x7f, /at most 262144/],
      [
        'a record that is longer than its batch',
        FIRST_RECORD_AT,
        0x7e,
        /length of a record is invalid|offsets/,
      ],
      ['a record without an end', FIRST_RECORD_AT, 0xff, /length of a record is invalid/],
      ['a record beyond its last offset', FIRST_RECORD_AT + 4, 0x7e, /offsets are not in order/],
      ['a record before its first offset', FIRST_RECORD_AT + 4, 1, /offsets are not in order/],
    ])('have a reason: %s', (_, at, byte, reason) => {
      const hostile = placedAt(7, written(records, 'none'));
      hostile[at] = byte;
      const messages = read(hostile, placedAt(10, written(records, 'none'))) ?? [];
      expect(messages.map(({ offset }) => offset)).toEqual([9, 10, 11, 12]);
      expect(messages[0]?.unreadable).toMatchObject({ firstOffset: 7, lastOffset: 9 });
      expect(messages[0]?.unreadable?.reason).toMatch(reason);
      expect(messages[0]?.value).toEqual(hostile);
    });

    it('have a reason: an unknown compression', () => {
      const unknown = written(records, 'none');
      unknown[ATTRIBUTES_LOW_AT] = 7;
      const [message] = read(withChecksum(unknown)) ?? [];
      expect(message?.unreadable?.reason).toBe('unknown compression type 7');
    });

    it('count with their maximum size, so that the next batch is left to the next fetch', () => {
      const bomb = written([{ value: Buffer.alloc(MAX_DECOMPRESSED_BYTES + 1) }], 'gzip');
      expect(read(bomb, placedAt(1, bomb))).toHaveLength(1);
    });

    it('never throw and never have other offsets, for any bytes', () => {
      const from = fc.tuple(fc.constantFrom(...compressed, 'none' as const), fc.nat(), fc.nat({ max: 255 }));
      const harmless = fc.property(fc.array(from, { minLength: 1, maxLength: 5 }), (changes) => {
        const [compression] = changes[0] ?? (['none'] as const);
        const batch = placedAt(40, written(records, compression));
        for (const [, at, byte] of changes) {
          const index = CHECKED_FROM + (at % (batch.length - CHECKED_FROM));
          if (!LAST_OFFSET_DELTA.includes(index)) batch[index] = byte;
        }
        const messages = read(withChecksum(batch)) ?? [];
        expect(messages.every(({ offset }, index) => offset === 40 + index || offset === 42)).toBe(true);
        for (const { key, value, headers } of messages) expect([key, value, headers]).toHaveLength(3);
      });
      fc.assert(harmless, { numRuns: 2_000 });
    });
  });
});
