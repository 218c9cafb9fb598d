import { describe, expect, it } from '@jest/globals';
import { findDifference } from './compare-rollups.ts';

const ROW = { reading_count: '3', temperature_min: '1.5', temperature_sum: '4.500000' };

describe('differenceOf', () => {
  it('finds no difference between equal rows', () => {
    expect(findDifference(ROW, { ...ROW })).toBeUndefined();
  });

  it('names the first column that differs, and both values', () => {
    const recomputed = { ...ROW, temperature_min: null, temperature_sum: '0.000000' };
    expect(findDifference(ROW, recomputed)).toEqual({
      column: 'temperature_min',
      stored: '1.5',
      recomputed: null,
    });
  });

  it('distinguishes a missing row from an extra one', () => {
    expect(findDifference(undefined, ROW)).toEqual({
      column: undefined,
      stored: undefined,
      recomputed: 'a row of 3 readings',
    });
    expect(findDifference(ROW, undefined)).toEqual({
      column: undefined,
      stored: 'a row of 3 readings',
      recomputed: undefined,
    });
  });
});
