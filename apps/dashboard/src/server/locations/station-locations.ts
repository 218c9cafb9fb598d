import { stationMatcher } from '@weather/weather-rules';
import type { Location } from '../../contract/stations.ts';
import type { LocationEntry } from './locations-document.ts';

const POLE = 90;
const DATE_LINE = 180;
const CIRCLE = 360;
/** Number of decimal digits of a degree: ten metres. */
const DIGITS = 4;

interface Pattern {
  readonly matches: (stationId: string) => boolean;
  readonly location: Location;
}

/** The locations of stations. The first matching entry applies; an entry that names the station precedes any pattern. */
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

  /** The location of a station. Stations matched by a pattern are placed next to each other, so that none hides another. */
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
/** Further stations reuse the positions, so that a location does not grow without bound. */
const POSITIONS_IN_SPIRAL = 64;
/** Degrees from the centre to the first station next to it. */
const SPACING = 0.5;
const HASH_FACTOR = 31;
const HASH_MODULUS = 1_000_003;

/** The displacement of a station on a spiral (Vogel, 1979), in degrees, by the number at the end of its id or a hash of it. */
function findDisplacement(stationId: string): Pick<Location, 'latitude' | 'longitude'> {
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
