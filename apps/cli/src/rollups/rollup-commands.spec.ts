import { describe, expect, it } from '@jest/globals';
import { parseRebuildRollups, parseVerifyRollups } from './rollup-commands.ts';

describe('rollups verify', () => {
  it('compares everything by default', () => {
    const { range, json, maxExamples } = parseVerifyRollups(['verify']);
    expect(range).toEqual({ from: Date.UTC(1900, 0, 1), to: Date.UTC(9999, 0, 1), stationId: undefined });
    expect([json, maxExamples]).toEqual([false, 20]);
  });

  it('reads every option', () => {
    const args = ['--from', '2026-07-01', '--to', '2026-07-02T12:00:00Z', '--station', 'EWR'];
    expect(parseVerifyRollups(['verify', ...args, '--json', '--examples', '3'])).toEqual({
      range: { from: Date.UTC(2026, 6, 1), to: Date.UTC(2026, 6, 2, 12), stationId: 'EWR' },
      json: true,
      maxExamples: 3,
    });
  });

  it.each([
    [['check'], 'usage: weather rollups verify|rebuild'],
    [
      ['verify', '--from', 'yesterday'],
      '--from "yesterday" is invalid; expected a day, or a time with its zone',
    ],
    [['verify', '--from', '2026-07-02', '--to', '2026-07-02'], '--from must be before --to'],
    [['verify', '--from', '0900-01-01'], 'years 1900 to 9998'],
    [['verify', '--station', 'ä1'], '--station "ä1" is invalid; expected 1 to 64 of A–Z a–z 0–9 . _ : -'],
  ])('rejects %j', (args, message) => {
    expect(() => parseVerifyRollups(args)).toThrow(message);
  });
});

describe('rollups rebuild', () => {
  it('needs both ends of the range', () => {
    expect(() => parseRebuildRollups(['rebuild', '--from', '2026-07-01'])).toThrow('needs --from and --to');
    expect(parseRebuildRollups(['rebuild', '--from', '2026-07-01', '--to', '2026-07-02'])).toEqual({
      from: Date.UTC(2026, 6, 1),
      to: Date.UTC(2026, 6, 2),
      stationId: undefined,
    });
  });
});
