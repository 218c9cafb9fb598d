import { isObject, MatchesPredicate } from '@weather/service-runtime';
import { IsString, MaxLength, MinLength, ValidateNested } from 'class-validator';

const MAX_LOCATIONS = 10_000;
const MAX_PATTERNS = 100;
const MAX_NAME = 80;
const POLE = 90;
const DATE_LINE = 180;
const STATION_PATTERN = /^[A-Za-z0-9._:*-]{1,64}$/;

/** Where some stations stand. */
export class LocationEntry {
  @MatchesPredicate(
    areStations,
    `must be a list of one to ${MAX_PATTERNS} ids of stations, in which * stands for any characters`,
  )
  stations!: readonly string[];

  @IsString({ message: 'must be the name of the location' })
  @MinLength(1, { message: 'must be the name of the location' })
  @MaxLength(MAX_NAME, { message: `must not be longer than ${MAX_NAME} characters` })
  name!: string;

  @MatchesPredicate(within(POLE), `must be degrees from -${POLE} to ${POLE}, north positive`)
  latitude!: number;

  @MatchesPredicate(within(DATE_LINE), `must be degrees from -${DATE_LINE} to ${DATE_LINE}, east positive`)
  longitude!: number;
}

/** The file with the locations. */
export class LocationsDocument {
  @MatchesPredicate(areLocations, `must be a list of at most ${MAX_LOCATIONS} locations`)
  @ValidateNested({ each: true })
  locations!: readonly LocationEntry[];
}

function within(bound: number): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= -bound && value <= bound;
}

function areStations(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PATTERNS) return false;
  return value.every((pattern) => typeof pattern === 'string' && STATION_PATTERN.test(pattern));
}

function areLocations(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MAX_LOCATIONS && value.every(isObject);
}
