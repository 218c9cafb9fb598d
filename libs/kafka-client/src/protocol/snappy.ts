import { BoundedOutput } from './bounded-output.ts';

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
const INT16_BYTES = 2;
const VARINT_BASE = 128;
const MAX_VARINT_BYTES = 5;

/**
 * Decompresses snappy, raw or in the framing of snappy-java, which may be repeated.
 * @throws RangeError for damaged data, and for more bytes than the bound.
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function decompressSnappy(input: Buffer, maxBytes: number): Buffer {
  const output = new BoundedOutput(maxBytes);
  if (!isFramed(input, 0)) readBlock(input, output);
  else {
    for (let position = 0; position < input.length;) {
      if (isFramed(input, position)) position += XERIAL_HEADER_BYTES;
      else position = readFramedBlock(input, position, output);
    }
  }
  return output.written();
}

function isFramed(input: Buffer, at: number): boolean {
  return input.subarray(at, at + XERIAL_HEADER.length).equals(XERIAL_HEADER);
}

/** @returns the end of the block. */
function readFramedBlock(input: Buffer, at: number, output: BoundedOutput): number {
  const start = at + INT32_BYTES;
  const end = start + input.readUInt32BE(at);
  if (end > input.length) throw new RangeError('the compressed data ends too early');
  readBlock(input.subarray(start, end), output);
  return end;
}

/** Reads the length, then literals and repeats. */
function readBlock(block: Buffer, output: BoundedOutput): void {
  const floor = output.length;
  const { length, position } = readLength(block);
  for (let at = position; at < block.length;) at = readElement(block, at, output, floor);
  if (output.length - floor !== length)
    throw new RangeError('the decompressed data does not have the expected length');
}

function readLength(block: Buffer): { readonly length: number; readonly position: number } {
  let length = 0;
  for (let position = 0, weight = 1; position < MAX_VARINT_BYTES; position++, weight *= VARINT_BASE) {
    const byte = block.readUInt8(position);
    length += (byte % VARINT_BASE) * weight;
    if (byte < VARINT_BASE) return { length, position: position + 1 };
  }
  throw new RangeError('the compressed data does not start with a length');
}

/** @returns the start of the next element. */
function readElement(block: Buffer, at: number, output: BoundedOutput, floor: number): number {
  const tag = block.readUInt8(at);
  const kind = tag & KIND_MASK;
  const inTag = tag >> LENGTH_SHIFT;
  const next = at + 1;
  if (kind === LITERAL) {
    const lengthBytes = Math.max(0, inTag + 1 - MAX_TAG_LITERAL);
    const length = lengthBytes === 0 ? inTag + 1 : block.readUIntLE(next, lengthBytes) + 1;
    output.literal(block, next + lengthBytes, length);
    return next + lengthBytes + length;
  }
  if (kind === NEAR) {
    const distance = (tag >> NEAR_HIGH_SHIFT) * BYTE_RANGE + block.readUInt8(next);
    output.repeat(distance, (inTag & NEAR_LENGTH_MASK) + NEAR_MIN, floor);
    return next + 1;
  }
  const distanceBytes = kind === MIDDLE ? INT16_BYTES : INT32_BYTES;
  output.repeat(block.readUIntLE(next, distanceBytes), inTag + 1, floor);
  return next + distanceBytes;
}
