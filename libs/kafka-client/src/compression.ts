import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import kafkajs, { type CompressionTypes } from 'kafkajs';

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
  /** @throws what says that the bytes are damaged, or more than `MAX_DECOMPRESSED_BYTES` when they are decompressed. */
  readonly decompress: (bytes: Buffer) => Buffer;
}

/** The most that a batch may hold, since a few kilobytes may stand for gigabytes of zeros. Ours hold less than a megabyte. */
export const MAX_DECOMPRESSED_BYTES = 16_777_216;

const bound = { maxOutputLength: MAX_DECOMPRESSED_BYTES };

const gzip: Codec = {
  compress: (bytes) => gzipSync(bytes, { level: constants.Z_BEST_SPEED }),
  decompress: (bytes) => gunzipSync(bytes, bound),
};

const zstd: Codec = {
  compress: (bytes) => zstdCompressSync(bytes),
  decompress: (bytes) => zstdDecompressSync(bytes, bound),
};

const codecs: ReadonlyMap<number, Codec> = new Map([
  [COMPRESSION_TYPES.gzip, gzip],
  [COMPRESSION_TYPES.zstd, zstd],
]);

/** @returns undefined for records that are not compressed, or by what Node does not have: snappy and lz4. */
export function codecOf(compressionType: number): Codec | undefined {
  return codecs.get(compressionType);
}

/**
 * Gives kafkajs the codecs for what is left to it: it has none for zstd, and its gzip has no bound. For every client of this
 * process.
 */
export function shareCodecsWithKafkajs(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.GZIP] = () => forKafkajs(gzip);
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => forKafkajs(zstd);
}

function forKafkajs({ compress, decompress }: Codec): object {
  return {
    compress: ({ buffer }: { readonly buffer: Buffer }) => Promise.resolve(compress(buffer)),
    decompress: (bytes: Buffer) => Promise.resolve(decompress(bytes)),
  };
}
