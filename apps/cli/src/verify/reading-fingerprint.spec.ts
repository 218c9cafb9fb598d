import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, keyHash, NOT_SAID, NOTHING } from './reading-fingerprint.ts';

const reading = { stationId: 'EWR', observedAt: 0 };

describe('fingerprintOf', () => {
  it('stands for the quantities alone', () => {
    const other = { stationId: 'JFK', observedAt: 5, city: 'New York' };
    expect(fingerprintOf({ ...reading, temperature: 31.2 })).toEqual(
      fingerprintOf({ ...other, temperature: 31.2 }),
    );
    expect(fingerprintOf({ ...reading, humidity: -0 })).toEqual(fingerprintOf({ ...reading, humidity: 0 }));
  });

  it('tells what a record takes away from what it does not have', () => {
    const [temperature, humidity, ...others] = fingerprintOf({
      ...reading,
      humidity: 5,
      removed: ['temperature'],
    });
    expect([temperature, others]).toEqual([NOTHING, others.map(() => NOT_SAID)]);
    expect(humidity).toBeGreaterThan(NOTHING);
  });

  it('tells the last digit, nothing from 0, and one quantity from another', () => {
    const fingerprints = [
      {},
      { temperature: 0 },
      { humidity: 0 },
      { temperature: 0.3 },
      { temperature: 0.1 + 0.2 },
      { temperature: -0.3 },
      { temperature: 0.3, humidity: 0.3 },
    ].map((quantities) => fingerprintOf({ ...reading, ...quantities }).join());
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });
});

describe('keyHash', () => {
  it('spreads the minutes of a few stations evenly', () => {
    const buckets = new Array<number>(16).fill(0);
    for (let index = 0; index < 16_000; index++) {
      const bucket = keyHash(index % 3, Math.floor(index / 3) * 60_000) % 16;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    expect(Math.min(...buckets)).toBeGreaterThan(800);
    expect(Math.max(...buckets)).toBeLessThan(1200);
  });
});
