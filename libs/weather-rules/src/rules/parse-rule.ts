import type { FaultList } from './fault-list.ts';
import { CHANGING_QUANTITY, RULE_NAME, RULE_QUANTITY, SEVERITY, SOME_DURATION } from './field-types.ts';
import { parseCondition, refuseWrongSign } from './parse-condition.ts';
import { ALL_STATIONS, parseStations } from './parse-stations.ts';
import { COMPARISONS, type ChangeRule, type Rule, type SilenceRule, type ValueRule } from './rule.ts';
import { Section } from './section.ts';

const SUBJECTS = ['quantity', 'change', 'silence'] as const;
const CONDITION_KEYS = [...COMPARISONS, 'clear', 'for'];

/** The keys that a rule may have. */
export const RULE_KEYS: readonly string[] = ['name', ...SUBJECTS, ...CONDITION_KEYS, 'severity', 'stations'];

/** The keys of a rule's `change`. */
export const CHANGE_KEYS: readonly string[] = ['quantity', 'within'];

type Named = Pick<Rule, 'name' | 'severity' | 'stations'>;

/** One entry of `rules`; undefined, and faults, if it is not one. */
export function parseRule(entry: unknown, path: string, faults: FaultList): Rule | undefined {
  const section = Section.of(entry, path, RULE_KEYS, faults);
  if (section === undefined) return undefined;
  const named = parseNamed(section);
  const subject = section.oneOf(SUBJECTS);
  if (subject === undefined) return undefined;
  return PARSERS[subject](section, named);
}

/** What a fault was found in is given a default, so that the faults of the rest are found as well. */
function parseNamed(section: Section): Named {
  return {
    name: section.required('name', RULE_NAME) ?? '',
    severity: section.optional('severity', SEVERITY, 'warning') ?? 'warning',
    stations: section.given(['stations']).length > 0 ? parseStations(section) : ALL_STATIONS,
  };
}

const PARSERS = { quantity: parseValueRule, change: parseChangeRule, silence: parseSilenceRule } as const;

function parseValueRule(section: Section, named: Named): ValueRule | undefined {
  const quantity = section.required('quantity', RULE_QUANTITY);
  const condition = parseCondition(section);
  if (quantity === undefined || condition === undefined) return undefined;
  return { kind: 'value', ...named, quantity, ...condition };
}

function parseChangeRule(section: Section, named: Named): ChangeRule | undefined {
  const change = section.section('change', CHANGE_KEYS);
  const quantity = change?.required('quantity', CHANGING_QUANTITY);
  const withinMs = change?.required('within', SOME_DURATION);
  const condition = parseCondition(section);
  if (condition !== undefined) refuseWrongSign(section, condition);
  if (quantity === undefined || withinMs === undefined || condition === undefined) return undefined;
  return { kind: 'change', ...named, quantity, withinMs, ...condition };
}

function parseSilenceRule(section: Section, named: Named): SilenceRule | undefined {
  for (const key of section.given(CONDITION_KEYS)) {
    section.faults.add(`${section.path}.${key} does not go with silence`);
  }
  const silenceMs = section.required('silence', SOME_DURATION);
  return silenceMs === undefined ? undefined : { kind: 'silence', ...named, silenceMs };
}
