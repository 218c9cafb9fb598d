import { BoundedOutput } from './bounded-output.ts';

const FRAME_MAGIC = 0x184d2204;
const SKIPPABLE_MAGIC = 0x184d2a50;
const SKIPPABLE_MASK = 0xfffffff0;
const VERSION_MASK = 0xc0;
const VERSION = 0x40;
const HAS_BLOCK_CHECKSUMS = 0x10;
const HAS_CONTENT_SIZE = 0x08;
const HAS_CONTENT_CHECKSUM = 0x04;
const HAS_DICTIONARY = 0x01;
const INT32_BYTES = 4;
const INT64_BYTES = 8;
/** Flags, block size and header checksum, a byte each. */
const DESCRIPTOR_BYTES = 3;
const UNCOMPRESSED = 0x80000000;
const HALF_BYTE = 4;
const MAX_HALF_BYTE = 0x0f;
const MAX_BYTE = 0xff;
const OFFSET_BYTES = 2;
const MIN_MATCH = 4;

/**
 * Decompresses LZ4 frames, one after the other. Their checksums are ignored, since the record batch has its own: clients before
 * Kafka 0.11 wrote a wrong one.
 * @throws RangeError for damaged data, and for more bytes than the bound.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function decompressLz4(input: Buffer, maxBytes: number): Buffer {
  const output = new BoundedOutput(maxBytes);
  let position = 0;
  while (position < input.length) {
    const magic = input.readUInt32LE(position);
    position += INT32_BYTES;
    if (magic === FRAME_MAGIC) position = readFrame(input, position, output);
    else if ((magic & SKIPPABLE_MASK) >>> 0 === SKIPPABLE_MAGIC)
      position += INT32_BYTES + input.readUInt32LE(position);
    else throw new RangeError('the data is not an LZ4 frame');
  }
  return output.written();
}

/** @returns the end of the frame. */
function readFrame(input: Buffer, start: number, output: BoundedOutput): number {
  const flags = input.readUInt8(start);
  if ((flags & VERSION_MASK) !== VERSION || (flags & HAS_DICTIONARY) !== 0)
    throw new RangeError('the LZ4 frame has another version, or a dictionary');
  const floor = output.length;
  const blockEnd = (flags & HAS_BLOCK_CHECKSUMS) === 0 ? 0 : INT32_BYTES;
  let position = start + DESCRIPTOR_BYTES + ((flags & HAS_CONTENT_SIZE) === 0 ? 0 : INT64_BYTES);
  for (;;) {
    const size = input.readUInt32LE(position);
    position += INT32_BYTES;
    if (size === 0) break;
    const bytes = size % UNCOMPRESSED;
    if (size >= UNCOMPRESSED) output.literal(input, position, bytes);
    else readBlock(input, position, position + bytes, output, floor);
    position += bytes + blockEnd;
  }
  return position + ((flags & HAS_CONTENT_CHECKSUM) === 0 ? 0 : INT32_BYTES);
}

/** Reads alternating literals and repeats, each with a length of half a byte that further bytes may extend. */
function readBlock(input: Buffer, start: number, end: number, output: BoundedOutput, floor: number): void {
  if (end > input.length) throw new RangeError('the compressed data ends too early');
  let position = start;
  const lengthFrom = (halfByte: number): number => {
    let length = halfByte;
    if (halfByte < MAX_HALF_BYTE) return length;
    for (;;) {
      const more = input.readUInt8(position++);
      length += more;
      if (more < MAX_BYTE) return length;
    }
  };
  while (position < end) {
    const token = input.readUInt8(position++);
    const literals = lengthFrom(token >> HALF_BYTE);
    output.literal(input, position, literals);
    position += literals;
    if (position >= end) break;
    const distance = input.readUInt16LE(position);
    position += OFFSET_BYTES;
    output.repeat(distance, lengthFrom(token & MAX_HALF_BYTE) + MIN_MATCH, floor);
  }
  if (position !== end) throw new RangeError('an LZ4 block does not end where it should');
}
