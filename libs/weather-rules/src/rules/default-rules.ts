import type { RuleSet } from './rule.ts';

/** The rules without a rules file: an alert for as long as a station's temperature is above the threshold, in °C. */
export function defaultRules(thresholdCelsius: number): RuleSet {
  return {
    rules: [
      {
        kind: 'value',
        name: 'high-temperature',
        quantity: 'temperature',
        comparison: 'above',
        threshold: thresholdCelsius,
        clear: thresholdCelsius,
        forMs: 0,
        severity: 'warning',
        stations: ['*'],
      },
    ],
    limits: [],
  };
}
