export { startRetention, type RetentionRun } from '../retention/retention.ts';
export type { RollupComparison, RollupDiscrepancy } from './compare-rollups.ts';
export { markRangeDirty } from './mark-range-dirty.ts';
export { RollupRefresher, type RefreshStep } from './rollup-refresher.ts';
export type { RollupRange } from './station-days.ts';
