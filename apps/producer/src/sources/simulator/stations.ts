import { CITIES, type City } from './cities.ts';
import { asFraction, mix, mixText } from './hash.ts';

/** A simulated station in a city. */
export interface Station {
  readonly id: string;
  readonly city: City;
  /** Degrees, north and east positive. */
  readonly latitude: number;
  readonly longitude: number;
  /** Seed of the weather of the region, the same for all stations of a city. */
  readonly regionSalt: number;
  /** Seed of the differences between stations. */
  readonly localSalt: number;
}

/** Maximum distance of a city's further stations from its first, in degrees of latitude and longitude. */
const CITY_RADIUS_DEGREES = 0.25;
const LATITUDE_CHANNEL = 1;
const LONGITUDE_CHANNEL = 2;

/**
 * Creates the first `count` stations: one in each city, then a second one in each (`paris-2`), and so on. A station is the same
 * in every simulation, whatever the number of stations; its weather depends on the seed.
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
