const DIGITS = 6;
const ONE = 10n ** BigInt(DIGITS);
const TEN = 10n;

/** Converts a number to millionths like a DECIMAL of the database: its shortest text, rounded half away from zero. */
export function millionths(value: number): bigint {
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = DIGITS + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const size = shift >= 0 ? digits * TEN ** BigInt(shift) : divide(digits, TEN ** BigInt(-shift));
  return value < 0 ? -size : size;
}

/** Divides and rounds half away from zero. */
export function divide(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (size * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -rounded : rounded;
}

/** Formats millionths as the database does a DECIMAL with six digits: `-0.100000`. */
export function decimalText(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = String(size % ONE).padStart(DIGITS, '0');
  return `${value < 0n ? '-' : ''}${size / ONE}.${fraction}`;
}
