import kafkajs from 'kafkajs';
import { DECOMPRESSORS, findCodec } from '../protocol/compression.ts';

/**
 * Symptom: batches in message formats 0 and 1, whose decoding is left to kafkajs, cannot be read if they are compressed with
 * snappy, lz4 or zstd, and gzip has no bound: a few kilobytes may become gigabytes.
 * Patches kafkajs/src/protocol/message/compression/index.js, through the public `CompressionCodecs`.
 * Test: `../protocol/fetch-response.spec.ts`.
 */
export function registerCodecs(): void {
  const codecs: Record<number, () => object> = kafkajs.CompressionCodecs;
  for (const [type, decompress] of DECOMPRESSORS) {
    codecs[type] = () => ({
      compress: ({ buffer }: { readonly buffer: Buffer }) =>
        Promise.resolve(findCodec(type)?.compress(buffer) ?? buffer),
      decompress: (bytes: Buffer) => Promise.resolve(decompress(bytes)),
    });
  }
}
