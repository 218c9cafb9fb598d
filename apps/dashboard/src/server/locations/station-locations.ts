import { stationMatcher } from '@weather/weather-rules';
import type { Location } from '../../contract/stations.ts';
import type { LocationEntry } from './locations-document.ts';

const POLE = 90;
const DATE_LINE = 180;
const CIRCLE = 360;
/** Digits of a degree: ten metres. */
const DIGITS = 4;

interface Pattern {
  readonly matches: (stationId: string) => boolean;
  readonly location: Location;
}

/** Where stations stand. Of several entries that a station fits the first one holds, one that names it before any pattern. */
export class StationLocations {
  readonly #byId = new Map<string, Location>();
  readonly #patterns: Pattern[] = [];

  constructor(entries: readonly LocationEntry[]) {
    for (const { stations, name, latitude, longitude } of entries) {
      const location = { name, latitude, longitude };
      const patterns = stations.filter((station) => station.includes('*'));
      if (patterns.length > 0) this.#patterns.push({ matches: stationMatcher(patterns), location });
      for (const station of stations)
        if (!station.includes('*') && !this.#byId.has(station)) this.#byId.set(station, location);
    }
  }

  /** The location of a station; one that is found by a pattern lies a little beside it, so that stations do not hide others. */
  find(stationId: string): Location | undefined {
    const named = this.#byId.get(stationId);
    if (named !== undefined) return named;
    const found = this.#patterns.find(({ matches }) => matches(stationId));
    return found && beside(found.location, stationId);
  }
}

function beside({ name, latitude, longitude }: Location, stationId: string): Location {
  const displacement = findDisplacement(stationId);
  const east = longitude + displacement.longitude;
  return {
    name,
    latitude: rounded(Math.max(-POLE, Math.min(POLE, latitude + displacement.latitude))),
    longitude: rounded(east > DATE_LINE ? east - CIRCLE : east < -DATE_LINE ? east + CIRCLE : east),
  };
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(DIGITS));
}

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
function findDisplacement(stationId: string): Displacement {
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
