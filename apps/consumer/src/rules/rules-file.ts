import {
  AnyOf,
  describeNotOne,
  ExactlyOneOf,
  expected,
  findPresent,
  formatAlternatives,
  ListOf,
  MatchesPredicate,
  MayBeAbsent,
  Nested,
  ObjectRule,
} from '@weather/service-runtime';
import {
  COMPARISONS,
  isUpward,
  isStationPattern,
  RULE_NAME_EXPECTED,
  RULE_NAME_PATTERN,
  RULE_QUANTITIES,
  SEVERITIES,
  type Comparison,
  type LimitsEntry,
  type RuleEntry,
  type RuleQuantity,
  type RulesDocument,
  type Severity,
} from '@weather/weather-rules';
import { MS_PER_DAY, parseDuration, QUANTITY_NAMES } from '@weather/weather-schema';
import { IsIn, Matches } from 'class-validator';

const MAX_RULES = 100;
const MAX_LIMITS = 100;
const MAX_PATTERNS = 100;
const MAX_DURATION_DAYS = 7;
const DURATION = `a duration such as 90s, 10m or 2h, up to ${MAX_DURATION_DAYS}d`;
const CONDITION_KEYS = [...COMPARISONS, 'clear', 'for'];

/** A direction wraps around: from 350° to 10° is not a change of −340°. */
const CHANGING_QUANTITIES = RULE_QUANTITIES.filter((name) => name !== 'windDirection');

/** The quantity whose change within a time a rule is about. */
export class ChangeEntry {
  @IsIn(CHANGING_QUANTITIES, expected(formatAlternatives(CHANGING_QUANTITIES)))
  quantity!: RuleQuantity;

  @IsDuration(1)
  within!: string;
}

/** One entry of `rules`. */
@ExactlyOneOf('quantity', 'change', 'silence')
@ObjectRule(hasOneComparison, (entry) => describeNotOne(entry, COMPARISONS))
@ObjectRule(isSilenceAlone, describeSilenceConflict)
export class RuleFileEntry implements RuleEntry {
  @Matches(RULE_NAME_PATTERN, expected(RULE_NAME_EXPECTED))
  name!: string;

  @MayBeAbsent()
  @IsIn(RULE_QUANTITIES, expected(formatAlternatives(RULE_QUANTITIES)))
  quantity?: RuleQuantity;

  @MayBeAbsent()
  @Nested(ChangeEntry, 'an object with quantity and within')
  change?: ChangeEntry;

  @MayBeAbsent()
  @IsDuration(1)
  silence?: string;

  @IsThreshold() above?: number;
  @IsThreshold() atLeast?: number;
  @IsThreshold() below?: number;
  @IsThreshold() atMost?: number;

  @MayBeAbsent()
  @MatchesPredicate(isOnEasierSide, describeClear)
  clear?: number;

  @MayBeAbsent()
  @IsDuration(0)
  for?: string;

  @IsIn(SEVERITIES, expected(formatAlternatives(SEVERITIES)))
  severity: Severity = 'warning';

  @AreStations()
  stations: readonly string[] = ['*'];
}

/** The plausible values of a quantity, both ends included. */
@AnyOf('min', 'max')
export class RangeEntry {
  @MayBeAbsent()
  @MatchesPredicate<RangeEntry>(
    (min, { max }) => isNumber(min) && (!isNumber(max) || min <= max),
    ({ max }) => (isNumber(max) ? `a number of at most max, ${max}` : 'a number'),
  )
  min?: number;

  @MayBeAbsent()
  @MatchesPredicate(isNumber, 'a number')
  max?: number;
}

/** One entry of `limits`. */
@AnyOf(...QUANTITY_NAMES)
export class LimitsFileEntry implements LimitsEntry {
  @AreStations()
  stations!: readonly string[];

  @IsRange() temperature?: RangeEntry;
  @IsRange() humidity?: RangeEntry;
  @IsRange() pressure?: RangeEntry;
  @IsRange() windSpeed?: RangeEntry;
  @IsRange() windGust?: RangeEntry;
  @IsRange() windDirection?: RangeEntry;
  @IsRange() precipitation?: RangeEntry;
}

/** A rules file. */
export class RulesFile implements RulesDocument {
  @ListOf(RuleFileEntry, { expected: 'a list of rules', max: MAX_RULES, unique: 'name' })
  rules!: readonly RuleFileEntry[];

  @ListOf(LimitsFileEntry, { expected: 'a list of limits', max: MAX_LIMITS })
  limits: readonly LimitsFileEntry[] = [];
}

function IsDuration(minMs: number): PropertyDecorator {
  const isInRange = (text: unknown): boolean => {
    const ms = parseDuration(text) ?? -1;
    return ms >= minMs && ms <= MAX_DURATION_DAYS * MS_PER_DAY;
  };
  return MatchesPredicate(isInRange, minMs === 0 ? DURATION : `${DURATION}, and not 0`);
}

function IsThreshold(): PropertyDecorator {
  return combine(MayBeAbsent(), MatchesPredicate(isThreshold, describeThreshold));
}

function IsRange(): PropertyDecorator {
  return combine(MayBeAbsent(), Nested(RangeEntry, 'an object with min, max or both'));
}

function AreStations(): PropertyDecorator {
  const item = {
    matches: (id: unknown) => typeof id === 'string' && isStationPattern(id),
    expected: 'a station ID in quotes, in which * stands for any characters',
  };
  return ListOf(item, { expected: 'a list of station IDs', max: MAX_PATTERNS });
}

function combine(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => decorators.forEach((decorate) => decorate(prototype, property));
}

function hasOneComparison(entry: RuleFileEntry): boolean {
  return entry.silence !== undefined || findPresent(entry, COMPARISONS).length === 1;
}

function isSilenceAlone(entry: RuleFileEntry): boolean {
  return entry.silence === undefined || findPresent(entry, CONDITION_KEYS).length === 0;
}

function describeSilenceConflict(entry: RuleFileEntry): string {
  const conflicting = findPresent(entry, CONDITION_KEYS).join(' and ');
  return `has silence and ${conflicting}; expected silence without ${formatAlternatives(CONDITION_KEYS)}`;
}

/** A change has the sign of its comparison or is 0: any other threshold would always hold, or never. */
function hasSignOf(comparison: Comparison, value: number): boolean {
  return isUpward(comparison) ? value > 0 : value < 0;
}

function describeSign(comparison: Comparison): string {
  return isUpward(comparison)
    ? 'a number above 0, since it is a rise'
    : 'a number below 0, since it is a fall';
}

function isThreshold(value: unknown, entry: RuleFileEntry): boolean {
  const comparison = findComparison(entry);
  if (!isNumber(value)) return false;
  return entry.change === undefined || comparison === undefined || hasSignOf(comparison, value);
}

function describeThreshold(entry: RuleFileEntry): string {
  const comparison = findComparison(entry);
  const isChange = entry.change !== undefined && comparison !== undefined;
  return isChange && isNumber(entry[comparison]) ? describeSign(comparison) : 'a number';
}

/** With `clear` beyond the threshold a value could end an alert and start the next one at once. */
function isOnEasierSide(clear: unknown, entry: RuleFileEntry): boolean {
  const comparison = findComparison(entry);
  if (!isNumber(clear)) return false;
  const threshold = comparison && entry[comparison];
  if (comparison === undefined || !isNumber(threshold)) return true;
  const isEasier = isUpward(comparison) ? clear <= threshold : clear >= threshold;
  return isEasier && (entry.change === undefined || hasSignOf(comparison, clear));
}

function describeClear(entry: RuleFileEntry): string {
  const comparison = findComparison(entry);
  const threshold = comparison && entry[comparison];
  if (comparison === undefined || !isNumber(threshold) || !isNumber(entry.clear)) return 'a number';
  const isWrongSign = entry.change !== undefined && !hasSignOf(comparison, entry.clear);
  if (isWrongSign) return describeSign(comparison);
  return `a number of at ${isUpward(comparison) ? 'most' : 'least'} ${threshold}, the threshold`;
}

function findComparison(entry: RuleFileEntry): Comparison | undefined {
  return COMPARISONS.find((name) => entry[name] !== undefined);
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
