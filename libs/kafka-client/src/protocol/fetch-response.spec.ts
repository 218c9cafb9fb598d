import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import kafkajs, { type IHeaders } from 'kafkajs';
// @ts-expect-error kafkajs has no types for its internals
import kafkaEncoder from 'kafkajs/src/protocol/encoder.js';
// @ts-expect-error kafkajs has no types for its internals
import kafkaRecordBatch from 'kafkajs/src/protocol/recordBatch/v0/index.js';
// @ts-expect-error kafkajs has no types for its internals
import kafkaRecord from 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
import { COMPRESSION_TYPES } from './compression.ts';
import { registerCodecs } from '../kafkajs-patches/register-codecs.ts';
import { crc32c } from './crc32c.ts';
import { FetchedMessage } from './fetched-message.ts';
import {
  patchFetchDecoder,
  fetchVersions,
  originalFetchVersions,
} from '../kafkajs-patches/decode-fetch-responses.ts';

/** The part of kafkajs's encoder that encodes a response. */
interface Encoder {
  readonly buffer: Buffer;
  writeInt16(value: number): Encoder;
  writeInt32(value: number): Encoder;
  writeInt64(value: number): Encoder;
  writeString(value: string): Encoder;
  writeBuffer(value: Buffer): Encoder;
}

interface TestRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  readonly timestampDelta: number;
}

interface TestBatch {
  readonly firstOffset: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly flags: number;
  readonly compression: number;
  readonly records: readonly TestRecord[];
}

interface Decoded {
  readonly responses: readonly { readonly partitions: readonly { readonly messages: readonly object[] }[] }[];
}

const encoder = (): Encoder => new (kafkaEncoder as new () => Encoder)();
const recordOf = kafkaRecord as (record: object) => Encoder;
const { RecordBatch: batchOf } = kafkaRecordBatch as { RecordBatch: (batch: object) => Promise<Encoder> };

const VERSION = 11;
const CHECKSUM_AT = 17;
const CHECKED_FROM = 21;
const ATTRIBUTES_AT = 22;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const LARGE = 2 ** 45;

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
/** For a name that every object inherits, kafkajs takes the inherited property as the first value. */
const headerNames = fc.string({ minLength: 1, maxLength: 10 }).filter((name) => !(name in {}));
const headers = fc.dictionary(headerNames, fc.oneof(bytes, fc.array(bytes, { minLength: 2, maxLength: 3 })), {
  maxKeys: 3,
  noNullPrototype: true,
});
const records = fc.record<TestRecord>({
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers,
  timestampDelta: fc.integer({ min: -LARGE, max: LARGE }),
});
const batches = fc.record<TestBatch>({
  firstOffset: fc.integer({ min: 0, max: LARGE }),
  firstTimestamp: fc.integer({ min: -1, max: LARGE }),
  maxTimestamp: fc.integer({ min: 0, max: LARGE }),
  producerId: fc.integer({ min: -1, max: LARGE }),
  flags: fc.constantFrom(0, LOG_APPEND_TIME, TRANSACTIONAL, TRANSACTIONAL | CONTROL),
  compression: fc.constantFrom(...Object.values(COMPRESSION_TYPES)),
  records: fc.array(records, { maxLength: 20 }),
});

async function bytesOf({ flags, records: list, ...batch }: TestBatch): Promise<Buffer> {
  const encoded = await batchOf({
    ...batch,
    lastOffsetDelta: list.length - 1,
    records: list.map((record, offsetDelta) => recordOf({ ...record, offsetDelta })),
  });
  const { buffer } = encoded;
  buffer[ATTRIBUTES_AT] = (buffer[ATTRIBUTES_AT] ?? 0) | flags;
  buffer.writeUInt32BE(crc32c(buffer.subarray(CHECKED_FROM)), CHECKSUM_AT);
  return buffer;
}

/** The body of a response with two partitions: each with its record batches. */
function responseOf(
  recordBatches: Buffer,
  others: Buffer = Buffer.alloc(0),
  aborted: readonly { readonly producerId: number; readonly firstOffset: number }[] = [],
): Buffer {
  const response = encoder().writeInt32(0).writeInt16(0).writeInt32(7);
  response.writeInt32(1).writeString('weather').writeInt32(2);
  response.writeInt32(3).writeInt16(0).writeInt64(900).writeInt64(LARGE).writeInt64(0);
  response.writeInt32(aborted.length);
  for (const { producerId, firstOffset } of aborted) response.writeInt64(producerId).writeInt64(firstOffset);
  response.writeInt32(-1);
  response.writeInt32(recordBatches.length).writeBuffer(recordBatches);
  response.writeInt32(4).writeInt16(1).writeInt64(-1).writeInt64(-1).writeInt64(-1);
  return response.writeInt32(-1).writeInt32(-1).writeInt32(others.length).writeBuffer(others).buffer;
}

async function decodedBy(
  versions: typeof fetchVersions,
  response: Buffer,
  maxWaitTime = 0,
): Promise<Decoded> {
  return await versions.protocol({ version: VERSION })({ maxWaitTime }).response.decode(response);
}

/**
 * Reads all fields of every message, offsets as numbers. Aborted transactions are omitted, since kafkajs filters them later
 * and in a wrong order: another test covers them.
 */
function readOut(decoded: Decoded): object {
  return {
    ...decoded,
    responses: decoded.responses.map(({ partitions, ...topic }) => ({
      ...topic,
      partitions: partitions.map(({ messages, ...partition }) => ({
        ...partition,
        abortedTransactions: [],
        messages: messages.map((message) => {
          const { key, value, timestamp, attributes, magicByte, ...rest } = message as FetchedMessage;
          const { headers: readHeaders, isControlRecord, batchContext } = message as FetchedMessage;
          const offset = Number((rest as { offset: unknown }).offset);
          return {
            key,
            value,
            timestamp,
            attributes,
            magicByte,
            readHeaders,
            isControlRecord,
            batchContext: withNumbers(batchContext),
            offset,
          };
        }),
      })),
    })),
  };
}

/** Adds the timestamps as numbers, which kafkajs does not have; the timestamp of each message shows whether they are right. */
function withNumbers(context: FetchedMessage['batchContext']): FetchedMessage['batchContext'] {
  const { firstTimestamp, maxTimestamp } = context;
  return {
    ...context,
    firstTimestampMs: Number(firstTimestamp),
    maxTimestampMs: Number(maxTimestamp),
    isAborted: false,
  };
}

async function expectSame(response: Buffer): Promise<void> {
  const [fast, original] = await Promise.all([
    decodedBy(fetchVersions, response),
    decodedBy(originalFetchVersions, response),
  ]);
  expect(readOut(fast)).toEqual(readOut(original));
}

const someBatch: TestBatch = {
  firstOffset: 40,
  firstTimestamp: 1_000,
  maxTimestamp: 2_000,
  producerId: -1,
  flags: 0,
  compression: kafkajs.CompressionTypes.None,
  records: Array.from({ length: 3 }, () => ({
    key: Buffer.from('EWR'),
    value: Buffer.from('{}'),
    headers: {},
    timestampDelta: 1,
  })),
};

const messagesOf = ({ responses }: Decoded): readonly object[] => responses[0]?.partitions[0]?.messages ?? [];

describe('a fetch response', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  beforeAll(() => {
    registerCodecs();
    patchFetchDecoder();
  });

  it('is decoded as by kafkajs, for any records', async () => {
    const same = fc.asyncProperty(fc.array(batches, { maxLength: 3 }), async (list) => {
      await expectSame(responseOf(Buffer.concat(await Promise.all(list.map(bytesOf)))));
    });
    await fc.assert(same, { numRuns: 200 });
  });

  it('marks the records of aborted transactions, in whatever order the broker lists them', async () => {
    const batch = async (firstOffset: number, producerId: number, flags: number, key = ''): Promise<Buffer> =>
      await bytesOf({
        ...someBatch,
        firstOffset,
        producerId,
        flags,
        records: [{ key: Buffer.from(key, 'hex'), value: null, headers: {}, timestampDelta: 0 }],
      });
    const [abort, commit] = ['00000000', '00000001'];
    const entries = await Promise.all([
      batch(0, 1, TRANSACTIONAL),
      batch(1, 2, TRANSACTIONAL),
      batch(2, 3, TRANSACTIONAL),
      batch(3, -1, 0),
      batch(4, 2, TRANSACTIONAL | CONTROL, abort),
      batch(5, 2, TRANSACTIONAL),
      batch(6, 1, TRANSACTIONAL | CONTROL, abort),
      batch(7, 2, TRANSACTIONAL | CONTROL, commit),
      batch(8, 3, TRANSACTIONAL | CONTROL, commit),
      batch(9, -1, 0),
    ]);
    const list = [
      { producerId: 2, firstOffset: 1 },
      { producerId: 1, firstOffset: 0 },
    ];
    const decoded = await decodedBy(fetchVersions, responseOf(Buffer.concat(entries), undefined, list));
    const messages = messagesOf(decoded) as FetchedMessage[];
    expect(messages.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const shown = messages.filter(({ isControlRecord }) => !isControlRecord);
    expect(shown.map(({ offset }) => offset)).toEqual([2, 3, 5, 9]);
    expect(decoded.responses[0]?.partitions[0]).toMatchObject({ abortedTransactions: [] });
  });

  it('omits an incomplete batch, wherever it was cut off', async () => {
    const [first, second] = await Promise.all([
      bytesOf(someBatch),
      bytesOf({ ...someBatch, firstOffset: 43 }),
    ]);
    for (let length = 0; length < second.length; length++) {
      const response = responseOf(Buffer.concat([first, second.subarray(0, length)]));
      expect(messagesOf(await decodedBy(fetchVersions, response))).toHaveLength(3);
      await expectSame(response);
    }
  });

  it.each(Object.entries(COMPRESSION_TYPES))(
    'is not left to kafkajs with compression %s',
    async (_, compression) => {
      const response = responseOf(await bytesOf({ ...someBatch, compression }));
      const messages = messagesOf(await decodedBy(fetchVersions, response));
      expect(messages).toHaveLength(3);
      expect(messages[0]).toBeInstanceOf(FetchedMessage);
    },
  );

  it('has one message for a batch that cannot be read, and all messages of other partitions', async () => {
    const damaged = await bytesOf({ ...someBatch, flags: kafkajs.CompressionTypes.LZ4 });
    const whole = await bytesOf(someBatch);
    const decoded = await decodedBy(fetchVersions, responseOf(damaged, whole));
    const [first, second] = decoded.responses[0]?.partitions ?? [];
    expect(first?.messages).toMatchObject([{ offset: 42, unreadable: { firstOffset: 40, lastOffset: 42 } }]);
    expect(second?.messages).toHaveLength(3);
  });

  it.each(['__proto__', 'valueOf'])('keeps the name of a header, even %s', async (name) => {
    const record = { key: null, value: null, headers: { [name]: 'x' }, timestampDelta: 0 };
    const decoded = await decodedBy(
      fetchVersions,
      responseOf(await bytesOf({ ...someBatch, records: [record] })),
    );
    const [message] = messagesOf(decoded) as FetchedMessage[];
    expect(Object.entries(message?.headers ?? {})).toEqual([[name, Buffer.from('x')]]);
  });

  it('is held back for the wait time of the fetch if it has no message', async () => {
    jest.useFakeTimers();
    let isDecoded = false;
    const decoded = decodedBy(fetchVersions, responseOf(Buffer.alloc(0)), 250).then(() => (isDecoded = true));
    await jest.advanceTimersByTimeAsync(249);
    expect(isDecoded).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await decoded;
  });

  it('is returned at once if it has a message', async () => {
    jest.useFakeTimers();
    const decoded = await decodedBy(fetchVersions, responseOf(await bytesOf(someBatch)), 250);
    expect(messagesOf(decoded)).toHaveLength(3);
  });
});
