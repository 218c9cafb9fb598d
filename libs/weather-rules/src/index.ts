export type { Episode } from './episodes/episode.ts';
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
export type { Rule, RuleSet, SilenceRule } from './rules/rule.ts';
export { RulesError } from './rules/rules-error.ts';
export { stationMatcher } from './rules/station-pattern.ts';
