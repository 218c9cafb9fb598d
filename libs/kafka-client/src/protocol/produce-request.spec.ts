import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { COMPRESSION_TYPES } from './compression.ts';
import { registerCodecs } from '../kafkajs-patches/register-codecs.ts';
import {
  patchProduceEncoder,
  originalProduceVersions,
  produceVersions,
} from '../kafkajs-patches/encode-produce-requests.ts';

type Arguments = Parameters<ReturnType<typeof produceVersions.protocol>>[0];

const NOW = Date.UTC(2026, 6, 1, 12);

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const texts = fc.string({ unit: 'grapheme', maxLength: 80 });
const fields = fc.oneof(bytes, texts, fc.constant(null));
const headerValues = fc.oneof(bytes, texts);
const headers = fc.dictionary(texts, fc.oneof(headerValues, fc.array(headerValues, { maxLength: 3 })), {
  maxKeys: 4,
});
const messages = fc.array(fc.record({ key: fields, value: fields, headers }, { requiredKeys: ['value'] }), {
  minLength: 1,
  maxLength: 100,
});
const partitions = fc.array(
  fc.record({ partition: fc.nat(), firstSequence: fc.nat(), messages }, { noNullPrototype: true }),
  { minLength: 1, maxLength: 3 },
);
const ordinaryRequests: fc.Arbitrary<Arguments> = fc.record(
  {
    acks: fc.constantFrom(-1, 1),
    compression: fc.constantFrom(...Object.values(COMPRESSION_TYPES)),
    timeout: fc.nat(),
    transactionalId: fc.oneof(texts, fc.constant(null)),
    producerId: fc.oneof(fc.nat(), fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(String)),
    producerEpoch: fc.integer({ min: -1, max: 32_767 }),
    topicData: fc.array(fc.record({ topic: texts, partitions }), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['acks', 'timeout', 'topicData'], noNullPrototype: true },
);
const versions = fc.integer({ min: 3, max: 7 });

function encodedBy(of: typeof originalProduceVersions, version: number, request: Arguments): Promise<Buffer> {
  return of
    .protocol({ version })(request)
    .request.encode()
    .then(({ buffer }) => buffer);
}

function requestOf(message: object): Arguments {
  const someMessages = [
    { key: 'EWR', value: Buffer.from('31.2') },
    { value: null, ...message },
  ];
  const topicData = [{ topic: 'weather', partitions: [{ partition: 0, messages: someMessages }] }];
  return { acks: -1, timeout: 1000, topicData };
}

describe('a produce request', () => {
  beforeAll(() => {
    patchProduceEncoder();
    registerCodecs();
    jest.useFakeTimers({ now: NOW });
  });
  afterAll(() => {
    jest.useRealTimers();
  });

  it('has the same bytes as from kafkajs, for any records', async () => {
    const sameBytes = fc.asyncProperty(versions, ordinaryRequests, async (version, request) => {
      const encoded = await encodedBy(produceVersions, version, request);
      expect(encoded.equals(await encodedBy(originalProduceVersions, version, request))).toBe(true);
    });
    await fc.assert(sameBytes, { numRuns: 300 });
  });

  it.each([
    ['a large value', { value: Buffer.alloc(300_000, 'x') }],
    ['a text longer in bytes than in characters', { value: '東'.repeat(5_000) }],
    ['large headers', { headers: { reason: '東'.repeat(5_000), trace: Buffer.alloc(300_000) } }],
    ['a timestamp in a record', { timestamp: '1700000000000' }],
  ])('has the same bytes as from kafkajs with %s', async (_, message) => {
    const request = requestOf(message);
    const encoded = await encodedBy(produceVersions, 7, request);
    expect(encoded.equals(await encodedBy(originalProduceVersions, 7, request))).toBe(true);
  });

  it('has the same bytes as from kafkajs in older versions', async () => {
    const encoded = await encodedBy(produceVersions, 1, requestOf({}));
    expect(encoded.equals(await encodedBy(originalProduceVersions, 1, requestOf({})))).toBe(true);
  });
});
