import type { TextByName } from './webhook-message.ts';

/** FNV-1a of 64 bits (RFC 9923). */
const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const BITS = 64;
const HEXADECIMAL = 16;
const DIGITS = 16;
/** A byte that never occurs in UTF-8. */
const SEPARATOR = Buffer.of(0xff);

/**
 * The identity of an alert: the fingerprint that Prometheus computes from the labels, FNV-1a over the sorted names and
 * values, in 16 hexadecimal digits.
 */
export function fingerprint(labels: TextByName): string {
  const parts = Object.keys(labels)
    .sort()
    .flatMap((name) => [Buffer.from(name), SEPARATOR, Buffer.from(labels[name] ?? ''), SEPARATOR]);
  let hash = OFFSET_BASIS;
  for (const byte of Buffer.concat(parts)) hash = BigInt.asUintN(BITS, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(HEXADECIMAL).padStart(DIGITS, '0');
}
