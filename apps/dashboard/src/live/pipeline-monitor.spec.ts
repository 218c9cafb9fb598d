import { describe, expect, it } from '@jest/globals';
import type { PartitionProgress } from '@weather/weather-store/snapshot';
import { PipelineMonitor, RateMeter } from './pipeline-monitor.ts';

const AT = Date.UTC(2026, 6, 1);
const SURROUNDINGS = { kafka: true, database: false, subscribers: 3 };

function updateProgress(partition: number, nextOffset: number | null, stored: number): PartitionProgress {
  return {
    partition,
    nextOffset,
    read: stored + 6,
    stored,
    duplicates: 2,
    corrections: 3,
    deadLettered: 1,
    expired: 4,
  };
}

describe('PipelineMonitor', () => {
  it('is empty at first', () => {
    expect(new PipelineMonitor().stateAt(AT, SURROUNDINGS)).toEqual({
      at: '2026-07-01T00:00:00.000Z',
      readingsPerSecond: 0,
      storedPerSecond: 0,
      partitions: [],
      lag: 0,
      newestReadingAt: null,
      counts: { read: 0, stored: 0, duplicates: 0, corrections: 0, deadLettered: 0, expired: 0 },
      ...SURROUNDINGS,
    });
  });

  it('combines the end offsets and the stored progress', () => {
    const monitor = new PipelineMonitor();
    monitor.endOffsets = new Map([
      [1, 30],
      [0, 20],
      [2, 5],
    ]);
    monitor.updateProgress(
      [updateProgress(0, 15, 10), updateProgress(1, null, 0), updateProgress(3, 8, 8)],
      monitor.endOffsets,
    );
    monitor.recordObservedAt(AT + 5);
    monitor.recordObservedAt(AT);
    expect(monitor.stateAt(AT, SURROUNDINGS)).toMatchObject({
      partitions: [
        { partition: 0, endOffset: 20, nextOffset: 15, lag: 5 },
        { partition: 1, endOffset: 30, nextOffset: null, lag: 30 },
        { partition: 2, endOffset: 5, nextOffset: null, lag: 5 },
        { partition: 3, endOffset: 8, nextOffset: 8, lag: 0 },
      ],
      lag: 40,
      newestReadingAt: '2026-07-01T00:00:00.005Z',
      counts: { read: 36, stored: 18, duplicates: 6, corrections: 9, deadLettered: 3, expired: 12 },
    });
  });

  it('counts records since the last query as lag only while the database is unreachable', () => {
    const monitor = new PipelineMonitor();
    monitor.updateProgress([updateProgress(0, 50, 40)], new Map([[0, 52]]));
    monitor.endOffsets = new Map([[0, 90]]);
    expect(monitor.stateAt(AT, { ...SURROUNDINGS, database: true }).lag).toBe(2);
    expect(monitor.stateAt(AT, { ...SURROUNDINGS, database: false }).lag).toBe(40);
  });

  it('measures the rates of production and storage', () => {
    const monitor = new PipelineMonitor();
    monitor.endOffsets = new Map([[0, 100]]);
    monitor.updateProgress([updateProgress(0, 50, 40)], monitor.endOffsets);
    monitor.stateAt(AT, SURROUNDINGS);
    monitor.endOffsets = new Map([[0, 300]]);
    monitor.updateProgress([updateProgress(0, 150, 140)], monitor.endOffsets);
    expect(monitor.stateAt(AT + 2_000, SURROUNDINGS)).toMatchObject({
      readingsPerSecond: 100,
      storedPerSecond: 50,
    });
  });
});

describe('RateMeter', () => {
  it('is 0 until there are two samples', () => {
    const meter = new RateMeter(5_000);
    expect(meter.perSecond).toBe(0);
    meter.record(0, 100);
    expect(meter.perSecond).toBe(0);
  });

  it('measures the rate over its window', () => {
    const meter = new RateMeter(5_000);
    for (const second of [0, 1, 2, 3, 4, 5, 6, 7])
      meter.record(second * 1_000, second < 3 ? 0 : (second - 2) * 10);
    expect(meter.perSecond).toBe(10);
  });

  it('restarts when the count falls', () => {
    const meter = new RateMeter(5_000);
    meter.record(0, 1_000);
    meter.record(1_000, 10);
    meter.record(2_000, 12);
    expect(meter.perSecond).toBe(2);
  });
});
