import { describe, expect, it } from '@jest/globals';
import type { RollupComparison, RollupDiscrepancy } from '@weather/weather-store/rollups';
import { formatRollups, rollupsJson, toReport, type RollupsReport } from './rollups-report.ts';

const DIFFERENT: RollupDiscrepancy = {
  table: 'reading_hour',
  stationId: 'EWR',
  start: Date.UTC(2026, 6, 1, 12),
  column: 'temperature_min',
  stored: '1.5',
  recomputed: null,
};
const MISSING: RollupDiscrepancy = {
  ...DIFFERENT,
  table: 'reading_day',
  column: undefined,
  stored: undefined,
  recomputed: 'a row of 3 readings',
};

async function report(...steps: Partial<RollupComparison>[]): Promise<RollupsReport> {
  async function* comparison(): AsyncGenerator<RollupComparison> {
    for (const step of steps)
      yield await Promise.resolve({ hours: 0, days: 0, dirty: 0, discrepancies: [], ...step });
  }
  return await toReport(comparison(), 1, () => undefined);
}

describe('toReport', () => {
  it('sums up the steps and keeps the first discrepancies', async () => {
    expect(
      await report(
        { hours: 24, days: 1, discrepancies: [DIFFERENT] },
        { hours: 2, dirty: 1, discrepancies: [MISSING] },
      ),
    ).toEqual({
      hours: 26,
      days: 1,
      dirty: 1,
      discrepancyCount: 2,
      discrepancies: [DIFFERENT],
    });
  });
});

describe('formatRollups', () => {
  it('shows the number of rollups compared, and that nothing differs', async () => {
    expect(formatRollups(await report({ hours: 24, days: 1 }))).toBe(
      '24 hours and 1 day compared; 0 days not refreshed yet were skipped\nOK, no problems found\n',
    );
  });

  it('names table, station, time, column and both values', async () => {
    const discrepancies = [DIFFERENT, MISSING];
    expect(formatRollups({ ...(await report({})), discrepancyCount: 3, discrepancies }).split('\n')).toEqual([
      '0 hours and 0 days compared; 0 days not refreshed yet were skipped',
      '  reading_hour  EWR at 2026-07-01T12:00:00.000Z  temperature_min is 1.5, recomputed NULL',
      '  reading_day  EWR at 2026-07-01T12:00:00.000Z  row is missing, recomputed a row of 3 readings',
      '  and 1 more',
      'rollups that differ: 3',
      '',
    ]);
  });
});

describe('rollupsJson', () => {
  it('is one line that says whether the rollups are correct', async () => {
    const line = rollupsJson(await report({ hours: 1, discrepancies: [DIFFERENT] }));
    expect(JSON.parse(line)).toEqual({
      ok: false,
      hours: 1,
      days: 0,
      dirty: 0,
      discrepancyCount: 1,
      discrepancies: [{ ...DIFFERENT, start: '2026-07-01T12:00:00.000Z' }],
    });
    expect(line.indexOf('\n')).toBe(line.length - 1);
  });
});
