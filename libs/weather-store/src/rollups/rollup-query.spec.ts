import { describe, expect, it } from '@jest/globals';
import { hasPassed, packQuality, QUALITY_FLAG, TIMELINESS, type QualityFlag } from '@weather/weather-rules';
import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import { buildRollupQuery } from './rollup-query.ts';

const span = { station: 7, from: Date.UTC(2026, 6, 1), to: Date.UTC(2026, 6, 2) };
const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('buildRollupQuery', () => {
  it('selects one station and one span, in UTC', () => {
    expect(buildRollupQuery('reading_hour', span).parameters).toEqual([
      7,
      '2026-07-01 00:00:00.000',
      '2026-07-02 00:00:00.000',
    ]);
  });

  it('aggregates hours from the readings and days from the hours', () => {
    expect(buildRollupQuery('reading_hour', span).sql).toContain('FROM reading WHERE');
    expect(buildRollupQuery('reading_day', span).sql).toContain('FROM reading_hour WHERE');
  });

  it('reads each flag from the digit in which packQuality stores it', () => {
    const { sql } = buildRollupQuery('reading_hour', span);
    for (const name of QUANTITY_NAMES) {
      const [, shift = ''] =
        new RegExp(`\\(\\(quality >> (\\d+)\\) & 15\\) IN \\(0, 4\\) AND ${snakeCase(name)} `).exec(sql) ??
        [];
      const flags = Object.fromEntries(QUANTITY_NAMES.map((other) => [other, 0])) as Record<
        Quantity,
        QualityFlag
      >;
      const quality = packQuality({ ...flags, [name]: QUALITY_FLAG.missing }, TIMELINESS.onTime);
      expect((quality >>> Number(shift)) & 15).toBe(QUALITY_FLAG.missing);
    }
  });

  it('counts the flags that have passed', () => {
    expect(Object.values(QUALITY_FLAG).filter(hasPassed)).toEqual([0, 4]);
  });
});
