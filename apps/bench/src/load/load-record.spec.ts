import { describe, expect, it } from '@jest/globals';
import { decodeReading } from '@weather/weather-schema';
import { ALERT_THRESHOLD } from './load-reading.ts';
import { loadRecord, outcomeOf, PLAIN_LOAD, type LoadShape } from './load-record.ts';

/** So many that repeats are among them: a repeat lies far behind its first. */
const COUNT = 30_000;
/** Garbage takes long to refuse, on a busy machine longer than jest waits by itself. */
const DEADLINE_MS = 60_000;
const OPTIONS = { now: Date.UTC(2026, 0, 1), legacyTimeZone: 'UTC' };

/** What the pipeline's own decoder and a map by station and instant say. */
function observedOutcome(shape: LoadShape): ReturnType<typeof outcomeOf> {
  const rows = new Map<string, number>();
  let deadLetters = 0;
  for (let index = 0; index < COUNT; index++) {
    const decoded = decodeReading(Buffer.from(loadRecord(index, shape).value), OPTIONS);
    if (!decoded.ok) deadLetters++;
    else {
      const { stationId, observedAt, temperature = 0 } = decoded.reading;
      rows.set(`${stationId} ${observedAt}`, temperature);
    }
  }
  const alerts = [...rows.values()].filter((temperature) => temperature > ALERT_THRESHOLD).length;
  return { rows: rows.size, alerts, deadLetters, repeats: COUNT - rows.size - deadLetters };
}

describe('outcomeOf', () => {
  it.each([
    ['plain', PLAIN_LOAD],
    ['few stations', { stations: 10, repeats: 0, bad: 0 }],
    ['repeats', { stations: 1_000, repeats: 0.5, bad: 0 }],
    ['garbage', { stations: 1_000, repeats: 0, bad: 0.5 }],
    ['both', { stations: 1_000, repeats: 0.01, bad: 0.01 }],
  ] satisfies [string, LoadShape][])(
    'says what the records hold: %s',
    (_, shape) => {
      expect(outcomeOf(COUNT, shape)).toEqual(observedOutcome(shape));
    },
    DEADLINE_MS,
  );

  it('has the shares that were asked for', () => {
    const { repeats, deadLetters } = outcomeOf(COUNT, { stations: 1_000, repeats: 0.5, bad: 0.01 });
    expect(deadLetters / COUNT).toBeCloseTo(0.01, 2);
    expect(repeats).toBeGreaterThan(COUNT / 10);
  });
});

describe('loadRecord', () => {
  it('is always the same', () => {
    expect(loadRecord(7)).toEqual(loadRecord(7));
    expect(loadRecord(7).value).not.toBe(loadRecord(8).value);
  });

  it('has the station as its key', () => {
    expect(loadRecord(1_234).key).toBe('station-0000234');
  });
});
