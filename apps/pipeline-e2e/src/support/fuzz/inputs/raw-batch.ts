import type { OutgoingRecord } from '@weather/kafka-client';
import { CODECS, compress, unsignedVarint, type CodecName } from './codecs.ts';

export interface RawBatch {
  readonly codec: CodecName;
  readonly records: readonly OutgoingRecord[];
  /** The timestamp of all records. */
  readonly timestamp: bigint;
}

const FORMAT = 2;
const CRC_AT = 17;
const CHECKSUM_FROM = 21;
const LENGTH_AT = 8;
const AFTER_LENGTH = 12;
const NO_PRODUCER = -1;

/** Encodes a record batch of Kafka's message format 2, sharing no code with the client under test. */
export function rawBatch({ codec, records, timestamp }: RawBatch): Buffer {
  const fixed = Buffer.alloc(61);
  fixed.writeInt8(FORMAT, 16);
  fixed.writeInt16BE(CODECS.indexOf(codec), 21);
  fixed.writeInt32BE(records.length - 1, 23);
  fixed.writeBigInt64BE(timestamp, 27);
  fixed.writeBigInt64BE(timestamp, 35);
  fixed.writeBigInt64BE(BigInt(NO_PRODUCER), 43);
  fixed.writeInt16BE(NO_PRODUCER, 51);
  fixed.writeInt32BE(NO_PRODUCER, 53);
  fixed.writeInt32BE(records.length, 57);
  return seal(Buffer.concat([fixed, compress(Buffer.concat(records.map(encodeRecord)), codec)]));
}

/** Sets the length and the checksum of a batch, so that the broker reads it. */
export function seal(bytes: Buffer): Buffer {
  bytes.writeInt32BE(bytes.length - AFTER_LENGTH, LENGTH_AT);
  bytes.writeUInt32BE(crc32c(bytes.subarray(CHECKSUM_FROM)), CRC_AT);
  return bytes;
}

function encodeRecord({ key, value, headers = {} }: OutgoingRecord, offset: number): Buffer {
  const list = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value] as const),
  );
  const body = Buffer.concat([
    Buffer.of(0),
    varint(0),
    varint(offset),
    field(key),
    field(value),
    varint(list.length),
    ...list.flatMap(([name, content]) => [field(name), field(content)]),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

function field(content: Buffer | string | null | undefined): Buffer {
  if (content === null || content === undefined) return varint(-1);
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(bytes.length), bytes]);
}

/** Encodes a signed number (zigzag): 0, -1, 1, -2 become 0, 1, 2, 3. */
function varint(value: number): Buffer {
  return unsignedVarint(value < 0 ? -2 * value - 1 : 2 * value);
}

const POLYNOMIAL = 0x82_f6_3b_78;
const BITS = 8;

/** Computes the CRC-32C of a record batch bit by bit, sharing no code with the client under test. */
export function crc32c(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < BITS; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return ~crc >>> 0;
}
