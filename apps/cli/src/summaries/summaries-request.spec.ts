import { describe, expect, it } from '@jest/globals';
import { parseRebuildSummaries, parseVerifySummaries } from './summaries-request.ts';

describe('summaries verify', () => {
  it('compares everything unless it is told what', () => {
    const { range, json, maxExamples } = parseVerifySummaries(['verify']);
    expect(range).toEqual({ from: Date.UTC(1900, 0, 1), to: Date.UTC(9999, 0, 1), stationId: undefined });
    expect([json, maxExamples]).toEqual([false, 20]);
  });

  it('takes a range, a station and how to report', () => {
    const args = ['--from', '2026-07-01', '--to', '2026-07-02T12:00:00Z', '--station', 'EWR'];
    expect(parseVerifySummaries(['verify', ...args, '--json', '--examples', '3'])).toEqual({
      range: { from: Date.UTC(2026, 6, 1), to: Date.UTC(2026, 6, 2, 12), stationId: 'EWR' },
      json: true,
      maxExamples: 3,
    });
  });

  it.each([
    [['check'], 'summaries is followed by verify or rebuild'],
    [['verify', '--from', 'yesterday'], '--from "yesterday": allowed: a day, or a time with its zone'],
    [['verify', '--from', '2026-07-02', '--to', '2026-07-02'], '--from must be before --to'],
    [['verify', '--from', '0900-01-01'], 'years 1900 to 9998'],
    [['verify', '--station', 'ä1'], '--station "ä1": allowed: 1 to 64 of A–Z a–z 0–9 . _ : -'],
  ])('refuses %j', (args, message) => {
    expect(() => parseVerifySummaries(args)).toThrow(message);
  });
});

describe('summaries rebuild', () => {
  it('needs both ends of the range', () => {
    expect(() => parseRebuildSummaries(['rebuild', '--from', '2026-07-01'])).toThrow('needs --from and --to');
    expect(parseRebuildSummaries(['rebuild', '--from', '2026-07-01', '--to', '2026-07-02'])).toEqual({
      from: Date.UTC(2026, 6, 1),
      to: Date.UTC(2026, 6, 2),
      stationId: undefined,
    });
  });
});
