import { describe, expect, it } from '@jest/globals';
import { findStationLimits } from './station-limits.ts';

describe('findStationLimits', () => {
  it('takes each end of a range from the last entry that fits the station', () => {
    const limits = [
      { stations: ['*'], ranges: { temperature: { min: -60, max: 50 } } },
      { stations: ['alpine-*'], ranges: { temperature: { min: -90 }, pressure: { max: 900 } } },
      { stations: ['alpine-2'], ranges: { temperature: { max: 30 } } },
    ];
    expect(findStationLimits(limits, 'roof')).toEqual({ temperature: { min: -60, max: 50 } });
    expect(findStationLimits(limits, 'alpine-1')).toEqual({
      temperature: { min: -90, max: 50 },
      pressure: { max: 900 },
    });
    expect(findStationLimits(limits, 'alpine-2').temperature).toEqual({ min: -90, max: 30 });
  });

  it('gives nothing for a station that no entry fits', () => {
    expect(findStationLimits([], 'roof')).toEqual({});
  });
});
