import { describe, expect, it } from '@jest/globals';
import { createFingerprint, hashKey, NOT_MENTIONED, NO_VALUE } from './reading-fingerprint.ts';

const reading = { stationId: 'EWR', observedAt: 0 };

describe('createFingerprint', () => {
  it('depends on the quantities alone', () => {
    const other = { stationId: 'JFK', observedAt: 5, city: 'New York' };
    expect(createFingerprint({ ...reading, temperature: 31.2 })).toEqual(
      createFingerprint({ ...other, temperature: 31.2 }),
    );
    expect(createFingerprint({ ...reading, humidity: -0 })).toEqual(
      createFingerprint({ ...reading, humidity: 0 }),
    );
  });

  it('distinguishes a removed quantity from one that is not mentioned', () => {
    const [temperature, humidity, ...others] = createFingerprint({
      ...reading,
      humidity: 5,
      removed: ['temperature'],
    });
    expect([temperature, others]).toEqual([NO_VALUE, others.map(() => NOT_MENTIONED)]);
    expect(humidity).toBeGreaterThan(NO_VALUE);
  });

  it('distinguishes the last digit, no value from 0, and one quantity from another', () => {
    const fingerprints = [
      {},
      { temperature: 0 },
      { humidity: 0 },
      { temperature: 0.3 },
      { temperature: 0.1 + 0.2 },
      { temperature: -0.3 },
      { temperature: 0.3, humidity: 0.3 },
    ].map((quantities) => createFingerprint({ ...reading, ...quantities }).join());
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });
});

describe('hashKey', () => {
  it('distributes the minutes of a few stations evenly', () => {
    const buckets = new Array<number>(16).fill(0);
    for (let index = 0; index < 16_000; index++) {
      const bucket = hashKey(index % 3, Math.floor(index / 3) * 60_000) % 16;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    expect(Math.min(...buckets)).toBeGreaterThan(800);
    expect(Math.max(...buckets)).toBeLessThan(1200);
  });
});
