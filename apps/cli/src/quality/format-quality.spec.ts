import { describe, expect, it } from '@jest/globals';
import { formatQuality, qualityJson } from './format-quality.ts';
import type { QualityReport } from './quality-report.ts';

const REPORT: QualityReport = {
  stations: 24,
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-02T00:00:00.000Z',
  rows: 34_560,
  flaggedRows: 60,
  flaggedShare: 60 / 34_560,
  faults: [
    {
      fault: 'spike',
      visibility: 'value',
      begun: 40,
      found: 39,
      readings: 40,
      stored: 40,
      flagged: 39,
      recall: 39 / 40,
    },
    {
      fault: 'duplicate',
      visibility: 'none',
      begun: 7,
      found: 1,
      readings: 7,
      stored: 7,
      flagged: 1,
      recall: null,
    },
  ],
  precision: {
    doubtful: { flagged: 0, labelled: 0, precision: null },
    wrong: { flagged: 61, labelled: 39, precision: 39 / 61 },
    all: { flagged: 61, labelled: 39, precision: 39 / 61 },
  },
  timeliness: { flagged: 5, labelled: 4, precision: 0.8 },
};

describe('formatQuality', () => {
  it('tells recall by fault, precision by flag, and how much was flagged', () => {
    expect(formatQuality(REPORT).split('\n')).toEqual([
      '34560 rows of 24 stations, 2026-01-01T00:00:00.000Z to 2026-01-02T00:00:00.000Z',
      '60 of them (0.17 %) have a value that is doubtful or wrong',
      '',
      'fault      begun  found  readings  stored  flagged            recall',
      'spike         40     39        40      40       39           97.50 %',
      'duplicate      7      -         7       7        1  no flag expected',
      '',
      'flag      values  of a fault  precision',
      'doubtful       0           0          -',
      'wrong         61          39    63.93 %',
      'all           61          39    63.93 %',
      '',
      '5 rows too late or ahead of the clock, 4 of them of a wrong clock',
      '',
    ]);
  });

  it('says when the file has no fault', () => {
    expect(formatQuality({ ...REPORT, from: null, to: null })).toContain('24 stations, no fault in the file');
  });
});

describe('qualityJson', () => {
  it('is the report on a line', () => {
    expect(JSON.parse(qualityJson(REPORT))).toEqual(REPORT);
    expect(qualityJson(REPORT).split('\n')).toHaveLength(2);
  });
});
