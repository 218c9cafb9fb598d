const ROUND_FROM = 10;
const DECIMALS = 2;

/** `12,345` */
export function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '–';
}

/** `12.3` */
export function tenths(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1) : '–';
}

/** `0.97`, `123` */
export function ratio(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= ROUND_FROM ? whole(value) : value.toFixed(DECIMALS);
}
