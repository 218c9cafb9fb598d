export { dewPoint } from './derived/dew-point.ts';
export { heatIndex } from './derived/heat-index.ts';
export type { DerivedQuantity, RuleQuantity } from './derived/measure.ts';
export { windChill } from './derived/wind-chill.ts';
export { EPISODE_MOVES, type Episode, type EpisodeState } from './episodes/episode.ts';
export { silenceDue } from './episodes/silence-due.ts';
export {
  flagOf,
  flagShift,
  hasPassed,
  packQuality,
  QUALITY_FLAG,
  TIMELINESS,
  timelinessOf,
  type QualityFlag,
  type Timeliness,
} from './quality/quality-flag.ts';
export { ReadingJudge, type StationState } from './reading-judge.ts';
export { defaultRules } from './rules/default-rules.ts';
export { RULE_NAME } from './rules/field-types.ts';
export { parseRules } from './rules/parse-rules.ts';
export {
  SEVERITIES,
  type ChangeRule,
  type Comparison,
  type Condition,
  type Range,
  type Rule,
  type RuleSet,
  type Severity,
  type SilenceRule,
  type StationLimits,
  type ValueRule,
} from './rules/rule.ts';
export { RulesError } from './rules/rules-error.ts';
export { limitsOf } from './rules/station-limits.ts';
export { stationMatcher } from './rules/station-pattern.ts';
