import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { COMPRESSION_CODES, unpack } from './compression.ts';

const LIMIT = 1_000_000;

describe('unpack', () => {
  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('does not let a few bytes of %s take all memory', (compression, pack) => {
    const code = COMPRESSION_CODES[compression];
    expect(unpack(code, pack(Buffer.alloc(LIMIT)), LIMIT)).toHaveLength(LIMIT);
    expect(() => unpack(code, pack(Buffer.alloc(LIMIT + 1)), LIMIT)).toThrow('larger than 1000000 bytes');
  });

  it('knows nothing of other codes', () => {
    expect(unpack(2, Buffer.from('snappy'))).toBeUndefined();
  });
});
