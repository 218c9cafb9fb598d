// @ts-expect-error kafkajs has no types for its internals
import requests from 'kafkajs/src/protocol/requests/produce/index.js';
import type { Message } from 'kafkajs';
import { findCodec } from '../protocol/compression.ts';
import { patchExchanges, type ProtocolVersions } from './protocol-versions.ts';
import { encodeProduceRequest, type ProduceRequest } from '../protocol/produce-request.ts';
import type { OrdinaryRecord } from '../protocol/record-writer.ts';

/** The result of an encoder of kafkajs, which copies `buffer`. */
interface Encoded {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}

interface Exchange {
  readonly request: { readonly encode: () => Promise<Encoded> };
}

/** The first version with record batches of message format 2; the later ones differ in their responses only. */
const FIRST_VERSION = 3;
const LAST_VERSION = 7;

/** The table in which kafkajs looks up how produce requests are encoded. */
export const produceVersions = requests as ProtocolVersions<ProduceRequest, Exchange>;

/** The unpatched table. */
export const originalProduceVersions: Readonly<typeof produceVersions> = {
  protocol: produceVersions.protocol,
};

/**
 * Symptoms: kafkajs takes ten times as long to encode a batch, with several buffers for each record, and fails at a header
 * without a value.
 * Patches kafkajs/src/protocol/requests/produce/index.js: versions 3 to 7 are encoded by `encodeProduceRequest`, into the same
 * bytes. Records with their own timestamps and compression without a codec stay with kafkajs.
 * Test: `../protocol/produce-request.spec.ts`, which compares the bytes with those of kafkajs.
 */
export function patchProduceEncoder(): void {
  produceVersions.protocol = patchExchanges(originalProduceVersions, isKnown, withFastEncoder);
}

function isKnown(version: number): boolean {
  return version >= FIRST_VERSION && version <= LAST_VERSION;
}

function withFastEncoder(exchange: Exchange, args: ProduceRequest): Exchange {
  if (!isOrdinary(args)) return exchange;
  const encode = (): Promise<Encoded> => {
    const bytes = encodeProduceRequest(args);
    return Promise.resolve({ buf: bytes, buffer: bytes });
  };
  return { ...exchange, request: { ...exchange.request, encode } };
}

function isOrdinary({ compression = 0, topicData }: ProduceRequest): boolean {
  if (compression !== 0 && findCodec(compression) === undefined) return false;
  return topicData.every(({ partitions }) =>
    partitions.every(({ messages }) =>
      messages.every(({ timestamp }: OrdinaryRecord & Pick<Message, 'timestamp'>) => timestamp === undefined),
    ),
  );
}
