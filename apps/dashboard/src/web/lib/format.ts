import type { QuantityName } from '../../contract/readings.ts';

/** How a quantity is shown. */
export interface Quantity {
  readonly name: QuantityName;
  readonly label: string;
  readonly unit: string;
  /** Number of digits after the decimal point. */
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

/** The index of the temperature among the values of a reading. */
export const TEMPERATURE = 0;

const NOTHING = '–';

/** Formats a value without its unit; a dash if there is none. */
export function formatValue(value: number | null | undefined, quantity: Quantity): string {
  if (value === null || value === undefined) return NOTHING;
  return withMinus(value.toFixed(quantity.digits));
}

/** Formats a value with its unit; a dash if there is none. */
export function formatWithUnit(value: number | null | undefined, quantity: Quantity): string {
  const text = formatValue(value, quantity);
  if (text === NOTHING) return text;
  return quantity.unit === '°' ? `${text}°` : `${text} ${quantity.unit}`;
}

export function formatTemperature(celsius: number | null): string {
  return formatWithUnit(celsius, TEMPERATURE_QUANTITY);
}

/** Uses the minus sign, which is as wide as a digit, and none before a zero. */
function withMinus(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const SMALL_RATE = 10;

/** Formats a count with thousands separators. */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** Formats a rate; a small one has a decimal digit. */
export function formatRate(rate: number): string {
  return (rate < SMALL_RATE ? TENTHS : WHOLE).format(rate);
}

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60 * MS_PER_SECOND;
export const MS_PER_HOUR = 60 * MS_PER_MINUTE;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

/** A larger unit is used from this number of it: 90 s, 119 min. */
const MIN_COUNT = 2;
const YEAR_MS = 365 * MS_PER_DAY;
const UNITS = [
  ['d', MS_PER_DAY],
  ['h', MS_PER_HOUR],
  ['min', MS_PER_MINUTE],
] as const;
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** How long ago a time (epoch ms or ISO 8601) was: `just now`, `45 s ago`, `3 d ago`, `13 years ago (21 Jul 2013)`. */
export function formatAgo(time: number | string | null | undefined, now: number): string {
  if (time === null || time === undefined) return NOTHING;
  const at = new Date(time).getTime();
  const age = Math.max(0, now - at);
  if (age < MS_PER_SECOND) return 'just now';
  if (age >= MIN_COUNT * YEAR_MS) return `${Math.floor(age / YEAR_MS)} years ago (${DATE.format(at)})`;
  const [unit, ms] = UNITS.find(([, unitMs]) => age >= MIN_COUNT * unitMs) ?? ['s', MS_PER_SECOND];
  return `${Math.floor(age / ms)} ${unit} ago`;
}

const LOCAL_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Formats a time (epoch ms if it is a number) in the local time zone. */
export function formatLocalTime(timestamp: number | Date): string {
  return LOCAL_TIME.format(timestamp);
}

/** Converts epoch ms to the value of an `<input type="datetime-local">`. */
export function toLocalInput(timestamp: number): string {
  const offsetMs = new Date(timestamp).getTimezoneOffset() * MS_PER_MINUTE;
  return new Date(timestamp - offsetMs).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** Converts such a value to epoch ms; undefined if it is empty. */
export function fromLocalInput(text: string): number | undefined {
  const timestamp = Date.parse(text);
  return Number.isNaN(timestamp) ? undefined : timestamp;
}
