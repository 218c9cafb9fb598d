import { describe, expect, it } from '@jest/globals';
import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema/reading';
import fc from 'fast-check';
import {
  getFlag,
  hasPassed,
  packQuality,
  QUALITY_FLAG,
  TIMELINESS,
  getTimeliness,
  type QualityFlag,
} from './quality-flag.ts';

const flag = fc.constantFrom(...Object.values(QUALITY_FLAG));
const flags = fc.record(
  Object.fromEntries(QUANTITY_NAMES.map((name) => [name, flag])) as Record<Quantity, typeof flag>,
);

describe('quality flags', () => {
  it('flags are read back as they were packed', () => {
    fc.assert(
      fc.property(flags, fc.constantFrom(...Object.values(TIMELINESS)), (expected, timeliness) => {
        const quality = packQuality(expected, timeliness);
        for (const name of QUANTITY_NAMES) expect(getFlag(quality, name)).toBe(expected[name]);
        expect(getTimeliness(quality)).toBe(timeliness);
        expect(quality).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('hexadecimal digits are in the order of the quantities, the timeliness last', () => {
    const good = Object.fromEntries(QUANTITY_NAMES.map((name) => [name, QUALITY_FLAG.good]));
    const expected = { ...good, temperature: 3, humidity: 2, precipitation: 7 } as Record<
      Quantity,
      QualityFlag
    >;
    expect(packQuality(expected, TIMELINESS.beyondLateness).toString(16)).toBe('32000071');
  });

  it('a value passes when it is good or was not checked', () => {
    expect(Object.values(QUALITY_FLAG).filter(hasPassed)).toEqual([
      QUALITY_FLAG.good,
      QUALITY_FLAG.notChecked,
    ]);
  });
});
