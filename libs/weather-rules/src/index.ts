export type { Alert } from './alerts/alert.ts';
export { findSilenceStart } from './alerts/rule-evaluators.ts';
export {
  getFlag,
  flagShift,
  hasPassed,
  NOT_CHECKED,
  packQuality,
  QUALITY_FLAG,
  TIMELINESS,
  getTimeliness,
  type QualityFlag,
  type Timeliness,
} from './quality/quality-flag.ts';
export { ReadingEvaluator } from './reading-evaluator.ts';
export { defaultRules } from './rules/default-rules.ts';
export { RULE_QUANTITIES, type RuleQuantity } from './derived/measure.ts';
export {
  COMPARISONS,
  isUpward,
  RULE_NAME_EXPECTED,
  RULE_NAME_PATTERN,
  SEVERITIES,
  type Comparison,
  type RuleSet,
  type Severity,
  type SilenceRule,
} from './rules/rule.ts';
export { toRuleSet, type LimitsEntry, type RuleEntry, type RulesDocument } from './rules/rules-document.ts';
export { isStationPattern, stationMatcher } from './rules/station-pattern.ts';
export {
  checkpointBefore,
  isBeforeEvaluation,
  newestCheckpoint,
  type Checkpoint,
  type CheckpointKind,
  type CheckpointSlot,
} from './evaluation/checkpoint.ts';
export {
  collectEffects,
  type BatchEffects,
  type ExceedanceRule,
  type OutOfOrderResult,
  type ReevaluatedStation,
  type StationAlert,
} from './evaluation/collect-effects.ts';
export { DirtyHours, type DirtyDay } from './evaluation/dirty-hours.ts';
export {
  evaluateInOrder,
  type EvaluatedReading,
  type InOrderResult,
} from './evaluation/evaluate-in-order.ts';
export {
  checkAsBeyondLateness,
  groupOutOfOrder,
  mergeOutOfOrder,
  type MergedStation,
} from './evaluation/merge-out-of-order.ts';
export { reevaluateStation } from './evaluation/reevaluate-station.ts';
export { planCheckpoints } from './evaluation/plan-checkpoints.ts';
export { restoreState, SHARED_FOR_MS, StationState, type Sharing } from './evaluation/station-state.ts';
