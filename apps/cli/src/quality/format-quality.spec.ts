import { describe, expect, it } from '@jest/globals';
import { formatJson } from '../format.ts';
import { formatQuality } from './format-quality.ts';
import type { QualityReport } from './confusion-counts.ts';

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
      occurrences: 40,
      detected: 39,
      readings: 40,
      stored: 40,
      flagged: 39,
      recall: 39 / 40,
    },
    {
      fault: 'duplicate',
      visibility: 'none',
      occurrences: 7,
      detected: 1,
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
  it('shows recall by fault, precision by flag, and the share of flagged rows', () => {
    expect(formatQuality(REPORT).split('\n')).toEqual([
      '34560 rows of 24 stations, 2026-01-01T00:00:00.000Z to 2026-01-02T00:00:00.000Z',
      '60 of them (0.17 %) have a doubtful or wrong value',
      '',
      'fault      occurrences  detected  readings  stored  flagged            recall',
      'spike               40        39        40      40       39           97.50 %',
      'duplicate            7         -         7       7        1  no flag expected',
      '',
      'flag      values  labelled  precision',
      'doubtful       0         0          -',
      'wrong         61        39    63.93 %',
      'all           61        39    63.93 %',
      '',
      '5 rows beyond the allowed lateness or from the future, 4 of them with a wrong clock',
      '',
    ]);
  });

  it('says when the file has no faults', () => {
    expect(formatQuality({ ...REPORT, from: null, to: null })).toContain(
      '24 stations, no faults in the file',
    );
  });
});

describe('qualityJson', () => {
  it('is the report on a line', () => {
    expect(JSON.parse(formatJson(REPORT))).toEqual(REPORT);
    expect(formatJson(REPORT).split('\n')).toHaveLength(2);
  });
});
