import { isFlagged, type SeriesColumns } from './series-columns.ts';
import type { TimeWindow } from './time-window.ts';

/** A series in words. Flagged values count as such only. */
export interface SeriesSummary {
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly flagged: number;
}

/** What a window of a series holds; null where it has no good value. */
export function summarizeSeries(
  { times, values, flags }: SeriesColumns,
  { from, to }: TimeWindow,
): SeriesSummary | null {
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
