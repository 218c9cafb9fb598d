import { gzipSync, zstdCompressSync } from 'node:zlib';

/** Kafka's codecs, indexed by their numbers in a record batch. */
export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export type CodecName = (typeof CODECS)[number];

/** Magic number, flags, a block size of 64 KiB, and the checksum of flags and block size. */
const LZ4_HEADER = Buffer.from('04224d18604082', 'hex');
const LZ4_BLOCK = 65_536;
const LZ4_STORED = 0x80_00_00_00;
const SNAPPY_LITERAL = 65_536;
/** The next two bytes have the length of the literal minus one. */
const SNAPPY_TWO_BYTE_LENGTH = 0xf4;
const SEVEN_BITS = 0x7f;
const MORE = 0x80;

/** Encodes bytes with a codec; lz4 and snappy store them uncompressed, which every decoder can read. */
export function compress(bytes: Buffer, codec: CodecName): Buffer {
  switch (codec) {
    case 'none':
      return bytes;
    case 'gzip':
      return gzipSync(bytes);
    case 'snappy':
      return snappy(bytes);
    case 'lz4':
      return lz4(bytes);
    case 'zstd':
      return zstdCompressSync(bytes);
  }
}

function lz4(bytes: Buffer): Buffer {
  const blocks = splitBytes(bytes, LZ4_BLOCK).flatMap((piece) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(LZ4_STORED + piece.length);
    return [size, piece];
  });
  return Buffer.concat([LZ4_HEADER, ...blocks, Buffer.alloc(4)]);
}

function snappy(bytes: Buffer): Buffer {
  const literals = splitBytes(bytes, SNAPPY_LITERAL).flatMap((piece) => {
    const tag = Buffer.from([SNAPPY_TWO_BYTE_LENGTH, 0, 0]);
    tag.writeUInt16LE(piece.length - 1, 1);
    return [tag, piece];
  });
  return Buffer.concat([unsignedVarint(bytes.length), ...literals]);
}

function splitBytes(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

/** Encodes seven bits per byte, the lowest first. */
export function unsignedVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > SEVEN_BITS) {
    bytes.push((rest % MORE) + MORE);
    rest = Math.floor(rest / MORE);
  }
  return Buffer.from([...bytes, rest]);
}
