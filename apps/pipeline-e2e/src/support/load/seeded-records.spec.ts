import { describe, expect, it } from '@jest/globals';
import { decodeReading } from '@weather/weather-schema';
import { PLAIN, seededRecord, type Mix } from './seeded-records.ts';

const COUNT = 20_000;
const MIX: Mix = { garbage: 0.01, repeats: 0.1, late: 0.1 };
const NOW = Date.UTC(2026, 5, 1);

const records = (seed: number, mix: Mix) =>
  Array.from({ length: COUNT }, (_, n) => seededRecord(seed, n, mix));

describe('seededRecord', () => {
  it('makes the same record for the same seed and number, and another one for another seed', () => {
    expect(seededRecord(5, 77, MIX)).toEqual(seededRecord(5, 77, MIX));
    expect(seededRecord(5, 77, MIX)).not.toEqual(seededRecord(6, 77, MIX));
  });

  it('makes readings that decode to themselves', () => {
    for (const { record, reading } of records(1, { ...MIX, garbage: 0 }).slice(0, 2_000)) {
      expect(decodeReading(record.value, { now: NOW, legacyTimeZone: 'UTC' })).toEqual({ ok: true, reading });
    }
  });

  it('makes invalid records, each with unique bytes', () => {
    const garbage = records(1, { ...MIX, garbage: 1 }).slice(0, 2_000);
    for (const { record } of garbage) {
      expect(decodeReading(record.value, { now: NOW, legacyTimeZone: 'UTC' }).ok).toBe(false);
    }
    expect(new Set(garbage.map(({ record }) => record.value.toString('latin1'))).size).toBe(garbage.length);
  });

  it('makes readings with different timestamps unless repeats are requested', () => {
    const keys = records(1, { ...PLAIN, late: 0.5 }).map(
      ({ reading }) => `${reading?.stationId} ${reading?.observedAt}`,
    );
    expect(new Set(keys).size).toBe(COUNT);
  });

  it('makes the requested shares', () => {
    const all = records(3, MIX);
    const readings = all.flatMap(({ reading }) => (reading ? [reading] : []));
    const garbageShare = (COUNT - readings.length) / COUNT;
    const keys = new Set(readings.map(({ stationId, observedAt }) => `${stationId} ${observedAt}`));
    expect(garbageShare).toBeCloseTo(MIX.garbage, 2);
    expect((readings.length - keys.size) / COUNT).toBeCloseTo(MIX.repeats, 1);
    expect(readings.some(({ temperature }) => (temperature ?? 0) > 30)).toBe(true);
  });
});
