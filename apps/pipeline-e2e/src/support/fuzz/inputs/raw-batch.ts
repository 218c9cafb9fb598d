import type { OutgoingRecord } from '@weather/kafka-client';
import { CODECS, compressed, unsignedVarint, type CodecName } from './codecs.ts';
import { crc32c } from './crc32c.ts';

export interface RawBatch {
  readonly codec: CodecName;
  readonly records: readonly OutgoingRecord[];
  /** Of all records; whatever the broker takes. */
  readonly timestamp: bigint;
}

const FORMAT = 2;
const CRC_AT = 17;
const CHECKED_FROM = 21;
const LENGTH_AT = 8;
const BEHIND_LENGTH = 12;
const NO_PRODUCER = -1;

/** A record batch of Kafka's message format 2, put together without any of the code that is tested. */
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
  return sealed(Buffer.concat([fixed, compressed(Buffer.concat(records.map(recordBytes)), codec)]));
}

/** The bytes with the length and the checksum that they should have, so that the broker looks into them. */
export function sealed(bytes: Buffer): Buffer {
  bytes.writeInt32BE(bytes.length - BEHIND_LENGTH, LENGTH_AT);
  bytes.writeUInt32BE(crc32c(bytes.subarray(CHECKED_FROM)), CRC_AT);
  return bytes;
}

function recordBytes({ key, value, headers = {} }: OutgoingRecord, offset: number): Buffer {
  const list = Object.entries(headers).flatMap(([name, given]) =>
    [given].flat().map((one) => [name, one] as const),
  );
  const body = Buffer.concat([
    Buffer.of(0),
    varint(0),
    varint(offset),
    field(key),
    field(value),
    varint(list.length),
    ...list.flatMap(([name, one]) => [field(name), field(one)]),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

function field(content: Buffer | string | null | undefined): Buffer {
  if (content === null || content === undefined) return varint(-1);
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(bytes.length), bytes]);
}

/** As Kafka writes numbers that may be negative: 0, -1, 1, -2 are 0, 1, 2, 3. */
function varint(value: number): Buffer {
  return unsignedVarint(value < 0 ? -2 * value - 1 : 2 * value);
}
