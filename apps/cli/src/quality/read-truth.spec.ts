import { describe, expect, it } from '@jest/globals';
import { encodeFaultLabel, encodeTruthHeader, type FaultLabel } from '@weather/weather-schema';
import { readTruth, truthOf } from './read-truth.ts';

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

describe('truthOf', () => {
  it('knows the stations, the time, and the labels of each reading by the time that it was sent with', async () => {
    const skewed = line({ fault: 'clock-skew', trueObservedAt: NOON + 60_000, observedAt: NOON - 7_777 });
    const truth = await truthOf([HEADER, line(), skewed]);
    expect(truth.stations).toEqual(['paris', 'bangkok']);
    expect(truth.span).toEqual({ from: NOON - 7_777, to: NOON + 60_000 });
    expect(truth.labelsOf('paris', NOON).map(({ fault }) => fault)).toEqual(['spike']);
    expect(truth.labelsOf('paris', NOON - 7_777).map(({ fault }) => fault)).toEqual(['clock-skew']);
    expect(truth.labelsOf('paris', NOON + 60_000)).toEqual([]);
    expect(truth.labelsOf('bangkok', NOON)).toEqual([]);
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
    const truth = await truthOf([HEADER, ...mph(0), ...mph(1), other]);
    expect(truth.extentOf('unit-mix-up')).toEqual({ readings: 3, occurrences: 2 });
    expect(truth.extentOf('spike')).toEqual({ readings: 0, occurrences: 0 });
  });

  it('counts a line once that comes again', async () => {
    const truth = await truthOf([HEADER, line(), line()]);
    expect(truth.extentOf('spike')).toEqual({ readings: 1, occurrences: 1 });
    expect(truth.labelsOf('paris', NOON)).toHaveLength(1);
  });

  it('has no time without a label', async () => {
    expect((await truthOf([HEADER])).span).toBeUndefined();
  });

  it('leaves out a last line that is broken', async () => {
    const truth = await truthOf([HEADER, line(), line({ observedAt: NOON + 1 }).slice(0, -3)]);
    expect(truth.extentOf('spike').readings).toBe(1);
  });

  it.each([
    [['{"stationId":"paris"}'], 'line 1 does not name the stations of a simulation'],
    [[HEADER, 'no label', line()], 'line 2 is no label of a fault'],
    [[], 'is empty'],
  ])('refuses %j', async (lines, message) => {
    await expect(truthOf(lines)).rejects.toThrow(message);
  });
});

describe('readTruth', () => {
  it('names the file that cannot be read', async () => {
    await expect(readTruth('missing.jsonl')).rejects.toThrow(/^--truth "missing.jsonl": .*ENOENT/);
  });
});
