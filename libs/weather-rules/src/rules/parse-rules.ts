import { FaultList, shown } from './fault-list.ts';
import { parseLimits } from './parse-limits.ts';
import { parseRule } from './parse-rule.ts';
import { readYaml } from './read-yaml.ts';
import type { RuleSet } from './rule.ts';
import { RulesError } from './rules-error.ts';
import { Section, type ListEntry } from './section.ts';

const MOST_RULES = 100;
const MOST_LIMITS = 100;
const FILE_KEYS = ['rules', 'limits'] as const;

/**
 * Reads the text of a rules file, YAML as docs/alerts.md describes it.
 * @throws RulesError with every fault and its place: what is no YAML, unknown keys, values that cannot be, more than 64 KiB
 * or 100 rules.
 */
export function parseRules(text: string): RuleSet {
  const faults = new FaultList();
  const content = readYaml(text, faults);
  const ruleSet = faults.faults.length === 0 ? parseFile(content, faults) : undefined;
  if (ruleSet === undefined || faults.faults.length > 0) throw new RulesError(faults.faults);
  return ruleSet;
}

function parseFile(content: unknown, faults: FaultList): RuleSet | undefined {
  const file = Section.of(content, '', FILE_KEYS, faults);
  if (file === undefined) return undefined;
  const entries = file.list('rules', MOST_RULES);
  const rules = entries.map(({ entry, path }) => parseRule(entry, path, faults));
  refuseRepeatedNames(entries, faults);
  const given = file.given(['limits']).length > 0 ? file.list('limits', MOST_LIMITS) : [];
  const limits = given.map(({ entry, path }) => parseLimits(entry, path, faults));
  return {
    rules: rules.filter((rule) => rule !== undefined),
    limits: limits.filter((own) => own !== undefined),
  };
}

/** Episodes are told apart by the name of their rule. */
function refuseRepeatedNames(entries: readonly ListEntry[], faults: FaultList): void {
  const first = new Map<unknown, string>();
  for (const { entry, path } of entries) {
    const name: unknown = (entry as { name?: unknown } | null)?.name;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, path);
    else if (typeof name === 'string') faults.add(`${path}.name is ${shown(name)}, so is ${earlier}.name`);
  }
}
