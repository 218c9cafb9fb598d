import { IsNumber, IsOptional, IsString, Matches } from 'class-validator';
import { EARLIEST_TIMESTAMP, MAX_CITY_CHARACTERS, STATION_ID_PATTERN } from '../reading/limits.ts';
import { QUANTITY_NAMES } from '../reading/quantities.ts';
import { FollowsRule, inOrder, MessageFollowsRule } from '../validation/custom-rules.ts';

/** The subject of the issue when a reading has no quantity at all. */
export const EVERY_QUANTITY = 'every measured quantity';

const A_STRING = { message: 'expected a string' };

/** Validates a measured quantity: any finite number. Quality control flags implausible values. */
export function IsMeasured(): PropertyDecorator {
  return IsNumber({}, { message: 'expected a number' });
}

/** Validates a quantity that may be missing, or null to remove its stored value. */
function MayBeMeasured(): PropertyDecorator {
  return inOrder(IsOptional(), IsMeasured());
}

/** Validates a city, which may be missing or null. */
export function IsCity(): PropertyDecorator {
  const message = `the limit is ${MAX_CITY_CHARACTERS} characters`;
  return inOrder(
    IsOptional(),
    IsString(A_STRING),
    FollowsRule('maxCharacters', message, MAX_CITY_CHARACTERS),
  );
}

function IsStationId(): PropertyDecorator {
  const message = 'expected 1 to 64 of A-Z a-z 0-9 . _ : -';
  return inOrder(IsString(A_STRING), Matches(STATION_ID_PATTERN, { message }));
}

function IsObservationTime(): PropertyDecorator {
  return inOrder(
    IsString(A_STRING),
    FollowsRule('isInstant', 'expected a time with its zone, such as 2026-01-01T12:00:00Z'),
    FollowsRule('notBefore', `the limit is ${EARLIEST_TIMESTAMP}`, Date.parse(EARLIEST_TIMESTAMP)),
  );
}

/** A reading as in the JSON of a record. Unknown fields are ignored. */
@MessageFollowsRule(
  'atLeastOneOf',
  EVERY_QUANTITY,
  `expected at least one of ${QUANTITY_NAMES.join(', ')}`,
  QUANTITY_NAMES,
)
export class ReadingMessage {
  @IsStationId()
  stationId!: string;

  /** ISO 8601 with zone. */
  @IsObservationTime()
  observedAt!: string;

  @IsCity()
  city?: string | null;

  @MayBeMeasured()
  temperature?: number | null;

  @MayBeMeasured()
  humidity?: number | null;

  @MayBeMeasured()
  pressure?: number | null;

  @MayBeMeasured()
  windSpeed?: number | null;

  @MayBeMeasured()
  windGust?: number | null;

  @MayBeMeasured()
  windDirection?: number | null;

  @MayBeMeasured()
  precipitation?: number | null;
}
