import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema/reading';

/** The quality flag of one value: the codes in use of WMO code table 0 33 020. */
export const QUALITY_FLAG = {
  good: 0,
  inconsistent: 1,
  doubtful: 2,
  wrong: 3,
  notChecked: 4,
  missing: 7,
} as const;

export type QualityFlag = (typeof QUALITY_FLAG)[keyof typeof QUALITY_FLAG];

/** Whether a reading arrived on time; the last digit of its quality. */
export const TIMELINESS = {
  onTime: 0,
  /** Behind the station's watermark by more than the allowed lateness: it changes no other flag and no alert. */
  beyondLateness: 1,
  /** In the future by more than the allowed lateness: the station's clock is wrong. It changes nothing else either. */
  fromFuture: 2,
} as const;

export type Timeliness = (typeof TIMELINESS)[keyof typeof TIMELINESS];

const BITS = 4;
const DIGIT = 0xf;

/** The position of a quantity's digit, counted from the last. */
const PLACE = Object.fromEntries(
  QUANTITY_NAMES.map((name, index) => [name, QUANTITY_NAMES.length - index]),
) as Readonly<Record<Quantity, number>>;

/**
 * Packs the flags of a reading into one number, as `reading.quality` stores them: one hexadecimal digit for each quantity, in
 * the order of `QUANTITY_NAMES`, and one for the timeliness. `0x02000070`: humidity is doubtful, precipitation is missing. No
 * flag is above 7, so that the number is a small integer.
 */
export function packQuality(flags: Readonly<Record<Quantity, QualityFlag>>, timeliness: Timeliness): number {
  let quality = 0;
  for (const name of QUANTITY_NAMES) quality = appendFlag(quality, flags[name]);
  return appendFlag(quality, timeliness);
}

/** Appends a flag as the last digit. */
export function appendFlag(quality: number, next: QualityFlag | Timeliness): number {
  return (quality << BITS) | next;
}

/** Replaces the flag of a quantity. */
export function replaceFlag(quality: number, quantity: Quantity, flag: QualityFlag): number {
  const shift = flagShift(quantity);
  return (quality & ~(DIGIT << shift)) | (flag << shift);
}

/** The number of bits by which the flag of a quantity is shifted in `reading.quality`; for SQL. */
export function flagShift(quantity: Quantity): number {
  return PLACE[quantity] * BITS;
}

/** The flag of a quantity in `reading.quality`. */
export function getFlag(quality: number, quantity: Quantity): QualityFlag {
  return ((quality >>> flagShift(quantity)) & DIGIT) as QualityFlag;
}

/** The timeliness in `reading.quality`. */
export function getTimeliness(quality: number): Timeliness {
  return (quality & DIGIT) as Timeliness;
}

/** Whether a value has passed every check that could be made. */
export function hasPassed(flag: QualityFlag): boolean {
  return flag === QUALITY_FLAG.good || flag === QUALITY_FLAG.notChecked;
}

/** The quality of a reading before its evaluation: no quantity is checked. */
export const NOT_CHECKED = packQuality(
  Object.fromEntries(QUANTITY_NAMES.map((name) => [name, QUALITY_FLAG.notChecked])) as Record<
    Quantity,
    QualityFlag
  >,
  TIMELINESS.onTime,
);
