/** The columns of a line: `times` in ascending order, `values` of the same length. */
export interface Line {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** The least that keeps both ends and something between them. */
const LEAST = 3;

/**
 * Which points of a line to draw so that it looks the same: Largest-Triangle-Three-Buckets (Sveinn Steinarsson, 2013). The
 * points between the ends are divided into buckets; of each the one is kept that makes the largest triangle with the one
 * kept before and the mean of the bucket behind.
 * @param candidates indices of points, in ascending order.
 * @returns at most `count` of these, in ascending order; from two on the first and the last are among them.
 */
export function lttb({ times, values }: Line, candidates: ArrayLike<number>, count: number): number[] {
  const total = candidates.length;
  if (count >= total) return Array.from(candidates);
  if (count < LEAST) return [candidates[0] as number, candidates[total - 1] as number].slice(0, count);
  const width = (total - 2) / (count - 2);
  const kept = [candidates[0] as number];
  for (let bucket = 0; bucket < count - 2; bucket++) {
    const start = Math.floor(bucket * width) + 1;
    const end = Math.floor((bucket + 1) * width) + 1;
    const behindEnd = Math.min(Math.floor((bucket + 2) * width) + 1, total);
    const mean = findMean({ times, values }, candidates, end, behindEnd);
    kept.push(largestTriangle({ times, values }, candidates, { start, end }, kept.at(-1) as number, mean));
  }
  kept.push(candidates[total - 1] as number);
  return kept;
}

interface Point {
  readonly time: number;
  readonly value: number;
}

function findMean({ times, values }: Line, candidates: ArrayLike<number>, start: number, end: number): Point {
  let time = 0;
  let value = 0;
  for (let at = start; at < end; at++) {
    const index = candidates[at] as number;
    time += times[index] as number;
    value += values[index] as number;
  }
  return { time: time / (end - start), value: value / (end - start) };
}

function largestTriangle(
  { times, values }: Line,
  candidates: ArrayLike<number>,
  { start, end }: { readonly start: number; readonly end: number },
  before: number,
  mean: Point,
): number {
  const time = times[before] as number;
  const value = values[before] as number;
  let largest = -1;
  let chosen = candidates[start] as number;
  for (let at = start; at < end; at++) {
    const index = candidates[at] as number;
    const area = Math.abs(
      (time - mean.time) * ((values[index] as number) - value) -
        (time - (times[index] as number)) * (mean.value - value),
    );
    if (area > largest) {
      largest = area;
      chosen = index;
    }
  }
  return chosen;
}
