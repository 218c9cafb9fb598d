import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR, type FaultName } from '@weather/weather-schema';
import fc from 'fast-check';
import type { Measurements } from '../weather-model.ts';
import { type FaultEffect, FAULTS } from './injected-faults.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const MEASURED = { temperature: 20, humidity: 50, pressure: 1000, windSpeed: 4, windGust: 6 };
const SPIKES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  temperature: [15, 30],
  humidity: [30, 60],
  pressure: [20, 60],
  windSpeed: [20, 40],
};
const ONLY_TEMPERATURE = { temperature: 20 };

const salts = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function disturbed(
  fault: FaultName,
  salt: number,
  { measured = MEASURED, hours = 0 }: { readonly measured?: Measurements; readonly hours?: number } = {},
): FaultEffect {
  const since = NOON - hours * MS_PER_HOUR;
  return FAULTS[fault].apply(
    { since, until: since + 4 * MS_PER_HOUR, salt },
    {
      timestamp: NOON,
      intervalMs: 60_000,
      measured,
      measuredAt: (timestamp) => ({ ...measured, temperature: (timestamp - NOON) / MS_PER_HOUR }),
    },
  );
}

/** By how much each value that is sent is off. */
function errors({ values = {} }: FaultEffect): Measurements {
  const off = Object.entries(values).map(([name, value]) => [name, value - MEASURED[name as 'temperature']]);
  return Object.fromEntries(off) as Measurements;
}

describe('a spike', () => {
  it('changes one value by a large error', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(salts, (salt) => {
        const [[quantity, error] = ['none', 0], ...others] = Object.entries(errors(disturbed('spike', salt)));
        expect(others).toEqual([]);
        const [least, most] = SPIKES[quantity] ?? [1, 0];
        expect(Math.abs(error)).toBeGreaterThanOrEqual(least - 0.1);
        expect(Math.abs(error)).toBeLessThanOrEqual(most + 0.1);
        seen.add(quantity);
      }),
    );
    expect(seen).toEqual(new Set(Object.keys(SPIKES)));
  });

  it('changes only measured quantities', () => {
    fc.assert(
      fc.property(salts, (salt) => {
        expect(Object.keys(disturbed('spike', salt, { measured: ONLY_TEMPERATURE }).values ?? {})).toEqual([
          'temperature',
        ]);
      }),
    );
    expect(disturbed('spike', 1, { measured: { precipitation: 0 } })).toEqual({ values: {} });
  });
});

describe('a drift', () => {
  it('begins at zero and grows evenly', () => {
    fc.assert(
      fc.property(salts, (salt) => {
        const [start = 1, middle = 0, end = 0] = [0, 2, 4].map(
          (hours) => Object.values(errors(disturbed('drift', salt, { hours })))[0],
        );
        expect(Math.abs(start)).toBe(0);
        expect(Math.abs(end)).toBeGreaterThanOrEqual(2.9);
        expect(Math.abs(middle - end / 2)).toBeLessThan(0.11);
      }),
    );
  });
});

describe('a stuck sensor', () => {
  it('repeats the value of the reading before it', () => {
    const stuckTemperatures = Array.from({ length: 50 }, (_, salt) => disturbed('stuck', salt, { hours: 1 }))
      .map(({ values }) => values?.temperature)
      .filter((value) => value !== undefined);
    expect(new Set(stuckTemperatures)).toEqual(new Set([-61 / 60]));
  });
});

describe('a unit mix-up', () => {
  it('sends the values of one instrument in another unit', () => {
    const seen = new Set(
      Array.from({ length: 50 }, (_, salt) => JSON.stringify(disturbed('unit-mix-up', salt).values)),
    );
    expect([...seen].sort()).toEqual([
      '{"pressure":29.53}',
      '{"temperature":68}',
      '{"windSpeed":8.95,"windGust":13.42}',
    ]);
  });
});

describe('faults of time and sending', () => {
  it('shift the clock by minutes to hours, to either side', () => {
    const sides = new Set<number>();
    fc.assert(
      fc.property(salts, (salt) => {
        const { shiftMs = 0 } = disturbed('clock-skew', salt);
        expect(Math.abs(shiftMs)).toBeGreaterThanOrEqual(120_000);
        expect(Math.abs(shiftMs)).toBeLessThanOrEqual(6 * MS_PER_HOUR);
        sides.add(Math.sign(shiftMs));
      }),
    );
    expect(sides.size).toBe(2);
  });

  it('send a reading up to 50 minutes late', () => {
    fc.assert(
      fc.property(salts, (salt) => {
        const { delayMs = 0 } = disturbed('late', salt);
        expect(delayMs).toBeGreaterThanOrEqual(60_000);
        expect(delayMs).toBeLessThanOrEqual(50 * 60_000);
      }),
    );
  });

  it('send a reading in the place of the next, twice or not at all', () => {
    expect(disturbed('out-of-order', 1)).toEqual({ delayMs: 60_000 });
    expect(disturbed('duplicate', 1)).toEqual({ copies: 2 });
    expect(disturbed('gap', 1)).toEqual({ copies: 0 });
  });
});
