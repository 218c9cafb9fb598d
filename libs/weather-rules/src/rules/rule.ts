import type { Quantity } from '@weather/weather-schema/reading';
import type { RuleQuantity } from '../derived/measure.ts';

/** The severities of alerts in ascending order; receivers select notifications by them. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The comparisons of a value with the threshold: >, ≥, <, ≤. */
export const COMPARISONS = ['above', 'atLeast', 'below', 'atMost'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** The names of rules. */
export const RULE_NAME_PATTERN = /^[a-z0-9-]{1,64}$/;
export const RULE_NAME_EXPECTED = '1 to 64 of a-z, 0-9 and -';

/** Whether a comparison is about high values. */
export function isUpward(comparison: Comparison): boolean {
  return comparison === 'above' || comparison === 'atLeast';
}

interface NamedRule {
  /** 1–64 of a–z, 0–9 and -; the name of its alerts. */
  readonly name: string;
  readonly severity: Severity;
  /** Station ids, or patterns of them with `*`. */
  readonly stations: readonly string[];
}

/** The condition under which an alert starts, fires and ends. */
export interface Condition {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** An alert continues while the value compares so with this: the threshold itself, or a value on its easier side (hysteresis). */
  readonly clear: number;
  /** How long the condition has to hold, in event time, before the alert fires. */
  readonly forMs: number;
}

/** A rule about a measured or derived value, in the unit of the wire (°C for derived ones). */
export interface ValueRule extends NamedRule, Condition {
  readonly kind: 'value';
  readonly quantity: RuleQuantity;
}

/**
 * A rule about the change of a value: the newest value minus the lowest one (`above`, `atLeast`) or the highest one (`below`,
 * `atMost`) of the last `withinMs`.
 */
export interface ChangeRule extends NamedRule, Condition {
  readonly kind: 'change';
  readonly quantity: RuleQuantity;
  readonly withinMs: number;
}

/** A rule about stale stations: no reading for longer than `silenceMs`. */
export interface SilenceRule extends NamedRule {
  readonly kind: 'silence';
  readonly silenceMs: number;
}

export type Rule = ValueRule | ChangeRule | SilenceRule;

/** The plausible values of a quantity, both ends included; where an end is missing, the default holds. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** The plausible ranges of some stations, for quality control. */
export interface StationLimits {
  /** Station ids or patterns, as in a rule. */
  readonly stations: readonly string[];
  readonly ranges: Readonly<Partial<Record<Quantity, Range>>>;
}

/** The contents of a rules file. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly limits: readonly StationLimits[];
}
