import { HasAnyOf, HasExactlyOneOf, MatchesPredicate } from '@weather/service-runtime';
import {
  isTimeZone,
  QUANTITY_NAMES,
  STATION_ID_PATTERN,
  UNITS_BY_QUANTITY,
  type Quantity,
  type UnitName,
} from '@weather/weather-schema';
import {
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const A_COLUMN = { message: 'must be the name of a column' };
const A_QUANTITY = { message: 'must be an object such as {"column": "temp", "unit": "°C"}' };
const SOME_TEXTS = { message: 'must be a list of texts, such as ["", "NA"]' };

/** Where the station of a row stands, or which one all rows are of. */
export class StationMapping {
  @IsOptional()
  @IsString(A_COLUMN)
  column?: string;

  @IsOptional()
  @Matches(STATION_ID_PATTERN, { message: 'must be 1 to 64 of A-Z a-z 0-9 . _ : -' })
  id?: string;
}

/** Where the time of a row stands and how it is written. */
export class TimeMapping {
  @IsString(A_COLUMN)
  column!: string;

  /** In luxon's tokens, for example `yyyy-MM-dd HH:mm`; without it ISO 8601 with the zone. */
  @IsOptional()
  @IsString({ message: 'must be a format such as "yyyy-MM-dd HH:mm"' })
  @MinLength(1, { message: 'must not be empty' })
  format?: string;

  /** IANA zone of the times in that format. */
  @ValidateIf(({ format, zone }: TimeMapping) => format !== undefined || zone !== undefined)
  @MatchesPredicate(
    (zone) => typeof zone === 'string' && isTimeZone(zone),
    'must be the time zone of the format, such as "America/New_York"',
  )
  zone?: string;
}

/** Where the city of a row stands, or which city a station stands in. */
export class CityMapping {
  @IsOptional()
  @IsString(A_COLUMN)
  column?: string;

  @IsOptional()
  @MatchesPredicate(isTableOfTexts, 'must be an object of cities by station, such as {"EWR": "Newark"}')
  byStation?: Readonly<Record<string, string>>;
}

/** Where the values of a quantity stand, and their unit. */
export interface QuantityMapping {
  readonly column: string;
  readonly unit: UnitName;
}

/** A class of its own for each quantity, since each has its own units. */
export const QUANTITY_MAPPINGS = Object.fromEntries(
  QUANTITY_NAMES.map((quantity) => [quantity, mappingOf(quantity)]),
) as Readonly<Record<Quantity, new () => QuantityMapping>>;

function mappingOf(quantity: Quantity): new () => QuantityMapping {
  const units = UNITS_BY_QUANTITY[quantity];
  class MappingOfQuantity implements QuantityMapping {
    @IsString(A_COLUMN)
    column!: string;

    @IsIn(units, { message: `must be a unit of ${quantity}: ${units.join(', ')}` })
    unit!: UnitName;
  }
  return MappingOfQuantity;
}

/** The quantities that a file has. */
export class QuantitiesMapping {
  @IsQuantity() temperature?: QuantityMapping;
  @IsQuantity() humidity?: QuantityMapping;
  @IsQuantity() pressure?: QuantityMapping;
  @IsQuantity() windSpeed?: QuantityMapping;
  @IsQuantity() windGust?: QuantityMapping;
  @IsQuantity() windDirection?: QuantityMapping;
  @IsQuantity() precipitation?: QuantityMapping;
}

/** What the columns of a CSV file mean. */
export class ReplayMapping {
  @HasExactlyOneOf('column', 'id')
  @ValidateNested()
  station!: StationMapping;

  @IsObject({ message: 'must be an object such as {"column": "time"}' })
  @ValidateNested()
  time!: TimeMapping;

  @IsOptional()
  @HasExactlyOneOf('column', 'byStation')
  @ValidateNested()
  city?: CityMapping;

  @HasAnyOf(...QUANTITY_NAMES)
  @ValidateNested()
  quantities!: QuantitiesMapping;

  /** The texts that stand for a missing value. */
  @IsArray(SOME_TEXTS)
  @IsString({ ...SOME_TEXTS, each: true })
  missing: readonly string[] = [''];

  /** What separates the columns. */
  @Length(1, 1, { message: 'must be one character' })
  delimiter = ',';
}

function IsQuantity(): PropertyDecorator {
  return (prototype, property) => {
    for (const rule of [IsOptional(), IsObject(A_QUANTITY), ValidateNested()]) rule(prototype, property);
  };
}

function isTableOfTexts(value: unknown): boolean {
  return typeof value === 'object' && Object.values(value ?? {}).every((text) => typeof text === 'string');
}
