import { BoundedOutput } from './bounded-output.ts';
import { ByteReader } from './byte-reader.ts';

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
/** Block size and header checksum, a byte each. */
const DESCRIPTOR_BYTES = 2;
const UNCOMPRESSED = 0x80000000;
const HALF_BYTE = 4;
const MAX_HALF_BYTE = 0x0f;
const MAX_BYTE = 0xff;
const MIN_MATCH = 4;

/**
 * Decompresses LZ4 frames, one after the other. Their checksums are ignored, since the record batch has its own: clients before
 * Kafka 0.11 wrote a wrong one.
 * @throws RangeError for damaged data, and for more bytes than the bound.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function decompressLz4(input: Buffer, maxBytes: number): Buffer {
  const reader = new ByteReader(input);
  const output = new BoundedOutput(maxBytes);
  while (reader.rest > 0) {
    const magic = reader.uintLE(INT32_BYTES);
    if (magic === FRAME_MAGIC) readFrame(reader, output);
    else if ((magic & SKIPPABLE_MASK) >>> 0 === SKIPPABLE_MAGIC) reader.skip(reader.uintLE(INT32_BYTES));
    else throw new RangeError('the data is not an LZ4 frame');
  }
  return output.written();
}

function readFrame(reader: ByteReader, output: BoundedOutput): void {
  const flags = reader.uint8();
  if ((flags & VERSION_MASK) !== VERSION || (flags & HAS_DICTIONARY) !== 0)
    throw new RangeError('the LZ4 frame has another version, or a dictionary');
  const floor = output.length;
  reader.skip(DESCRIPTOR_BYTES + ((flags & HAS_CONTENT_SIZE) === 0 ? 0 : INT64_BYTES));
  for (let size = reader.uintLE(INT32_BYTES); size > 0; size = reader.uintLE(INT32_BYTES)) {
    if (size >= UNCOMPRESSED) output.literal(reader, size % UNCOMPRESSED);
    else readBlock(reader.slice(size), output, floor);
    if ((flags & HAS_BLOCK_CHECKSUMS) !== 0) reader.skip(INT32_BYTES);
  }
  if ((flags & HAS_CONTENT_CHECKSUM) !== 0) reader.skip(INT32_BYTES);
}

/** Reads alternating literals and repeats. */
function readBlock(reader: ByteReader, output: BoundedOutput, floor: number): void {
  while (reader.rest > 0) {
    const token = reader.uint8();
    output.literal(reader, readLength(reader, token >> HALF_BYTE));
    if (reader.rest === 0) return;
    const distance = reader.uint16LE();
    output.repeat(distance, readLength(reader, token & MAX_HALF_BYTE) + MIN_MATCH, floor);
  }
}

/** Reads the rest of a length, of which half a byte is known: further bytes follow if that is full, and each full one. */
function readLength(reader: ByteReader, halfByte: number): number {
  let length = halfByte;
  if (halfByte < MAX_HALF_BYTE) return length;
  for (let byte = MAX_BYTE; byte === MAX_BYTE;) {
    byte = reader.uint8();
    length += byte;
  }
  return length;
}
