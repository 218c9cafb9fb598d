const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Further stations lie where the first ones do: a location does not grow over its country. */
const POSITIONS_IN_SPIRAL = 64;
/** Degrees from the middle to the first station beside it. */
const SPACING = 0.5;
const HASH_FACTOR = 31;
const HASH_MODULUS = 1_000_003;

/** Degrees to the north and to the east. */
export interface Displacement {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * By how much a station that shares its location with others is drawn beside it: on a spiral (Vogel, 1979), always at the same
 * point, by the number that its id ends with or else by its id.
 */
export function findDisplacement(stationId: string): Displacement {
  const number = Number(/\d{1,9}$/.exec(stationId)?.[0] ?? hash(stationId)) % POSITIONS_IN_SPIRAL;
  const distance = SPACING * Math.sqrt(number);
  const angle = number * GOLDEN_ANGLE;
  return { latitude: distance * Math.cos(angle), longitude: distance * Math.sin(angle) };
}

function hash(text: string): number {
  let value = 0;
  for (const character of text)
    value = (value * HASH_FACTOR + (character.codePointAt(0) as number)) % HASH_MODULUS;
  return value;
}
