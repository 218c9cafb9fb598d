import { parseDuration, QUANTITY_NAMES, type Quantity } from '@weather/weather-schema/reading';
import type { RuleQuantity } from '../derived/measure.ts';
import {
  COMPARISONS,
  type Comparison,
  type Condition,
  type Range,
  type Rule,
  type RuleSet,
  type Severity,
  type StationLimits,
} from './rule.ts';

/** A rules file as docs/alerts.md describes it: durations are texts, and the kind of a rule follows from the field it has. */
export interface RulesDocument {
  readonly rules: readonly RuleEntry[];
  readonly limits?: readonly LimitsEntry[];
}

/** One of `quantity`, `change` and `silence`, and for the first two a comparison with its threshold. */
export interface RuleEntry extends Readonly<Partial<Record<Comparison, number>>> {
  readonly name: string;
  readonly quantity?: RuleQuantity;
  readonly change?: { readonly quantity: RuleQuantity; readonly within: string };
  readonly silence?: string;
  readonly clear?: number;
  readonly for?: string;
  readonly severity?: Severity;
  readonly stations?: readonly string[];
}

export interface LimitsEntry extends Readonly<Partial<Record<Quantity, Range>>> {
  readonly stations: readonly string[];
}

/** The rules and limits of a document that has been validated. */
export function toRuleSet({ rules, limits = [] }: RulesDocument): RuleSet {
  return { rules: rules.map(toRule), limits: limits.map(toStationLimits) };
}

function toRule(entry: RuleEntry): Rule {
  const { name, severity = 'warning', stations = ['*'], quantity, change, silence } = entry;
  const common = { name, severity, stations };
  if (quantity !== undefined) return { kind: 'value', ...common, quantity, ...toCondition(entry) };
  if (change !== undefined) {
    const changed = { quantity: change.quantity, withinMs: toMs(change.within) };
    return { kind: 'change', ...common, ...changed, ...toCondition(entry) };
  }
  return { kind: 'silence', ...common, silenceMs: toMs(silence) };
}

function toCondition(entry: RuleEntry): Condition {
  for (const comparison of COMPARISONS) {
    const threshold = entry[comparison];
    if (threshold === undefined) continue;
    const { clear = threshold, for: duration = '0s' } = entry;
    return { comparison, threshold, clear, forMs: toMs(duration) };
  }
  throw new Error(`the rule ${entry.name} has no threshold`);
}

function toMs(duration: unknown): number {
  const ms = parseDuration(duration);
  if (ms === undefined) throw new Error(`${String(duration)} is not a duration`);
  return ms;
}

function toStationLimits({ stations, ...entry }: LimitsEntry): StationLimits {
  const ranges: Partial<Record<Quantity, Range>> = {};
  for (const quantity of QUANTITY_NAMES) {
    const range = entry[quantity];
    if (range !== undefined) ranges[quantity] = { ...range };
  }
  return { stations, ranges };
}
