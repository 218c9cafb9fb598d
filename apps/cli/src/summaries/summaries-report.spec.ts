import { describe, expect, it } from '@jest/globals';
import type { RollupComparison, RollupDiscrepancy } from '@weather/weather-store';
import { formatSummaries, reportOf, summariesJson, type SummariesReport } from './summaries-report.ts';

const FAULT: RollupDiscrepancy = {
  table: 'reading_hour',
  stationId: 'EWR',
  start: Date.UTC(2026, 6, 1, 12),
  column: 'temperature_min',
  stored: '1.5',
  recomputed: null,
};
const MISSING: RollupDiscrepancy = {
  ...FAULT,
  table: 'reading_day',
  column: undefined,
  stored: undefined,
  recomputed: 'a row of 3 readings',
};

async function report(...steps: Partial<RollupComparison>[]): Promise<SummariesReport> {
  async function* comparison(): AsyncGenerator<RollupComparison> {
    for (const step of steps)
      yield await Promise.resolve({ hours: 0, days: 0, dirty: 0, discrepancies: [], ...step });
  }
  return await reportOf(comparison(), 1, () => undefined);
}

describe('reportOf', () => {
  it('adds the steps up and keeps the first discrepancies', async () => {
    expect(
      await report(
        { hours: 24, days: 1, discrepancies: [FAULT] },
        { hours: 2, dirty: 1, discrepancies: [MISSING] },
      ),
    ).toEqual({
      hours: 26,
      days: 1,
      dirty: 1,
      discrepancyCount: 2,
      discrepancies: [FAULT],
    });
  });
});

describe('formatSummaries', () => {
  it('says what was compared and that nothing differs', async () => {
    expect(formatSummaries(await report({ hours: 24, days: 1 }))).toBe(
      '24 hours and 1 days compared; 0 days not refreshed yet were skipped\nno difference found\n',
    );
  });

  it('names table, station, instant, column and both values', async () => {
    const discrepancies = [FAULT, MISSING];
    expect(
      formatSummaries({ ...(await report({})), discrepancyCount: 3, discrepancies }).split('\n'),
    ).toEqual([
      '0 hours and 0 days compared; 0 days not refreshed yet were skipped',
      '  reading_hour  EWR at 2026-07-01T12:00:00.000Z  temperature_min is 1.5, recomputed NULL',
      '  reading_day  EWR at 2026-07-01T12:00:00.000Z  row is not there, recomputed a row of 3 readings',
      '  and 1 more',
      '3 summaries differ',
      '',
    ]);
  });
});

describe('summariesJson', () => {
  it('is one line that says whether all is well', async () => {
    const line = summariesJson(await report({ hours: 1, discrepancies: [FAULT] }));
    expect(JSON.parse(line)).toEqual({
      ok: false,
      hours: 1,
      days: 0,
      dirty: 0,
      discrepancyCount: 1,
      discrepancies: [{ ...FAULT, start: '2026-07-01T12:00:00.000Z' }],
    });
    expect(line.indexOf('\n')).toBe(line.length - 1);
  });
});
