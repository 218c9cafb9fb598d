import { parseDocument } from '@weather/service-runtime';
import { toRuleSet, type RuleSet } from '@weather/weather-rules';
import { RulesFile } from './rules-file.ts';

/**
 * Reads the text of a rules file, YAML as docs/alerts.md describes it.
 * @throws DocumentError with every issue and its place.
 */
export function parseRules(text: string): RuleSet {
  return toRuleSet(parseDocument(RulesFile, text, { contents: 'rules, and may contain limits' }));
}
