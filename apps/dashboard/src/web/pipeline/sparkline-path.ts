/** In the units of the drawing. */
export interface SparklineSize {
  readonly width: number;
  readonly height: number;
  /** Values that fill the width; fewer begin further to the right. */
  readonly length: number;
}

const DIGITS = 1;

/** The line through the values, the last one at the right edge, 0 at the bottom and the largest at the top. */
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
