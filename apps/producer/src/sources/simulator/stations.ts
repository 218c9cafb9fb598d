import { CITIES, type City } from './cities.ts';
import { asFraction, mix, mixText } from './hash.ts';

/** A simulated station: a city's climate at a place of its own. */
export interface Station {
  readonly id: string;
  readonly city: City;
  /** Degrees, north and east positive. */
  readonly latitude: number;
  readonly longitude: number;
  /** Makes the weather of the city's region: the same for all of its stations. */
  readonly regionSalt: number;
  /** Makes what differs from one station to the next. */
  readonly localSalt: number;
}

/** The further stations of a city stand at most so far from its first, in degrees of latitude and longitude. */
const CITY_RADIUS_DEGREES = 0.25;
const LATITUDE_CHANNEL = 1;
const LONGITUDE_CHANNEL = 2;

/**
 * The first `count` stations: one in each city, then a second one in each (`paris-2`), and so on. A station is the same
 * in every simulation, however many there are; its weather follows from the seed.
 */
export function createStations(count: number, seed: number): Station[] {
  return Array.from({ length: count }, (_, index) => createStation(index, seed));
}

function createStation(index: number, seed: number): Station {
  const city = CITIES[index % CITIES.length] as City;
  const number = Math.floor(index / CITIES.length) + 1;
  const place = mix(mixText(0, city.id), number);
  const regionSalt = mixText(seed, city.id);
  return {
    id: number === 1 ? city.id : `${city.id}-${number}`,
    city,
    latitude: city.latitude + displacement(number, mix(place, LATITUDE_CHANNEL)),
    longitude: city.longitude + displacement(number, mix(place, LONGITUDE_CHANNEL)),
    regionSalt,
    localSalt: mix(regionSalt, number),
  };
}

function displacement(number: number, hash: number): number {
  return number === 1 ? 0 : (2 * asFraction(hash) - 1) * CITY_RADIUS_DEGREES;
}
