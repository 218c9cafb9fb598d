import type { Quantity } from '@weather/weather-schema/reading';
import type { RuleQuantity } from '../derived/measure.ts';

/** How bad it is, from the least; what the receivers of notifications choose by. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How a value is compared with the threshold: >, ≥, <, ≤. */
export const COMPARISONS = ['above', 'atLeast', 'below', 'atMost'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** The names of rules. */
export const RULE_NAME_PATTERN = /^[a-z0-9-]{1,64}$/;
export const RULE_NAME_EXPECTED = '1 to 64 of a-z, 0-9 and -';

/** Whether it is the high values that a comparison is about. */
export function isUpward(comparison: Comparison): boolean {
  return comparison === 'above' || comparison === 'atLeast';
}

interface NamedRule {
  /** 1–64 of a–z, 0–9 and -; the name of its episodes. */
  readonly name: string;
  readonly severity: Severity;
  /** Ids of stations, or patterns of them with `*`. */
  readonly stations: readonly string[];
}

/** When an episode begins, becomes an alert and ends. */
export interface Condition {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** An episode goes on while the value compares so with this; the threshold itself, or a value on its easier side. */
  readonly clear: number;
  /** How long it has to go on, in event time, before it is an alert. */
  readonly forMs: number;
}

/** A measured or derived value beyond a threshold, both in the unit of the wire (°C for what is derived). */
export interface ValueRule extends NamedRule, Condition {
  readonly kind: 'value';
  readonly quantity: RuleQuantity;
}

/**
 * A value that has changed: with `above` and `atLeast` the newest value less the lowest, with `below` and `atMost` less the
 * highest, of those that are at most `withinMs` older.
 */
export interface ChangeRule extends NamedRule, Condition {
  readonly kind: 'change';
  readonly quantity: RuleQuantity;
  readonly withinMs: number;
}

/** No reading of a station for longer than `silenceMs`. */
export interface SilenceRule extends NamedRule {
  readonly kind: 'silence';
  readonly silenceMs: number;
}

export type Rule = ValueRule | ChangeRule | SilenceRule;

/** The values of a quantity that are plausible, the ends included; an end that is missing is not the station's own. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** The plausible ranges of some stations, for quality control. */
export interface StationLimits {
  /** As of a rule. */
  readonly stations: readonly string[];
  readonly ranges: Readonly<Partial<Record<Quantity, Range>>>;
}

/** What a rules file says. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly limits: readonly StationLimits[];
}
