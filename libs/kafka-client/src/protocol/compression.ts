import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import kafkajs, { type CompressionTypes } from 'kafkajs';
import { decompressLz4 } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;

/** How the records of a batch are compressed. */
export type Compression = (typeof COMPRESSIONS)[number];

/** Their numbers, which are those of the attributes of a record batch. */
export const COMPRESSION_TYPES: Readonly<Record<Compression, CompressionTypes>> = {
  none: kafkajs.CompressionTypes.None,
  gzip: kafkajs.CompressionTypes.GZIP,
  zstd: kafkajs.CompressionTypes.ZSTD,
};

/** Compresses the records of a batch, all at once. */
export interface Codec {
  readonly compress: (bytes: Buffer) => Buffer;
}

type Decompress = (bytes: Buffer) => Buffer;

/** The most that a batch may hold, since a few kilobytes may stand for gigabytes of zeros. Ours hold less than a megabyte. */
export const MAX_DECOMPRESSED_BYTES = 16_777_216;

const bound = { maxOutputLength: MAX_DECOMPRESSED_BYTES };

const codecs: ReadonlyMap<number, Codec> = new Map([
  [COMPRESSION_TYPES.gzip, { compress: (bytes) => gzipSync(bytes, { level: constants.Z_BEST_SPEED }) }],
  [COMPRESSION_TYPES.zstd, { compress: (bytes) => zstdCompressSync(bytes) }],
]);

/** Decompresses the records of a batch, by their numbers. */
export const DECOMPRESSORS: ReadonlyMap<number, Decompress> = new Map<number, Decompress>([
  [kafkajs.CompressionTypes.GZIP, (bytes) => gunzipSync(bytes, bound)],
  [kafkajs.CompressionTypes.Snappy, (bytes) => decompressSnappy(bytes, MAX_DECOMPRESSED_BYTES)],
  [kafkajs.CompressionTypes.LZ4, (bytes) => decompressLz4(bytes, MAX_DECOMPRESSED_BYTES)],
  [kafkajs.CompressionTypes.ZSTD, (bytes) => zstdDecompressSync(bytes, bound)],
]);

/** @returns undefined for records that are not compressed, or in a way in which none are written here. */
export function findCodec(compressionType: number): Codec | undefined {
  return codecs.get(compressionType);
}

/**
 * Decompresses the records of a batch, in whatever way Kafka knows.
 * @throws what says that the bytes are damaged, or more than `MAX_DECOMPRESSED_BYTES` when they are decompressed.
 */
export function decompress(compressionType: number, bytes: Buffer): Buffer {
  const decompressor = DECOMPRESSORS.get(compressionType);
  if (decompressor === undefined)
    throw new Error(`there is no compression with the number ${compressionType}`);
  return decompressor(bytes);
}
