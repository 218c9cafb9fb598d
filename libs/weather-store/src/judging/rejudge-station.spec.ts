import { describe, expect, it } from '@jest/globals';
import {
  defaultRules,
  packQuality,
  QUALITY_FLAG,
  ReadingEvaluator,
  TIMELINESS,
} from '@weather/weather-rules';
import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import type { ReadingRow } from '../rows/reading-columns.ts';
import { rejudgeStation } from './rejudge-station.ts';
import { TrackedStation } from './tracked-station.ts';

const MINUTE = 60_000;
const evaluator = new ReadingEvaluator(defaultRules(30));

/** The quality of a reading of temperature alone. */
function quality(temperature: 0 | 2, timeliness: 0 | 1 = TIMELINESS.onTime): number {
  const missing = Object.fromEntries(QUANTITY_NAMES.map((name) => [name, QUALITY_FLAG.missing]));
  return packQuality({ ...(missing as Record<Quantity, 7>), temperature }, timeliness);
}

const row = (minute: number, temperature: number, flags = 0): ReadingRow => ({
  station: 1,
  reading: { stationId: 'a', observedAt: minute * MINUTE, temperature },
  quality: flags,
});

const newStation = (): TrackedStation => new TrackedStation(1, 'a', evaluator.initialState('a'));

describe('rejudgeStation', () => {
  it('judges a late reading in its place, and tells of the stored ones that change by it', () => {
    const station = newStation();
    // Without the reading between them 20 and 25 lie too far apart.
    const stored = [row(0, 20, quality(0)), row(2, 25, quality(2))];
    const batch = [row(1, 22.5)];
    const changed = rejudgeStation(evaluator, { station, stored, batch, alerts: [] });
    expect(batch[0]?.quality).toBe(quality(0));
    expect(changed).toEqual([row(2, 25, quality(0))]);
    expect(station.watermark).toBe(2 * MINUTE);
  });

  it('takes the last word of the batch on an instant, for all rows that speak of it', () => {
    const batch = [row(1, 40), row(1, 21)];
    const changed = rejudgeStation(evaluator, {
      station: newStation(),
      stored: [row(0, 20, quality(0)), row(1, 30, quality(2))],
      batch,
      alerts: [],
    });
    expect(batch.map((of) => of.quality)).toEqual([quality(0), quality(0)]);
    expect(changed).toEqual([]);
  });

  it('leaves out what has no place, stored or in the batch', () => {
    const station = newStation();
    const stored = [row(0, 20, quality(0)), row(1, 60, quality(0, 1)), row(2, 21, quality(0))];
    const tooLate = row(2, 50, quality(0, 1));
    expect(rejudgeStation(evaluator, { station, stored, batch: [tooLate, row(3, 21)], alerts: [] })).toEqual(
      [],
    );
    expect(tooLate.quality).toBe(quality(0, 1));
    expect(station.watermark).toBe(3 * MINUTE);
  });
});
