import { loadDocument, parseDocument } from '@weather/service-runtime';
import { defaultRules, toRuleSet, type RuleSet } from '@weather/weather-rules';
import type { ConsumerConfig } from '../consumer-config.ts';
import { RulesFile } from './rules-file.ts';

/**
 * The alert rules that the settings ask for.
 * @throws ConfigurationError when the file cannot be read, or with every issue in it.
 */
export function loadRules({
  alertRulesPath,
  alertThresholdCelsius,
}: Pick<ConsumerConfig, 'alertRulesPath' | 'alertThresholdCelsius'>): RuleSet {
  return alertRulesPath === undefined
    ? defaultRules(alertThresholdCelsius)
    : loadDocument('ALERT_RULES_PATH', alertRulesPath, parseRules);
}

/**
 * Parses a rules file, YAML as docs/alerts.md describes it.
 * @throws DocumentError with every issue and its place.
 */
export function parseRules(text: string): RuleSet {
  return toRuleSet(parseDocument(RulesFile, text, { contents: 'rules, and may contain limits' }));
}
