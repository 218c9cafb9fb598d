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
