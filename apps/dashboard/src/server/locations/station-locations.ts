import { stationMatcher } from '@weather/weather-rules';
import type { Location } from '../../contract/stations.ts';
import { findDisplacement } from './displacement.ts';
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
