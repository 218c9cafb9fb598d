/** In units of the view box. */
export interface SparklineSize {
  readonly width: number;
  readonly height: number;
  /** Number of values that fill the width; fewer are aligned right. */
  readonly length: number;
}

const DIGITS = 1;

/** A line through the values from 0 (bottom) to the largest (top), with the last value at the right edge. */
export function sparklinePath(values: readonly number[], { width, height, length }: SparklineSize): string {
  const largest = Math.max(...values, Number.MIN_VALUE);
  const step = width / Math.max(1, length - 1);
  const start = width - step * (values.length - 1);
  return values
    .map((value, index) => {
      const x = (start + index * step).toFixed(DIGITS);
      const y = (height - (value / largest) * height).toFixed(DIGITS);
      return `${index === 0 ? 'M' : 'L'}${x} ${y}`;
    })
    .join('');
}
