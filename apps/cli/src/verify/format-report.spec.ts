import { describe, expect, it } from '@jest/globals';
import { formatReport, reportJson, type VerificationReport } from './format-report.ts';

const report: VerificationReport = {
  topic: 'weather_data',
  group: 'weather_consumer',
  partitions: [
    {
      partition: 0,
      nextOffset: 1234,
      earliest: 0,
      end: 1240,
      lag: 6,
      read: 1234,
      stored: 1200,
      duplicates: 29,
      corrections: 1,
      deadLettered: 4,
      expired: 0,
    },
    {
      partition: 1,
      nextOffset: null,
      earliest: 0,
      end: 0,
      lag: 0,
      read: 0,
      stored: 0,
      duplicates: 0,
      corrections: 0,
      deadLettered: 0,
      expired: 0,
    },
  ],
  rows: 1200,
  compared: { records: 1234, rows: 1200, extraRowsDetected: true, unverifiableRows: 0 },
  notes: [],
  discrepancies: [],
};

describe('formatReport', () => {
  it('shows the offsets and that there are no problems', () => {
    expect(formatReport(report).split('\n')).toEqual([
      'weather_data, group weather_consumer: 1234 records compared with 1200 rows in reading',
      '',
      'partition  earliest  next   end  lag  read  stored  duplicates  corrections  dead-lettered  expired',
      '        0         0  1234  1240    6  1234    1200          29            1              4        0',
      '        1         0  none     0    0     0       0           0            0              0        0',
      '',
      'OK, no problems found',
      '',
    ]);
  });

  it('names the discrepancies, and how many more there are', () => {
    const text = formatReport({
      ...report,
      compared: undefined,
      notes: ['extra rows cannot be detected: weather_data/0 starts at offset 9'],
      discrepancies: [
        { kind: 'counts-differ', count: 1, examples: [{ place: 'weather_data/0', detail: '3 read' }] },
        {
          kind: 'reading-missing',
          count: 3,
          examples: [
            { place: 'weather_data/0/7', stationId: 'EWR', observedAt: '2026-01-01T00:00:00.000Z' },
            { place: 'weather_data/0/8', stationId: 'JFK', observedAt: '2026-01-01T00:00:00.000Z' },
          ],
        },
      ],
    });
    expect(text.split('\n').slice(-9)).toEqual([
      'note: extra rows cannot be detected: weather_data/0 starts at offset 9',
      'counts-differ: 1 partitions whose counts do not add up: read = stored + duplicates + corrections + dead-lettered',
      '    weather_data/0  3 read',
      'reading-missing: 3 readings on the topic that are neither in reading nor dead letters',
      '    weather_data/0/7  EWR at 2026-01-01T00:00:00.000Z',
      '    weather_data/0/8  JFK at 2026-01-01T00:00:00.000Z',
      '    and 1 more',
      '4 problems found',
      '',
    ]);
    expect(text).toContain('1200 rows in reading; records were not compared');
  });
});

describe('reportJson', () => {
  it('says whether there are no problems', () => {
    expect(JSON.parse(reportJson(report))).toMatchObject({ ok: true, topic: 'weather_data' });
  });
});
