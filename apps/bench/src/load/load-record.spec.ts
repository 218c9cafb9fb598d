import { describe, expect, it } from '@jest/globals';
import { decodeReading } from '@weather/weather-schema';
import { EXCEEDANCE_THRESHOLD } from './load-reading.ts';
import { loadRecord, expectedOutcome, PLAIN_LOAD, type LoadShape } from './load-record.ts';

/** Enough to contain duplicates, which are far behind their originals. */
const COUNT = 30_000;
/** Rejecting invalid records takes longer than jest's default timeout on a busy machine. */
const DEADLINE_MS = 60_000;
const OPTIONS = { now: Date.UTC(2026, 0, 1), legacyTimeZone: 'UTC' };

/** The outcome according to the pipeline's decoder and a map by station and timestamp. */
function observedOutcome(shape: LoadShape): ReturnType<typeof expectedOutcome> {
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
  const exceedances = [...rows.values()].filter((temperature) => temperature > EXCEEDANCE_THRESHOLD).length;
  return { rows: rows.size, exceedances, deadLetters, duplicates: COUNT - rows.size - deadLetters };
}

describe('expectedOutcome', () => {
  it.each([
    ['plain', PLAIN_LOAD],
    ['few stations', { stations: 10, duplicates: 0, invalid: 0 }],
    ['duplicates', { stations: 1_000, duplicates: 0.5, invalid: 0 }],
    ['invalid records', { stations: 1_000, duplicates: 0, invalid: 0.5 }],
    ['both', { stations: 1_000, duplicates: 0.01, invalid: 0.01 }],
  ] satisfies [string, LoadShape][])(
    'matches the content of the records: %s',
    (_, shape) => {
      expect(expectedOutcome(COUNT, shape)).toEqual(observedOutcome(shape));
    },
    DEADLINE_MS,
  );

  it('has the requested shares', () => {
    const { duplicates, deadLetters } = expectedOutcome(COUNT, {
      stations: 1_000,
      duplicates: 0.5,
      invalid: 0.01,
    });
    expect(deadLetters / COUNT).toBeCloseTo(0.01, 2);
    expect(duplicates).toBeGreaterThan(COUNT / 10);
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
