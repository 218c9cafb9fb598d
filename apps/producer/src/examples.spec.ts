import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Reading } from '@weather/weather-schema';
import { systemClock } from './sources/clock.ts';
import { openReplay } from './sources/replay/open-replay.ts';

const ALERT_ABOVE = 30;

function example(name: string): string {
  return fileURLToPath(new URL(`../../../examples/nyc-2013-weather/${name}`, import.meta.url));
}

async function readExample(): Promise<Reading[]> {
  const source = await openReplay(
    { file: example('weather.csv'), mapping: example('mapping.json'), speed: 'max', maxSkipped: 0 },
    {
      clock: systemClock,
      onSkipped: (where, reason) => {
        throw new Error(`${where}: ${reason}`);
      },
    },
  );
  const readings: Reading[] = [];
  for await (const group of source.readings(new AbortController().signal))
    readings.push(...group.map(({ reading }) => reading));
  return readings;
}

function countByStation(readings: readonly Reading[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(readings, ({ stationId }) => stationId)).map(([id, some = []]) => [
      id,
      some.length,
    ]),
  );
}

describe('the example nyc-2013-weather', () => {
  it('has the readings and exceedances that its README lists', async () => {
    const readings = await readExample();
    const alerts = readings.filter(({ temperature = 0 }) => temperature > ALERT_ABOVE);
    expect(countByStation(readings)).toEqual({ EWR: 216, JFK: 216, LGA: 216 });
    expect(countByStation(alerts)).toEqual({ EWR: 96, JFK: 72, LGA: 99 });
  });

  it('has every quantity, converted to the units of the wire, and the error of the instrument', async () => {
    const readings = await readExample();
    expect(readings[1]).toEqual({
      stationId: 'EWR',
      observedAt: Date.parse('2013-02-12T01:00:00Z'),
      city: 'Newark',
      temperature: 5.6,
      humidity: 100,
      pressure: 1004.7,
      windSpeed: 1.54,
      windDirection: 300,
      precipitation: 0,
    });
    const storm = readings.filter(({ windSpeed = 0 }) => windSpeed > 150);
    expect(storm.map(({ windSpeed, observedAt }) => [windSpeed, new Date(observedAt).toISOString()])).toEqual(
      [[468.66, '2013-02-12T08:00:00.000Z']],
    );
    expect(Math.max(...readings.map(({ precipitation = 0 }) => precipitation))).toBeGreaterThan(0);
    expect(readings.some(({ windGust }) => windGust !== undefined)).toBe(true);
  });
});
