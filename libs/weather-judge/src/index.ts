export {
  flagOf,
  hasPassed,
  packQuality,
  QUALITY_FLAG,
  TIMELINESS,
  timelinessOf,
  type QualityFlag,
  type Timeliness,
} from './quality/quality-flag.ts';
