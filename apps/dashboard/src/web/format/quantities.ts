import type { QuantityName } from '../../contract/readings.ts';

/** What the page has to know to show a quantity. */
export interface Quantity {
  readonly name: QuantityName;
  readonly label: string;
  readonly unit: string;
  /** Digits after the point. */
  readonly digits: number;
}

const TEMPERATURE_QUANTITY: Quantity = { name: 'temperature', label: 'Temperature', unit: '°C', digits: 1 };

/** In the order of the values and flags of a reading. */
export const QUANTITIES: readonly Quantity[] = [
  TEMPERATURE_QUANTITY,
  { name: 'humidity', label: 'Humidity', unit: '%', digits: 0 },
  { name: 'pressure', label: 'Pressure', unit: 'hPa', digits: 1 },
  { name: 'windSpeed', label: 'Wind speed', unit: 'm/s', digits: 1 },
  { name: 'windGust', label: 'Wind gust', unit: 'm/s', digits: 1 },
  { name: 'windDirection', label: 'Wind direction', unit: '°', digits: 0 },
  { name: 'precipitation', label: 'Precipitation', unit: 'mm', digits: 1 },
];

/** The place of the temperature among the values of a reading. */
export const TEMPERATURE = 0;

const NOTHING = '–';

/** A value without its unit; a dash where there is none. */
export function formatValue(value: number | null | undefined, quantity: Quantity): string {
  if (value === null || value === undefined) return NOTHING;
  return withMinus(value.toFixed(quantity.digits));
}

/** A value with its unit; a dash where there is none. */
export function formatWithUnit(value: number | null | undefined, quantity: Quantity): string {
  const text = formatValue(value, quantity);
  if (text === NOTHING) return text;
  return quantity.unit === '°' ? `${text}°` : `${text} ${quantity.unit}`;
}

export function formatTemperature(celsius: number | null): string {
  return formatWithUnit(celsius, TEMPERATURE_QUANTITY);
}

/** −0.04 is 0.0, and a minus is as wide as a digit. */
function withMinus(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

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
