import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';

/** What quality control says of one value: WMO code table 0 33 020, as far as it is used. */
export const QUALITY_FLAG = {
  good: 0,
  inconsistent: 1,
  doubtful: 2,
  wrong: 3,
  notChecked: 4,
  missing: 7,
} as const;

export type QualityFlag = (typeof QUALITY_FLAG)[keyof typeof QUALITY_FLAG];

/** Whether a reading came in its time; the last digit of its quality. */
export const TIMELINESS = {
  inTime: 0,
  /** Older than the station's newest reading by more than the bound: it changes no flag of another and no episode. */
  tooLate: 1,
  /** Further ahead of the clock than the bound: its clock is wrong. Likewise. */
  ahead: 2,
} as const;

export type Timeliness = (typeof TIMELINESS)[keyof typeof TIMELINESS];

const BITS = 4;
const DIGIT = 0xf;

/** The digit of a quantity, counted from the last. */
const PLACE = Object.fromEntries(
  QUANTITY_NAMES.map((name, index) => [name, QUANTITY_NAMES.length - index]),
) as Readonly<Record<Quantity, number>>;

/**
 * The flags of a reading as one number, as `reading.quality` stores it: in hexadecimal a digit for each quantity, in the
 * order of `QUANTITY_NAMES`, and one for its timeliness. `0x02000070`: the humidity is doubtful, no precipitation. No flag
 * is above 7, so that it is a small integer.
 */
export function packQuality(flags: Readonly<Record<Quantity, QualityFlag>>, timeliness: Timeliness): number {
  let quality = 0;
  for (const name of QUANTITY_NAMES) quality = withFlag(quality, flags[name]);
  return withFlag(quality, timeliness);
}

/** Some flags and the next one. */
export function withFlag(quality: number, next: QualityFlag | Timeliness): number {
  return (quality << BITS) | next;
}

/** The quality with another flag for a quantity. */
export function replaceFlag(quality: number, quantity: Quantity, flag: QualityFlag): number {
  const shift = flagShift(quantity);
  return (quality & ~(DIGIT << shift)) | (flag << shift);
}

/** By how many bits the flag of a quantity is shifted in `reading.quality`; for SQL. */
export function flagShift(quantity: Quantity): number {
  return PLACE[quantity] * BITS;
}

/** The flag of a quantity in `reading.quality`. */
export function flagOf(quality: number, quantity: Quantity): QualityFlag {
  return ((quality >>> flagShift(quantity)) & DIGIT) as QualityFlag;
}

/** The timeliness in `reading.quality`. */
export function timelinessOf(quality: number): Timeliness {
  return (quality & DIGIT) as Timeliness;
}

/** Whether a value can be relied on: it passed every check that could be made. */
export function hasPassed(flag: QualityFlag): boolean {
  return flag === QUALITY_FLAG.good || flag === QUALITY_FLAG.notChecked;
}
