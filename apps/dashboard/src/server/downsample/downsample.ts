import { hasPassed, type QualityFlag } from '@weather/weather-rules';
import type { QuantitySeries } from '@weather/weather-store/queries';
import { lttb } from './lttb.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema';

/** Columns of equal length; a null value is a gap. */
export interface DownsampledSeries {
  readonly times: number[];
  readonly values: (number | null)[];
  readonly flags: number[];
}

const ENDS = 2;

/**
 * Downsamples a series to at most `points` (three or more) that look the same. Both ends are kept, and flagged values up to half
 * of the points. The other values are downsampled separately, so that a wrong value does not hide their shape. A gap becomes a
 * null in its middle.
 */
export function downsample(series: QuantitySeries, points: number): DownsampledSeries {
  const { times } = series;
  const threshold = gapThreshold(series);
  const gapsBefore = countGaps(times, threshold);
  const gaps = gapsBefore.at(-1) ?? 0;
  // There is at most one null between two kept values, so half of the points are always free for values.
  const values = Math.max(points - gaps, Math.floor((points + 1) / 2));
  return withGaps(series, chooseValues(series, values), gapsBefore);
}

/** The number of gaps before each value. */
function countGaps(times: readonly number[], threshold: number): Uint32Array {
  const gaps = new Uint32Array(times.length);
  for (let at = 1; at < times.length; at++) {
    const isGap = (times[at] as number) - (times[at - 1] as number) > threshold;
    gaps[at] = (gaps[at - 1] as number) + (isGap ? 1 : 0);
  }
  return gaps;
}

/** The indices of the values that are kept, at most `count`. */
function chooseValues(series: QuantitySeries, count: number): number[] {
  const { times, flags } = series;
  if (times.length <= count) return times.map((_, index) => index);
  const flagged: number[] = [];
  const others: number[] = [];
  for (let index = 0; index < times.length; index++) {
    const isEnd = index === 0 || index === times.length - 1;
    (isEnd || hasPassed(flags[index] as QualityFlag) ? others : flagged).push(index);
  }
  const room = Math.max(Math.floor((count - ENDS) / 2), count - others.length);
  const kept = lttb(series, flagged, Math.min(flagged.length, room));
  return [...kept, ...lttb(series, others, count - kept.length)].sort((a, b) => a - b);
}

function withGaps(
  series: QuantitySeries,
  indices: readonly number[],
  gapsBefore: Uint32Array,
): DownsampledSeries {
  const downsampled: DownsampledSeries = { times: [], values: [], flags: [] };
  let previous: number | undefined;
  for (const index of indices) {
    const time = series.times[index] as number;
    if (previous !== undefined && gapsBefore[previous] !== gapsBefore[index]) {
      const middle = ((series.times[previous] as number) + time) / 2;
      push(downsampled, Math.floor(middle), null, 0);
    }
    push(downsampled, time, series.values[index] as number, series.flags[index] as number);
    previous = index;
  }
  return downsampled;
}

function push(
  { times, values, flags }: DownsampledSeries,
  time: number,
  value: number | null,
  flag: number,
): void {
  times.push(time);
  values.push(value);
  flags.push(flag);
}

/** An interval this many times as long as the median is a gap. */
const USUAL_INTERVALS = 5;
/** Hours and days are regular, so a missing one is a gap. */
const ROLLUP_INTERVALS = 1.5;

/** The interval, in ms, above which there is a gap. */
function gapThreshold({ resolution, times }: Pick<QuantitySeries, 'resolution' | 'times'>): number {
  switch (resolution) {
    case 'reading':
      return medianInterval(times) * USUAL_INTERVALS;
    case 'hour':
      return MS_PER_HOUR * ROLLUP_INTERVALS;
    case 'day':
      return MS_PER_DAY * ROLLUP_INTERVALS;
  }
}

function medianInterval(times: readonly number[]): number {
  const intervals = Float64Array.from(times.slice(1), (time, at) => time - (times[at] as number)).sort();
  return intervals[Math.floor(intervals.length / 2)] ?? 0;
}
