import { describe, expect, it } from '@jest/globals';
import { encodeFaultLabel, encodeTruthHeader, type FaultLabel } from '@weather/weather-schema';
import { parseGroundTruth, readGroundTruth } from './ground-truth.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const HEADER = encodeTruthHeader({ stations: ['paris', 'bangkok'], simulation: { seed: 8 } });

function line(fields: Partial<FaultLabel> = {}): string {
  return encodeFaultLabel({
    fault: 'spike',
    stationId: 'paris',
    since: NOON,
    trueObservedAt: NOON,
    observedAt: NOON,
    quantity: 'temperature',
    ...fields,
  });
}

describe('parseGroundTruth', () => {
  it('has the stations, the span, and the labels of each reading by the time it was sent with', async () => {
    const skewed = line({ fault: 'clock-skew', trueObservedAt: NOON + 60_000, observedAt: NOON - 7_777 });
    const groundTruth = await parseGroundTruth([HEADER, line(), skewed]);
    expect(groundTruth.stationIds).toEqual(['paris', 'bangkok']);
    expect(groundTruth.span).toEqual({ from: NOON - 7_777, to: NOON + 60_000 });
    expect(groundTruth.labels('paris', NOON).map(({ fault }) => fault)).toEqual(['spike']);
    expect(groundTruth.labels('paris', NOON - 7_777).map(({ fault }) => fault)).toEqual(['clock-skew']);
    expect(groundTruth.labels('paris', NOON + 60_000)).toEqual([]);
    expect(groundTruth.labels('bangkok', NOON)).toEqual([]);
  });

  it('counts readings and occurrences, a reading with two wrong values once', async () => {
    const mph = (minute: number): string[] =>
      (['windSpeed', 'windGust'] as const).map((quantity) =>
        line({ fault: 'unit-mix-up', quantity, observedAt: NOON + minute * 60_000 }),
      );
    const other = line({
      fault: 'unit-mix-up',
      quantity: 'pressure',
      since: NOON + 1,
      observedAt: NOON + 99,
    });
    const groundTruth = await parseGroundTruth([HEADER, ...mph(0), ...mph(1), other]);
    expect(groundTruth.extent('unit-mix-up')).toEqual({ readings: 3, occurrences: 2 });
    expect(groundTruth.extent('spike')).toEqual({ readings: 0, occurrences: 0 });
  });

  it('counts a repeated line once', async () => {
    const groundTruth = await parseGroundTruth([HEADER, line(), line()]);
    expect(groundTruth.extent('spike')).toEqual({ readings: 1, occurrences: 1 });
    expect(groundTruth.labels('paris', NOON)).toHaveLength(1);
  });

  it('has no span without a label', async () => {
    expect((await parseGroundTruth([HEADER])).span).toBeUndefined();
  });

  it('ignores a broken last line', async () => {
    const groundTruth = await parseGroundTruth([HEADER, line(), line({ observedAt: NOON + 1 }).slice(0, -3)]);
    expect(groundTruth.extent('spike').readings).toBe(1);
  });

  it.each([
    [['{"stationId":"paris"}'], 'line 1 does not name the stations of a simulation'],
    [[HEADER, 'not a label', line()], 'line 2 is not a fault label'],
    [[], 'is empty'],
  ])('rejects %j', async (lines, message) => {
    await expect(parseGroundTruth(lines)).rejects.toThrow(message);
  });
});

describe('readGroundTruth', () => {
  it('names a file that cannot be read', async () => {
    await expect(readGroundTruth('missing.jsonl')).rejects.toThrow(
      /^--ground-truth "missing.jsonl": .*ENOENT/,
    );
  });
});
