import { describe, expect, it } from '@jest/globals';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { compress } from './codecs.ts';
import { crc32c, rawBatch } from './raw-batch.ts';

const FIXED_BYTES = 61;
const CRC_AT = 17;
const CHECKED_FROM = 21;
const COUNT_AT = 57;

describe('a record batch encoded by hand', () => {
  it('has its CRC-32C as checksum', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3_06_92_83);
    const batch = rawBatch({ codec: 'none', records: [{ key: null, value: null }], timestamp: 5n });
    expect(batch.readUInt32BE(CRC_AT)).toBe(crc32c(batch.subarray(CHECKED_FROM)));
  });

  it('has its records behind a header of 61 bytes', () => {
    const records = [{ key: 'k', value: Buffer.from('v'), headers: { h: [null, Buffer.from('1')] } }];
    const batch = rawBatch({ codec: 'none', records, timestamp: 5n });
    expect(batch.readInt32BE(COUNT_AT)).toBe(1);
    expect(batch.subarray(FIXED_BYTES).toString('hex')).toBe('1e000000026b027604' + '026801' + '02680231');
  });

  it('is compressed so that others can read it', () => {
    const bytes = Buffer.alloc(100_000, 'abc');
    expect(gunzipSync(compress(bytes, 'gzip')).equals(bytes)).toBe(true);
    expect(zstdDecompressSync(compress(bytes, 'zstd')).equals(bytes)).toBe(true);
  });
});
