import { describe, expect, it } from '@jest/globals';
import { limitsOf } from './station-limits.ts';

describe('limitsOf', () => {
  it('takes each end of a range from the last entry that fits the station', () => {
    const limits = [
      { stations: ['*'], ranges: { temperature: { min: -60, max: 50 } } },
      { stations: ['alpine-*'], ranges: { temperature: { min: -90 }, pressure: { max: 900 } } },
      { stations: ['alpine-2'], ranges: { temperature: { max: 30 } } },
    ];
    expect(limitsOf(limits, 'roof')).toEqual({ temperature: { min: -60, max: 50 } });
    expect(limitsOf(limits, 'alpine-1')).toEqual({
      temperature: { min: -90, max: 50 },
      pressure: { max: 900 },
    });
    expect(limitsOf(limits, 'alpine-2').temperature).toEqual({ min: -90, max: 30 });
  });

  it('gives nothing for a station that no entry fits', () => {
    expect(limitsOf([], 'roof')).toEqual({});
  });
});
