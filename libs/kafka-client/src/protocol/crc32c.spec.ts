import { describe, expect, it } from '@jest/globals';
import { crc32c } from './crc32c.ts';

/** RFC 3720, B.4. */
const ASCENDING = Uint8Array.from({ length: 32 }, (_, index) => index);

describe('crc32c', () => {
  it.each([
    ['zeros', new Uint8Array(32), 0x8a9136aa],
    ['ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['ascending bytes', ASCENDING, 0x46dd794e],
    ['descending bytes', ASCENDING.toReversed(), 0x113fdb5c],
    ['digits, not a multiple of eight', Buffer.from('123456789'), 0xe3069283],
    ['nothing', new Uint8Array(0), 0],
  ])('matches the standard for %s', (_, bytes, checksum) => {
    expect(crc32c(bytes)).toBe(checksum);
  });
});
