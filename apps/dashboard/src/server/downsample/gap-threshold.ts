import { MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema';
import type { QuantitySeries } from '@weather/weather-store/queries';

/** A pause that is so many times as long as usual is a gap. */
const USUAL_INTERVALS = 5;
/** Hours and days come regularly: one that is not there is a gap. */
const ROLLUP_INTERVALS = 1.5;

/** The time between two values, in ms, beyond which there is a gap: by their median where they are readings. */
export function gapThreshold({ resolution, times }: Pick<QuantitySeries, 'resolution' | 'times'>): number {
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
