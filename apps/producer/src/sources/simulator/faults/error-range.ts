import type { Quantity } from '@weather/weather-schema';
import { roundTo, type Measurements } from '../weather-model.ts';
import { draw, drawOne, drawSign } from './draw.ts';

/** By how much a value is off, in the unit of its quantity. */
export interface ErrorRange {
  readonly quantity: Quantity;
  readonly min: number;
  readonly max: number;
  /** Missing: to either side. */
  readonly isOnlyUpwards?: true;
}

const WHICH = 11;
const AMOUNT = 12;
const SIDE = 13;
const DECIMALS = 1;

/** One of the ranges whose quantity was measured. */
export function drawRange(
  salt: number,
  ranges: readonly ErrorRange[],
  measured: Measurements,
): ErrorRange | undefined {
  return drawOne(
    salt,
    WHICH,
    ranges.filter(({ quantity }) => measured[quantity] !== undefined),
  );
}

/** How far off, to which side. */
export function drawError(salt: number, { min, max, isOnlyUpwards }: ErrorRange): number {
  const side = isOnlyUpwards === true ? 1 : drawSign(salt, SIDE);
  return side * draw(salt, AMOUNT, min, max);
}

/** The value of a quantity that is off by so much, at the resolution of a sensor. */
export function offBy(error: number, quantity: Quantity, measured: Measurements): Measurements {
  const value = measured[quantity];
  return value === undefined ? {} : { [quantity]: roundTo(DECIMALS, value + error) };
}
