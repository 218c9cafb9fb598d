import { defaultRules, parseRules, RulesError, type RuleSet } from '@weather/weather-rules';
import { ConfigurationError, readSettingFile } from '@weather/service-runtime';
import type { ConsumerConfig } from './consumer-config.ts';

const RULES_SETTING = 'ALERT_RULES_PATH';

/**
 * The alert rules that the settings ask for.
 * @throws ConfigurationError when the file cannot be read, or with every fault in it.
 */
export function loadRules({
  alertRulesPath,
  alertThresholdCelsius,
}: Pick<ConsumerConfig, 'alertRulesPath' | 'alertThresholdCelsius'>): RuleSet {
  if (alertRulesPath === undefined) return defaultRules(alertThresholdCelsius);
  const text = readSettingFile(RULES_SETTING, alertRulesPath);
  try {
    return parseRules(text);
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    throw new ConfigurationError(
      error.faults.map((fault) => ({ env: RULES_SETTING, problem: `: "${alertRulesPath}": ${fault}` })),
    );
  }
}
