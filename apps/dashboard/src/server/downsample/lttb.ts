/** The columns of a line: `times` in ascending order, `values` of the same length. */
export interface Line {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Both ends and a point between them. */
const MIN_POINTS = 3;

/**
 * Selects points of a line so that it looks the same: Largest-Triangle-Three-Buckets (Sveinn Steinarsson, 2013). The points
 * between the ends are divided into buckets. Each bucket keeps the point that forms the largest triangle with the previously
 * kept point and the mean of the next bucket.
 * @param candidates indices of points, in ascending order.
 * @returns at most `count` of these, in ascending order, including the first and the last if `count` is two or more.
 */
export function lttb({ times, values }: Line, candidates: ArrayLike<number>, count: number): number[] {
  const total = candidates.length;
  if (count >= total) return Array.from(candidates);
  if (count < MIN_POINTS) return [candidates[0] as number, candidates[total - 1] as number].slice(0, count);
  const width = (total - 2) / (count - 2);
  const kept = [candidates[0] as number];
  for (let bucket = 0; bucket < count - 2; bucket++) {
    const start = Math.floor(bucket * width) + 1;
    const end = Math.floor((bucket + 1) * width) + 1;
    const nextEnd = Math.min(Math.floor((bucket + 2) * width) + 1, total);
    const mean = findMean({ times, values }, candidates, end, nextEnd);
    kept.push(largestTriangle({ times, values }, candidates, { start, end }, kept.at(-1) as number, mean));
  }
  kept.push(candidates[total - 1] as number);
  return kept;
}

type Point = Readonly<Record<'time' | 'value', number>>;

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
