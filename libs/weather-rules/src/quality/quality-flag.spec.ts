import { describe, expect, it } from '@jest/globals';
import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import fc from 'fast-check';
import {
  flagOf,
  hasPassed,
  packQuality,
  QUALITY_FLAG,
  TIMELINESS,
  timelinessOf,
  type QualityFlag,
} from './quality-flag.ts';

const flag = fc.constantFrom(...Object.values(QUALITY_FLAG));
const flags = fc.record(
  Object.fromEntries(QUANTITY_NAMES.map((name) => [name, flag])) as Record<Quantity, typeof flag>,
);

describe('quality flags', () => {
  it('are read back as they were packed', () => {
    fc.assert(
      fc.property(flags, fc.constantFrom(...Object.values(TIMELINESS)), (given, timeliness) => {
        const quality = packQuality(given, timeliness);
        for (const name of QUANTITY_NAMES) expect(flagOf(quality, name)).toBe(given[name]);
        expect(timelinessOf(quality)).toBe(timeliness);
        expect(quality).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('stand in hexadecimal in the order of the quantities, the timeliness last', () => {
    const good = Object.fromEntries(QUANTITY_NAMES.map((name) => [name, QUALITY_FLAG.good]));
    const given = { ...good, temperature: 3, humidity: 2, precipitation: 7 } as Record<Quantity, QualityFlag>;
    expect(packQuality(given, TIMELINESS.tooLate).toString(16)).toBe('32000071');
  });

  it('pass when nothing speaks against the value', () => {
    expect(Object.values(QUALITY_FLAG).filter(hasPassed)).toEqual([
      QUALITY_FLAG.good,
      QUALITY_FLAG.notChecked,
    ]);
  });
});
