const DIGITS = 1;

/** A line from 0 (bottom) to the largest value (top). `length` values fill the width; fewer are aligned right. */
export function sparklinePath(
  values: readonly number[],
  { width, height, length }: Readonly<Record<'width' | 'height' | 'length', number>>,
): string {
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
