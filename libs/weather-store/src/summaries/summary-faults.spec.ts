import { describe, expect, it } from '@jest/globals';
import { differenceOf } from './summary-faults.ts';

const ROW = { reading_count: '3', temperature_min: '1.5', temperature_sum: '4.500000' };

describe('differenceOf', () => {
  it('finds none between equal rows', () => {
    expect(differenceOf(ROW, { ...ROW })).toBeUndefined();
  });

  it('names the first column that differs, and both values', () => {
    const recomputed = { ...ROW, temperature_min: null, temperature_sum: '0.000000' };
    expect(differenceOf(ROW, recomputed)).toEqual({
      column: 'temperature_min',
      stored: '1.5',
      recomputed: null,
    });
  });

  it('tells a row that is missing from one that is extra', () => {
    expect(differenceOf(undefined, ROW)).toEqual({
      column: undefined,
      stored: undefined,
      recomputed: 'a row of 3 readings',
    });
    expect(differenceOf(ROW, undefined)).toEqual({
      column: undefined,
      stored: 'a row of 3 readings',
      recomputed: undefined,
    });
  });
});
