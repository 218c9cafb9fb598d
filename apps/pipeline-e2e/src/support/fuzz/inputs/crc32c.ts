const POLYNOMIAL = 0x82_f6_3b_78;
const BITS = 8;

/** The checksum of a record batch, bit by bit: it shares no code with what is tested. */
export function crc32c(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < BITS; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return ~crc >>> 0;
}
