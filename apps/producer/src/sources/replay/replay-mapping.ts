import {
  AnyOf,
  ExactlyOneOf,
  expected,
  ListOf,
  MatchesPredicate,
  Nested,
  parseDocument,
} from '@weather/service-runtime';
import {
  isTimeZone,
  QUANTITY_NAMES,
  STATION_ID_PATTERN,
  UNITS_BY_QUANTITY,
  type Quantity,
  type UnitName,
} from '@weather/weather-schema';
import { IsIn, IsOptional, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { formatProblems } from './time-format.ts';

const COLUMN = expected('the name of a column');
const MAX_MISSING_TEXTS = 1_000;

/** The column that names the station of a row, or the station of all rows. */
@ExactlyOneOf('column', 'id')
export class StationMapping {
  @IsOptional()
  @IsString(COLUMN)
  column?: string;

  @IsOptional()
  @Matches(STATION_ID_PATTERN, expected('1 to 64 of A-Z a-z 0-9 . _ : -'))
  id?: string;
}

/** The column with the time of a row, and its format. */
export class TimeMapping {
  @IsString(COLUMN)
  column!: string;

  /** In luxon's tokens, for example `yyyy-MM-dd HH:mm`; without it ISO 8601 with the zone. */
  @IsOptional()
  @MatchesPredicate(isTimeFormat, describeTimeFormat)
  format?: string;

  /** IANA zone of the times in that format. */
  @ValidateIf(({ format, zone }: TimeMapping) => format !== undefined || zone !== undefined)
  @MatchesPredicate(
    (zone) => typeof zone === 'string' && isTimeZone(zone),
    'the time zone of the format, such as "America/New_York"',
  )
  zone?: string;
}

/** The column with the city of a row, or the city of each station. */
@ExactlyOneOf('column', 'byStation')
export class CityMapping {
  @IsOptional()
  @IsString(COLUMN)
  column?: string;

  @IsOptional()
  @MatchesPredicate(isTableOfTexts, 'an object of cities by station, such as {"EWR": "Newark"}')
  byStation?: Readonly<Record<string, string>>;
}

/** The column with the values of a quantity, and their unit. */
export interface QuantityMapping {
  readonly column: string;
  readonly unit: UnitName;
}

/** One class for each quantity, since the units differ. */
const QUANTITY_MAPPINGS = Object.fromEntries(
  QUANTITY_NAMES.map((quantity) => [quantity, createQuantityMapping(quantity)]),
) as Readonly<Record<Quantity, new () => QuantityMapping>>;

function createQuantityMapping(quantity: Quantity): new () => QuantityMapping {
  const units = UNITS_BY_QUANTITY[quantity];
  class MappingOfQuantity implements QuantityMapping {
    @IsString(COLUMN)
    column!: string;

    @IsIn(units, expected(`a unit of ${quantity}: ${units.join(', ')}`))
    unit!: UnitName;
  }
  return MappingOfQuantity;
}

/** The quantities of a file. */
@AnyOf(...QUANTITY_NAMES)
export class QuantitiesMapping {
  @IsQuantity('temperature') temperature?: QuantityMapping;
  @IsQuantity('humidity') humidity?: QuantityMapping;
  @IsQuantity('pressure') pressure?: QuantityMapping;
  @IsQuantity('windSpeed') windSpeed?: QuantityMapping;
  @IsQuantity('windGust') windGust?: QuantityMapping;
  @IsQuantity('windDirection') windDirection?: QuantityMapping;
  @IsQuantity('precipitation') precipitation?: QuantityMapping;
}

/** The mapping of the columns of a CSV file. */
export class ReplayMapping {
  @Nested(StationMapping, 'an object with either "column" or "id"')
  station!: StationMapping;

  @Nested(TimeMapping, 'an object such as {"column": "time"}')
  time!: TimeMapping;

  @IsOptional()
  @Nested(CityMapping, 'an object with either "column" or "byStation"')
  city?: CityMapping;

  @Nested(QuantitiesMapping, `an object with one or more of ${QUANTITY_NAMES.join(', ')}`)
  quantities!: QuantitiesMapping;

  /** The texts that mean a missing value. */
  @ListOf(
    { matches: (text) => typeof text === 'string', expected: 'a text' },
    { expected: 'a list of texts, such as ["", "NA"]', max: MAX_MISSING_TEXTS },
  )
  missing: readonly string[] = [''];

  /** The separator of the columns. */
  @Length(1, 1, expected('one character'))
  delimiter = ',';
}

/**
 * Parses a mapping from the JSON of its file.
 * @throws DocumentError with every issue and its path.
 */
export function parseMapping(text: string): ReplayMapping {
  return parseDocument(ReplayMapping, text, {
    format: 'json',
    contents: 'a JSON object with station, time and quantities',
  });
}

function IsQuantity(quantity: Quantity): PropertyDecorator {
  const rules = [
    IsOptional(),
    Nested(QUANTITY_MAPPINGS[quantity], 'an object such as {"column": "temp", "unit": "°C"}'),
  ];
  return (prototype, property) => rules.forEach((rule) => rule(prototype, property));
}

function isTimeFormat(format: unknown): boolean {
  return typeof format === 'string' && format !== '' && formatProblems(format).length === 0;
}

function describeTimeFormat({ format }: { readonly format?: unknown }): string {
  const problems = typeof format === 'string' && format !== '' ? formatProblems(format) : [];
  return ['a format such as "yyyy-MM-dd HH:mm"', ...problems.map((problem) => `it ${problem}`)].join('; ');
}

function isTableOfTexts(value: unknown): boolean {
  return typeof value === 'object' && Object.values(value ?? {}).every((text) => typeof text === 'string');
}
