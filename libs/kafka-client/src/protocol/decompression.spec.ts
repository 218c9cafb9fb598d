import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decompressLz4 } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

const BOUND = 100_000;
const TEXT = 'Kafka '.repeat(100);

/** Compressed by the reference implementations: liblz4's frame format and google/snappy. */
const LZ4 = {
  '': 'BCJNGGBAggAAAAA=',
  a: 'BCJNGGBAggEAAIBhAAAAAA==',
  [TEXT]: 'BCJNGGBAghMAAABvS2Fma2EgBgD//ztgS2Fma2EgAAAAAA==',
};
const SNAPPY = {
  '': 'AA==',
  a: 'AQBh',
  [TEXT]: '2AQUS2Fma2Eg/gYA/gYA/gYA/gYA/gYA/gYA/gYA/gYA/gYARgYA',
};
const XERIAL_HEADER = Buffer.from('82534e41505059000000000100000001', 'hex');
/** The magic number, flags, block size and header checksum of a frame. */
const LZ4_HEADER = '04224d18604082';

function pieces(...list: readonly string[]): Buffer {
  const framed = list.map((piece) => {
    const bytes = Buffer.from(piece, 'base64');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat([XERIAL_HEADER, ...framed]);
}

/** A frame of one block, whose match has a length of many bytes. */
function lz4Bomb(bytes: number): Buffer {
  const length = Buffer.alloc(Math.ceil(bytes / 255), 255);
  const block = Buffer.concat([Buffer.from([0x1f, 0x61, 1, 0]), length, Buffer.from([0])]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  return Buffer.concat([Buffer.from(LZ4_HEADER, 'hex'), size, block, Buffer.alloc(4)]);
}

/** Claims a length and has many repeats. */
function snappyBomb(claimedLength: number): Buffer {
  const length = [
    (claimedLength % 128) | 128,
    ((claimedLength >> 7) % 128) | 128,
    ((claimedLength >> 14) % 128) | 128,
    claimedLength >> 21,
  ];
  const repeats = Array.from({ length: 5_000 }, () => [0xfe, 1, 0]).flat();
  return Buffer.from([...length, 0, 0x61, ...repeats]);
}

describe('decompressLz4', () => {
  it.each(Object.entries(LZ4))('restores the original bytes: %.10j', (text, frame) => {
    expect(decompressLz4(Buffer.from(frame, 'base64'), BOUND).toString()).toBe(text);
  });

  it('reads several frames and skips skippable ones', () => {
    const frame = Buffer.from(LZ4[TEXT] ?? '', 'base64');
    const skipped = Buffer.from('502a4d1803000000ffffff', 'hex');
    expect(decompressLz4(Buffer.concat([frame, skipped, frame]), BOUND).toString()).toBe(TEXT + TEXT);
  });

  it('repeats bytes of the previous block, but not of the previous frame', () => {
    const stored = '0200008061' + '62';
    const repeat = '0500000010' + '63' + '0300' + '00';
    const frame = `${LZ4_HEADER}${stored}${repeat}00000000`;
    expect(decompressLz4(Buffer.from(frame, 'hex'), BOUND).toString()).toBe('abcabca');
    const alone = `${frame}${LZ4_HEADER}${repeat}00000000`;
    expect(() => decompressLz4(Buffer.from(alone, 'hex'), BOUND)).toThrow(/before its start/);
  });

  it.each([
    ['another magic number', '00000000', /not an LZ4 frame/],
    ['a dictionary', '04224d186140820000000000', /dictionary/],
    ['a block that is cut off', `${LZ4_HEADER}ffffff7f`, /too early/],
    ['a repeat of bytes that do not exist', `${LZ4_HEADER}040000001061ffff00000000`, /before its start/],
  ])('rejects %s', (_, hex, reason) => {
    expect(() => decompressLz4(Buffer.from(hex, 'hex'), BOUND)).toThrow(reason);
  });

  it('stops at the bound', () => {
    expect(decompressLz4(lz4Bomb(BOUND - 300), BOUND).length).toBeLessThanOrEqual(BOUND);
    expect(() => decompressLz4(lz4Bomb(BOUND * 50), BOUND)).toThrow(/more than 100000 bytes/);
  });
});

describe('decompressSnappy', () => {
  it.each(Object.entries(SNAPPY))('restores the original bytes: %.10j', (text, bytes) => {
    expect(decompressSnappy(Buffer.from(bytes, 'base64'), BOUND).toString()).toBe(text);
    expect(decompressSnappy(pieces(bytes), BOUND).toString()).toBe(text);
  });

  it('reads the framing of snappy-java, even repeated', () => {
    const framed = pieces(SNAPPY.a, SNAPPY[TEXT] ?? '');
    expect(decompressSnappy(Buffer.concat([framed, framed]), BOUND).toString()).toBe(`a${TEXT}a${TEXT}`);
  });

  it('allocates no memory for a claimed length', () => {
    expect(() => decompressSnappy(Buffer.from('ffffffff0f0061', 'hex'), BOUND)).toThrow(/expected length/);
  });

  it('stops at the bound', () => {
    expect(() => decompressSnappy(snappyBomb(BOUND * 3), BOUND)).toThrow(/more than 100000 bytes/);
  });
});

describe.each([
  ['lz4', decompressLz4, Object.values(LZ4)],
  ['snappy', decompressSnappy, Object.values(SNAPPY)],
])('arbitrary %s', (_, decompress, samples) => {
  it('is rejected with a RangeError or stays within the bound', () => {
    const change = fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 255 }));
    const bounded = fc.property(
      fc.constantFrom(...samples),
      fc.array(change, { maxLength: 4 }),
      fc.uint8Array({ maxLength: 30 }),
      (sample, changes, more) => {
        const bytes = Buffer.concat([Buffer.from(sample, 'base64'), more]);
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
        try {
          expect(decompress(bytes, BOUND).length).toBeLessThanOrEqual(BOUND);
        } catch (error) {
          expect(error).toHaveProperty('name', 'RangeError');
        }
      },
    );
    fc.assert(bounded, { numRuns: 2_000 });
  });
});
