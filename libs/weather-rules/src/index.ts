export type { Alert } from './alerts/alert.ts';
export { findSilenceStart } from './alerts/rule-evaluators.ts';
export {
  getFlag,
  flagShift,
  hasPassed,
  packQuality,
  QUALITY_FLAG,
  TIMELINESS,
  getTimeliness,
  type QualityFlag,
  type Timeliness,
} from './quality/quality-flag.ts';
export { ReadingEvaluator, type StationState } from './reading-evaluator.ts';
export { defaultRules } from './rules/default-rules.ts';
export { RULE_NAME } from './rules/field-types.ts';
export { parseRules } from './rules/parse-rules.ts';
export type { Rule, RuleSet, SilenceRule } from './rules/rule.ts';
export { RulesError } from './rules/rules-error.ts';
export { stationMatcher } from './rules/station-pattern.ts';
