export { dewPoint } from './derived/dew-point.ts';
export { heatIndex } from './derived/heat-index.ts';
export type { DerivedQuantity, RuleQuantity } from './derived/measure.ts';
export { windChill } from './derived/wind-chill.ts';
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
