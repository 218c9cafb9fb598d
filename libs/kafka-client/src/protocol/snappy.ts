import { BoundedOutput } from './bounded-output.ts';
import { ByteReader } from './byte-reader.ts';

/** The start of the framing of snappy-java, which Kafka's own clients write: length-prefixed blocks. */
const XERIAL_HEADER = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
/** Including two version numbers. */
const XERIAL_HEADER_BYTES = 16;
const INT32_BYTES = 4;
const KIND_MASK = 0x03;
const LENGTH_SHIFT = 2;
const LITERAL = 0;
const NEAR = 1;
const MIDDLE = 2;
/** Literals up to this length have it in the tag, longer ones in the bytes after it. */
const MAX_TAG_LITERAL = 60;
const NEAR_LENGTH_MASK = 0x07;
const NEAR_MIN = 4;
const NEAR_HIGH_SHIFT = 5;
const BYTE_RANGE = 256;
const MAX_VARINT_BYTES = 5;

/**
 * Decompresses snappy, raw or in the framing of snappy-java, which may be repeated.
 * @throws RangeError for damaged data, and for more bytes than the bound.
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function decompressSnappy(input: Buffer, maxBytes: number): Buffer {
  const reader = new ByteReader(input);
  const output = new BoundedOutput(maxBytes);
  if (!isFramed(reader)) readBlock(reader, output);
  else {
    while (reader.rest > 0) {
      if (isFramed(reader)) reader.skip(XERIAL_HEADER_BYTES);
      else readBlock(reader.slice(reader.int32() >>> 0), output);
    }
  }
  return output.written();
}

function isFramed({ bytes, position }: ByteReader): boolean {
  return bytes.subarray(position, position + XERIAL_HEADER.length).equals(XERIAL_HEADER);
}

/** Reads the length, then literals and repeats. */
function readBlock(reader: ByteReader, output: BoundedOutput): void {
  const floor = output.length;
  const length = reader.uvarint();
  if (reader.position > Math.min(MAX_VARINT_BYTES, reader.bytes.length))
    throw new RangeError('the compressed data does not start with a length');
  while (reader.rest > 0) readElement(reader, output, floor);
  if (output.length - floor !== length)
    throw new RangeError('the decompressed data does not have the expected length');
}

function readElement(reader: ByteReader, output: BoundedOutput, floor: number): void {
  const tag = reader.uint8();
  const kind = tag & KIND_MASK;
  const inTag = tag >> LENGTH_SHIFT;
  if (kind === LITERAL) {
    const lengthBytes = Math.max(0, inTag + 1 - MAX_TAG_LITERAL);
    output.literal(reader, (lengthBytes === 0 ? inTag : reader.uintLE(lengthBytes)) + 1);
  } else if (kind === NEAR) {
    const distance = (tag >> NEAR_HIGH_SHIFT) * BYTE_RANGE + reader.uint8();
    output.repeat(distance, (inTag & NEAR_LENGTH_MASK) + NEAR_MIN, floor);
  } else {
    const distance = kind === MIDDLE ? reader.uint16LE() : reader.uintLE(INT32_BYTES);
    output.repeat(distance, inTag + 1, floor);
  }
}
