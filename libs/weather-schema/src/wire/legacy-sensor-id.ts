const DIGITS = /^(0|[1-9]\d{0,9})$/;
/** The older project's table has a signed INT. */
const MAX_INT = 2 ** 31 - 1;
/** Hashed ids are in the upper half of the positive INTs, which few stations use as their number. */
const HASHED_FROM = 2 ** 30;
const HASH_BITS = 30;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The number of a station in the legacy format: its id where that is an INT in decimal digits, else a hash of it
 * (FNV-1a, folded to 30 bits) from 1,073,741,824 on, the same at any time and on any machine. Two of N stations share a number
 * with a chance of N² in 2^31: 1 in 2,000 for 1,000 stations, 1 in 21 for 10,000.
 */
export function legacySensorId(stationId: string): number {
  const number = DIGITS.test(stationId) ? Number(stationId) : Number.POSITIVE_INFINITY;
  return number <= MAX_INT ? number : HASHED_FROM + foldedHash(stationId);
}

function foldedHash(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return ((hash >>> HASH_BITS) ^ hash) & (HASHED_FROM - 1);
}
