const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const SMALL_RATE = 10;

/** A count, with its thousands apart. */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** A rate: small ones have a digit after the point. */
export function formatRate(rate: number): string {
  return (rate < SMALL_RATE ? TENTHS : WHOLE).format(rate);
}
