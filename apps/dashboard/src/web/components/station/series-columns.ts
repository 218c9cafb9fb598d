import type { TimeWindow } from './time-window.ts';

/** A series as plotted: columns of equal length in chronological order. */
export interface SeriesColumns {
  /** Epoch ms. */
  readonly times: readonly number[];
  /** Null where there is a gap. */
  readonly values: readonly (number | null)[];
  /** The quality flag of each value; see docs/quality-control.md. */
  readonly flags: readonly number[];
}

export const NO_COLUMNS: SeriesColumns = { times: [], values: [], flags: [] };

const GOOD = 0;
const NOT_CHECKED = 4;
const MISSING = 7;
/** Maximum number of points kept; exceeds the maximum of a response. */
const MAX_POINTS = 10_000;
/** An interval this many times as long as the median of the previous ones is a gap. */
const GAP_FACTOR = 4;
/** Number of intervals for the median. */
const INTERVALS = 9;

/** Whether a value failed a quality check. */
export function isFlagged(flag: number | undefined): boolean {
  return flag !== undefined && flag !== GOOD && flag !== NOT_CHECKED && flag !== MISSING;
}

/** Appends a live value, which has not been checked yet; ignores one that is not newer than the last one. */
export function appendLive(columns: SeriesColumns, at: number, value: number | null): SeriesColumns {
  const last = columns.times.at(-1);
  if (last !== undefined && at <= last) return columns;
  const points: { at: number; value: number | null; flag: number }[] = [];
  if (last !== undefined && isGap(columns.times, at))
    points.push({ at: last + 1, value: null, flag: MISSING });
  points.push({ at, value, flag: value === null ? MISSING : NOT_CHECKED });
  const kept = -MAX_POINTS;
  return {
    times: [...columns.times, ...points.map((point) => point.at)].slice(kept),
    values: [...columns.values, ...points.map((point) => point.value)].slice(kept),
    flags: [...columns.flags, ...points.map((point) => point.flag)].slice(kept),
  };
}

function isGap(times: readonly number[], at: number): boolean {
  const recent = [...times.slice(-INTERVALS - 1)];
  if (recent.length <= INTERVALS) return false;
  const intervals = recent.slice(1).map((time, index) => time - (recent[index] ?? time));
  const usual = intervals.sort((a, b) => a - b)[Math.floor(INTERVALS / 2)] ?? 0;
  return at - (recent.at(-1) ?? at) > usual * GAP_FACTOR;
}

/** Times, the line, and the flagged values, which the line skips without a break. */
export type PlotData = [number[], (number | null | undefined)[], (number | null | undefined)[]];

export function plotData({ times, values, flags }: SeriesColumns): PlotData {
  return [
    [...times],
    values.map((value, index) => (isFlagged(flags[index]) ? undefined : value)),
    values.map((value, index) => (isFlagged(flags[index]) ? value : undefined)),
  ];
}

/** Summarizes the good values of a window, and counts the flagged ones; null if it has no good value. */
export function summarizeSeries(
  { times, values, flags }: SeriesColumns,
  { from, to }: TimeWindow,
): Readonly<Record<'min' | 'max' | 'last' | 'flagged', number>> | null {
  const good: number[] = [];
  let flagged = 0;
  times.forEach((time, index) => {
    const value = values[index] ?? null;
    if (time < from || time >= to || value === null) return;
    if (isFlagged(flags[index])) flagged += 1;
    else good.push(value);
  });
  const last = good.at(-1);
  if (last === undefined) return null;
  return { min: Math.min(...good), max: Math.max(...good), last, flagged };
}
