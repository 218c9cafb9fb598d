import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createOccurrences, type DurationRange, type Occurrence } from './occurrence.ts';

const START = Date.UTC(2026, 0, 1);
const INTERVAL_MS = 60_000;
const TEN_MINUTES: DurationRange = { minMs: 300_000, maxMs: 600_000 };
const READINGS = 200_000;

function begun(duration: DurationRange | undefined, rate: number): Map<number, Occurrence> {
  const occurrenceAt = createOccurrences({ salt: 7, rate, intervalMs: INTERVAL_MS, duration });
  const found = new Map<number, Occurrence>();
  for (let reading = 0; reading < READINGS; reading++) {
    const occurrence = occurrenceAt('paris', START + reading * INTERVAL_MS);
    if (occurrence !== undefined) found.set(occurrence.since, occurrence);
  }
  return found;
}

describe('createOccurrences', () => {
  it.each([undefined, TEN_MINUTES])('begins at the configured rate, lasting %j', (duration) => {
    const rate = 0.005;
    const count = begun(duration, rate).size;
    expect(count).toBeGreaterThan(READINGS * rate * 0.9);
    expect(count).toBeLessThan(READINGS * rate * 1.1);
  });

  it('lasts within the range of durations', () => {
    for (const { since, until } of begun(TEN_MINUTES, 0.01).values()) {
      expect(until - since).toBeGreaterThanOrEqual(TEN_MINUTES.minMs - 1);
      expect(until - since).toBeLessThanOrEqual(TEN_MINUTES.maxMs);
    }
  });

  it('finds the same occurrence throughout its duration and none outside, in any order of queries', () => {
    const occurrenceAt = createOccurrences({
      salt: 7,
      rate: 0.001,
      intervalMs: INTERVAL_MS,
      duration: TEN_MINUTES,
    });
    const all = [...begun(TEN_MINUTES, 0.001).values()];
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (occurrence, share) => {
          const { since, until } = occurrence;
          expect(occurrenceAt('paris', Math.floor(since + share * (until - since)))).toEqual(occurrence);
          expect(occurrenceAt('paris', since - 1)).not.toEqual(occurrence);
          expect(occurrenceAt('paris', until)).not.toEqual(occurrence);
        },
      ),
    );
  });

  it('affects at least one reading, however far apart they are', () => {
    const intervalMs = 86_400_000;
    const occurrenceAt = createOccurrences({ salt: 7, rate: 1, intervalMs, duration: TEN_MINUTES });
    const touched = Array.from({ length: 100 }, (_, day) => occurrenceAt('paris', START + day * intervalMs));
    expect(touched.filter((occurrence) => occurrence === undefined)).toHaveLength(0);
  });

  it('differs from station to station and from seed to seed', () => {
    const first = begun(TEN_MINUTES, 0.01);
    const other = createOccurrences({ salt: 8, rate: 0.01, intervalMs: INTERVAL_MS, duration: TEN_MINUTES });
    const same = createOccurrences({ salt: 7, rate: 0.01, intervalMs: INTERVAL_MS, duration: TEN_MINUTES });
    const since = [...first.keys()];
    expect(since.filter((timestamp) => other('paris', timestamp)?.since === timestamp)).toEqual([]);
    expect(since.filter((timestamp) => same('bangkok', timestamp)?.since === timestamp)).toEqual([]);
    expect(since.filter((timestamp) => same('paris', timestamp)?.since === timestamp)).not.toEqual([]);
  });
});
