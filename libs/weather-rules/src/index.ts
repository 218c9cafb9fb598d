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
export { RULE_QUANTITIES, type RuleQuantity } from './derived/measure.ts';
export {
  COMPARISONS,
  isUpward,
  RULE_NAME_EXPECTED,
  RULE_NAME_PATTERN,
  SEVERITIES,
  type Comparison,
  type Rule,
  type RuleSet,
  type Severity,
  type SilenceRule,
} from './rules/rule.ts';
export { toRuleSet, type LimitsEntry, type RuleEntry, type RulesDocument } from './rules/rules-document.ts';
export { isStationPattern, stationMatcher } from './rules/station-pattern.ts';
