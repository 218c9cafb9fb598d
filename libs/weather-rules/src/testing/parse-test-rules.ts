import { parse } from 'yaml';
import type { RuleSet } from '../rules/rule.ts';
import { toRuleSet, type RulesDocument } from '../rules/rules-document.ts';

/** The rules of a document that a test writes as YAML; it is not validated. */
export function parseTestRules(yaml: string): RuleSet {
  return toRuleSet(parse(yaml) as RulesDocument);
}
