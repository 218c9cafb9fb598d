import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import kafkajs, { type CompressionTypes } from 'kafkajs';

/** How the records of a batch may be packed. */
export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** As kafkajs calls them. */
export const KAFKAJS_COMPRESSIONS: Readonly<Record<Compression, CompressionTypes>> = {
  none: kafkajs.CompressionTypes.None,
  gzip: kafkajs.CompressionTypes.GZIP,
  zstd: kafkajs.CompressionTypes.ZSTD,
};

/** The numbers that Kafka has for them: https://kafka.apache.org/documentation/#recordbatch */
export const COMPRESSION_CODES: Readonly<Record<Compression, number>> = KAFKAJS_COMPRESSIONS;

/** The most that a batch may hold: some hundred times what a broker takes by default, 1 MiB packed. */
const MAX_UNPACKED_BYTES = 268_435_456;

/** The fastest: what it leaves is 38 bytes of 221 a record. */
const GZIP_LEVEL = 1;

/** Packs the records of a batch, or leaves them as they are for a code that is not known. */
export function pack(code: number, records: Buffer): Buffer {
  switch (code) {
    case COMPRESSION_CODES.gzip:
      return gzipSync(records, { level: GZIP_LEVEL });
    case COMPRESSION_CODES.zstd:
      return zstdCompressSync(records);
    default:
      return records;
  }
}

/**
 * The records of a batch, or undefined for a code that is not known.
 * @throws RangeError when they are larger than any that was sent in good faith; Error for damaged ones.
 */
export function unpack(
  code: number,
  packed: Buffer,
  maxOutputLength = MAX_UNPACKED_BYTES,
): Buffer | undefined {
  switch (code) {
    case COMPRESSION_CODES.none:
      return packed;
    case COMPRESSION_CODES.gzip:
      return gunzipSync(packed, { maxOutputLength });
    case COMPRESSION_CODES.zstd:
      return zstdDecompressSync(packed, { maxOutputLength });
    default:
      return undefined;
  }
}

/** Has kafkajs pack by zstd, which it knows by name only, what it encodes itself: records with headers. */
export function packByZstdInKafkajs(): void {
  const code = COMPRESSION_CODES.zstd;
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: { readonly buffer: Buffer }) => Promise.resolve(pack(code, buffer)),
    decompress: (packed: Buffer) => Promise.resolve(unpack(code, packed)),
  });
}
