import { loadDocument } from '@weather/service-runtime';
import { defaultRules, type RuleSet } from '@weather/weather-rules';
import type { ConsumerConfig } from '../consumer-config.ts';
import { parseRules } from './parse-rules.ts';

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
