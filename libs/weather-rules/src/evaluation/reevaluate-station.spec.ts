import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE, QUANTITY_NAMES, type Quantity } from '@weather/weather-schema/reading';
import { packQuality, QUALITY_FLAG, TIMELINESS } from '../quality/quality-flag.ts';
import { ReadingEvaluator } from '../reading-evaluator.ts';
import { defaultRules } from '../rules/default-rules.ts';
import type { EvaluatedReading } from './evaluate-in-order.ts';
import type { PendingReading } from './merge-out-of-order.ts';
import { reevaluateStation } from './reevaluate-station.ts';
import { StationState } from './station-state.ts';

const evaluator = new ReadingEvaluator(defaultRules(30));

/** The quality of a reading of temperature alone. */
function quality(temperature: 0 | 2, timeliness: 0 | 1 = TIMELINESS.onTime): number {
  const missing = Object.fromEntries(QUANTITY_NAMES.map((name) => [name, QUALITY_FLAG.missing]));
  return packQuality({ ...(missing as Record<Quantity, 7>), temperature }, timeliness);
}

const reading = (minute: number, temperature: number): EvaluatedReading['reading'] => ({
  stationId: 'a',
  observedAt: minute * MS_PER_MINUTE,
  temperature,
});
const row = (minute: number, temperature: number, flags: number): EvaluatedReading => ({
  station: 1,
  reading: reading(minute, temperature),
  quality: flags,
});
const pending = (index: number, minute: number, temperature: number, flags?: number): PendingReading => ({
  index,
  reading: reading(minute, temperature),
  quality: flags,
});
const newState = (): StationState => new StationState(1, 'a', evaluator.initialState('a'));

describe('reevaluateStation', () => {
  it('evaluates a late reading in order, and corrects the flags of stored ones after it', () => {
    const state = newState();
    // Without the reading between them 20 and 25 are too far apart.
    const stored = [row(0, 20, quality(0)), row(2, 25, quality(2))];
    const result = reevaluateStation(evaluator, { state, stored, batch: [pending(0, 1, 22.5)], alerts: [] });
    expect(result.evaluated).toEqual([{ index: 0, ...row(1, 22.5, quality(0)) }]);
    expect(result.corrected).toEqual([row(2, 25, quality(0))]);
    expect(state.watermark).toBe(2 * MS_PER_MINUTE);
  });

  it('gives all readings of a timestamp the flags of the last one of the batch', () => {
    const { evaluated, corrected } = reevaluateStation(evaluator, {
      state: newState(),
      stored: [row(0, 20, quality(0)), row(1, 30, quality(2))],
      batch: [pending(0, 1, 40), pending(1, 1, 21)],
      alerts: [],
    });
    expect(evaluated.map((entry) => entry.quality)).toEqual([quality(0), quality(0)]);
    expect(corrected).toEqual([]);
  });

  it('ignores readings that were not on time, stored or in the batch', () => {
    const state = newState();
    const stored = [row(0, 20, quality(0)), row(1, 60, quality(0, 1)), row(2, 21, quality(0))];
    const batch = [pending(0, 2, 50, quality(0, 1)), pending(1, 3, 21)];
    const { evaluated, corrected } = reevaluateStation(evaluator, { state, stored, batch, alerts: [] });
    expect(corrected).toEqual([]);
    expect(evaluated[0]?.quality).toBe(quality(0, 1));
    expect(state.watermark).toBe(3 * MS_PER_MINUTE);
  });
});
