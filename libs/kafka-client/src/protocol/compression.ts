import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import kafkajs, { type CompressionTypes } from 'kafkajs';
import { decompressLz4 } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;

/** The compression of the records of a batch. */
export type Compression = (typeof COMPRESSIONS)[number];

/** Their numbers in the attributes of a record batch. */
export const COMPRESSION_TYPES: Readonly<Record<Compression, CompressionTypes>> = {
  none: kafkajs.CompressionTypes.None,
  gzip: kafkajs.CompressionTypes.GZIP,
  zstd: kafkajs.CompressionTypes.ZSTD,
};

/** Compresses all records of a batch at once. */
export interface Codec {
  readonly compress: (bytes: Buffer) => Buffer;
}

type Decompress = (bytes: Buffer) => Buffer;

/** The maximum size of a decompressed batch, since a few kilobytes may become gigabytes of zeros. Ours have less than a megabyte. */
export const MAX_DECOMPRESSED_BYTES = 16_777_216;

const BOUND = { maxOutputLength: MAX_DECOMPRESSED_BYTES };

const codecs: ReadonlyMap<number, Codec> = new Map([
  [COMPRESSION_TYPES.gzip, { compress: (bytes) => gzipSync(bytes, { level: constants.Z_BEST_SPEED }) }],
  [COMPRESSION_TYPES.zstd, { compress: (bytes) => zstdCompressSync(bytes) }],
]);

/** Decompresses the records of a batch, by their numbers. */
export const DECOMPRESSORS: ReadonlyMap<number, Decompress> = new Map<number, Decompress>([
  [kafkajs.CompressionTypes.GZIP, (bytes) => gunzipSync(bytes, BOUND)],
  [kafkajs.CompressionTypes.Snappy, (bytes) => decompressSnappy(bytes, MAX_DECOMPRESSED_BYTES)],
  [kafkajs.CompressionTypes.LZ4, (bytes) => decompressLz4(bytes, MAX_DECOMPRESSED_BYTES)],
  [kafkajs.CompressionTypes.ZSTD, (bytes) => zstdDecompressSync(bytes, BOUND)],
]);

/** @returns undefined for records that are not compressed, or with a codec that is only read here. */
export function findCodec(compressionType: number): Codec | undefined {
  return codecs.get(compressionType);
}

/**
 * Decompresses the records of a batch with any codec of Kafka.
 * @throws an error when the bytes are damaged, or decompress to more than `MAX_DECOMPRESSED_BYTES`.
 */
export function decompress(compressionType: number, bytes: Buffer): Buffer {
  const decompressor = DECOMPRESSORS.get(compressionType);
  if (decompressor === undefined) throw new Error(`unknown compression type ${compressionType}`);
  return decompressor(bytes);
}
