import { describe, expect, it } from '@jest/globals';
import {
  packQuality,
  QUALITY_FLAG,
  TIMELINESS,
  type QualityFlag,
  type Timeliness,
} from '@weather/weather-rules';
import { QUANTITY_NAMES, type FaultLabel, type FaultName, type Quantity } from '@weather/weather-schema';
import { ConfusionCounts, type QualityReport } from './confusion-counts.ts';
import { GroundTruth } from './ground-truth.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const { doubtful, wrong, inconsistent } = QUALITY_FLAG;

type Flags = Partial<Record<Quantity, QualityFlag>>;
type Row = readonly [minute: number, flags?: Flags, timeliness?: Timeliness];

function label(fault: FaultName, minute: number, fields: Partial<FaultLabel> = {}): FaultLabel {
  const time = NOON + minute * 60_000;
  return { fault, stationId: 'paris', since: NOON, trueObservedAt: time, observedAt: time, ...fields };
}

function reportOn(labels: readonly FaultLabel[], rows: readonly Row[]): QualityReport {
  const groundTruth = new GroundTruth(['paris']);
  for (const each of labels) groundTruth.add(each);
  const counts = new ConfusionCounts(groundTruth);
  for (const [minute, flags = {}, timeliness = TIMELINESS.onTime] of rows) {
    const good = Object.fromEntries(QUANTITY_NAMES.map((name) => [name, QUALITY_FLAG.good]));
    const quality = packQuality({ ...good, ...flags } as Record<Quantity, QualityFlag>, timeliness);
    counts.add({ stationId: 'paris', observedAt: NOON + minute * 60_000, quality });
  }
  return counts.report();
}

function faultIn(report: QualityReport, fault: FaultName): object | undefined {
  return report.faults.find((counts) => counts.fault === fault);
}

describe('ConfusionCounts', () => {
  it('counts a fault of a value as detected when that value is doubtful or wrong', () => {
    const spikes = [0, 1, 2, 3, 4].map((minute) =>
      label('spike', minute, { quantity: 'temperature', since: NOON + minute }),
    );
    const report = reportOn(spikes, [
      [0, { temperature: wrong }],
      [1, { temperature: doubtful }],
      [2, { temperature: inconsistent }],
      [3, { humidity: wrong }],
    ]);
    expect(faultIn(report, 'spike')).toEqual({
      fault: 'spike',
      visibility: 'value',
      occurrences: 5,
      detected: 2,
      readings: 5,
      stored: 4,
      flagged: 2,
      recall: 0.5,
    });
  });

  it('counts a lasting fault as found when one of its readings is flagged', () => {
    const stuck = [0, 1, 2, 3].map((minute) => label('stuck', minute, { quantity: 'pressure' }));
    const report = reportOn(stuck, [[0], [1], [2, { pressure: wrong }], [3, { pressure: wrong }]]);
    expect(faultIn(report, 'stuck')).toMatchObject({ occurrences: 1, detected: 1, flagged: 2, recall: 0.5 });
  });

  it('counts a reading with two wrong values once, as detected if either is flagged', () => {
    const mph = (['windSpeed', 'windGust'] as const).map((quantity) => label('unit-mix-up', 0, { quantity }));
    const report = reportOn(mph, [[0, { windGust: doubtful }]]);
    expect(faultIn(report, 'unit-mix-up')).toMatchObject({ readings: 1, stored: 1, flagged: 1, recall: 1 });
  });

  it('detects a wrong clock by the timeliness', () => {
    const skewed = [0, 1, 2].map((minute) => label('clock-skew', minute));
    const report = reportOn(skewed, [
      [0, {}, TIMELINESS.beyondLateness],
      [1, {}, TIMELINESS.fromFuture],
      [2, { temperature: wrong }],
      [3, {}, TIMELINESS.beyondLateness],
    ]);
    expect(faultIn(report, 'clock-skew')).toMatchObject({ flagged: 2, recall: 2 / 3 });
    expect(report.timeliness).toEqual({ flagged: 3, labelled: 2, precision: 2 / 3 });
    expect(report.precision.all).toEqual({ flagged: 1, labelled: 1, precision: 1 });
  });

  it('expects no flag for a duplicate, and counts flags that no other fault explains', () => {
    const labels = [0, 1, 2].map((minute) => label('duplicate', minute));
    const spike = label('spike', 1, { quantity: 'temperature' });
    const report = reportOn([...labels, spike], [[0], [1, { temperature: wrong }], [2, { humidity: wrong }]]);
    expect(faultIn(report, 'duplicate')).toMatchObject({ stored: 3, flagged: 1, recall: null });
  });

  it('counts readings of a gap, of which none should be stored', () => {
    const leftOut: FaultLabel = { fault: 'gap', stationId: 'paris', since: NOON, trueObservedAt: NOON };
    expect(faultIn(reportOn([leftOut], [[1]]), 'gap')).toMatchObject({
      readings: 1,
      stored: 0,
      recall: null,
    });
  });

  it('counts for each flag the values that a fault explains', () => {
    const report = reportOn(
      [label('spike', 0, { quantity: 'temperature' })],
      [
        [0, { temperature: wrong, humidity: wrong }],
        [1, { temperature: doubtful }],
        [2, { temperature: inconsistent }],
      ],
    );
    expect(report.precision).toEqual({
      doubtful: { flagged: 1, labelled: 0, precision: 0 },
      wrong: { flagged: 2, labelled: 1, precision: 0.5 },
      all: { flagged: 3, labelled: 1, precision: 1 / 3 },
    });
    expect(report).toMatchObject({ rows: 3, flaggedRows: 2, flaggedShare: 2 / 3 });
  });

  it('has no shares without rows', () => {
    const report = reportOn([], []);
    expect(report).toMatchObject({ stations: 1, from: null, to: null, rows: 0, flaggedShare: null });
    expect(faultIn(report, 'spike')).toMatchObject({ occurrences: 0, recall: null });
    expect(report.precision.all.precision).toBeNull();
  });
});
