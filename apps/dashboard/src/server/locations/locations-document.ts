import { expected, ListOf, loadDocument, MatchesPredicate, parseDocument } from '@weather/service-runtime';
import { isStationPattern } from '@weather/weather-rules';
import { IsString, MaxLength, MinLength } from 'class-validator';
import defaultLocations from './default-locations.json' with { type: 'json' };
import { StationLocations } from './station-locations.ts';

const MAX_LOCATIONS = 10_000;
const MAX_PATTERNS = 100;
const MAX_NAME = 80;
const POLE = 90;
const DATE_LINE = 180;
const NAME = expected(`the name of the location, of 1 to ${MAX_NAME} characters`);

/** An entry of the file: some stations and their location. */
export class LocationEntry {
  @ListOf(
    {
      matches: (id) => typeof id === 'string' && isStationPattern(id),
      expected: 'a station ID, in which * stands for any characters',
    },
    { expected: `a list of 1 to ${MAX_PATTERNS} station IDs`, min: 1, max: MAX_PATTERNS },
  )
  stations!: readonly string[];

  @IsString(NAME)
  @MinLength(1, NAME)
  @MaxLength(MAX_NAME, NAME)
  name!: string;

  @MatchesPredicate(isWithin(POLE), `degrees from -${POLE} to ${POLE}, north positive`)
  latitude!: number;

  @MatchesPredicate(isWithin(DATE_LINE), `degrees from -${DATE_LINE} to ${DATE_LINE}, east positive`)
  longitude!: number;
}

/** The contents of the file. */
export class LocationsDocument {
  @ListOf(LocationEntry, { expected: `a list of at most ${MAX_LOCATIONS} locations`, max: MAX_LOCATIONS })
  locations!: readonly LocationEntry[];
}

function isWithin(bound: number): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= -bound && value <= bound;
}

const MAX_KIB = 4_096;

/**
 * Loads the locations of a file; they take precedence over the built-in ones.
 * @throws ConfigurationError with every issue of the file.
 */
export function loadLocations(path: string | undefined): StationLocations {
  if (path === undefined) return new StationLocations(defaultLocations.locations);
  const { locations } = loadDocument('DASHBOARD_LOCATIONS_PATH', path, parseLocations);
  return new StationLocations([...locations, ...defaultLocations.locations]);
}

/**
 * Parses locations from YAML or JSON.
 * @throws DocumentError with every issue and its path.
 */
export function parseLocations(text: string): LocationsDocument {
  return parseDocument(LocationsDocument, text, { contents: 'locations', maxKib: MAX_KIB });
}
