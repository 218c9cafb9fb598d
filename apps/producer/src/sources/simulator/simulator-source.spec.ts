import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import type { Reading } from '@weather/weather-schema';
import { recordedLogger } from '../../testing/recorded-logger.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import type { Source, SourcedReading } from '../source.ts';
import { CITIES } from './cities.ts';
import { openSimulator } from './open-simulator.ts';
import { SimulatorConfig } from './simulator-config.ts';
import { createStations, type Station } from './stations.ts';
import { temperatureAt } from './temperature.ts';

const NOW = Date.UTC(2026, 6, 1, 12);
const TEN_MINUTES_MS = 600_000;
const ALERT_ABOVE = 30;
const SAFELY_ABOVE = 30.3;

function simulator(
  settings: Partial<SimulatorConfig>,
  clock = new ManualClock(NOW),
  logger = silentLogger(),
): Source {
  return openSimulator(Object.assign(new SimulatorConfig(), settings), { clock, logger });
}

async function take(source: Source, count: number): Promise<SourcedReading[]> {
  const taken: SourcedReading[] = [];
  if (count === 0) return taken;
  for await (const group of source.readings(new AbortController().signal)) {
    if (taken.push(...group) >= count) break;
  }
  return taken.slice(0, count);
}

async function readingsOf(settings: Partial<SimulatorConfig>, count: number): Promise<Reading[]> {
  return (await take(simulator(settings), count)).map(({ reading }) => reading);
}

describe('SimulatorSource', () => {
  it('spreads the stations evenly over the interval, round after round', async () => {
    const readings = await readingsOf({ stations: 4, intervalMs: 1000 }, 6);
    expect(readings.map(({ stationId }) => stationId)).toEqual([
      'paris',
      'bangkok',
      'niamey',
      'acapulco',
      'paris',
      'bangkok',
    ]);
    expect(readings.map(({ observedAt }) => observedAt - NOW)).toEqual([0, 250, 500, 750, 1000, 1250]);
  });

  it('sends each reading when it is observed', async () => {
    const clock = new ManualClock(NOW);
    for (const { reading } of await take(simulator({ intervalMs: 1200 }, clock), 5)) {
      expect(reading.observedAt).toBeLessThanOrEqual(clock.now());
    }
    expect(clock.waits).toEqual([50, 50, 50, 50]);
  });

  it('starts when it is first read, however long Kafka was unreachable', async () => {
    const clock = new ManualClock(NOW);
    const source = simulator({}, clock);
    clock.time += 60_000;
    expect((await take(source, 1))[0]?.reading.observedAt).toBe(NOW + 60_000);
  });

  it('runs from SIMULATION_START and faster than real time', async () => {
    const clock = new ManualClock(NOW);
    const source = simulator({ start: '2020-01-01T00:00:00Z', speed: '100', stations: 1 }, clock);
    const readings = await take(source, 3);
    expect(readings.map(({ reading }) => new Date(reading.observedAt).toISOString())).toEqual([
      '2020-01-01T00:00:00.000Z',
      '2020-01-01T00:00:05.000Z',
      '2020-01-01T00:00:10.000Z',
    ]);
    expect(clock.waits).toEqual([50, 50]);
  });

  it('loses no reading when it is blocked, and catches up with those that are due', async () => {
    const clock = new ManualClock(NOW);
    const observed: number[][] = [];
    for await (const group of simulator({ stations: 1 }, clock).readings(new AbortController().signal)) {
      observed.push(group.map(({ reading }) => reading.observedAt - NOW));
      if (observed.length === 1) clock.time += 20_000;
      if (observed.length === 3) break;
    }
    expect(observed).toEqual([[0], [5000, 10_000, 15_000, 20_000], [25_000]]);
    expect(clock.waits).toEqual([5000]);
  });

  it('ends after SIMULATION_COUNT readings, and reports its progress', async () => {
    const source = simulator({ count: 8 });
    expect(source.progress()).toEqual({ read: 0, fraction: 0 });
    expect((await take(source, 2)).map(({ position }) => position)).toEqual([1, 2]);
    expect(source.progress()).toEqual({ read: 2, fraction: 0.25 });
    expect(await take(simulator({ count: 8 }), 100)).toHaveLength(8);
  });

  it('yields the same readings for the same seed', async () => {
    const settings = { start: '2026-01-01T00:00:00Z', speed: 'max' };
    const readings = await readingsOf(settings, 500);
    expect(await readingsOf(settings, 500)).toEqual(readings);
    expect(await readingsOf({ ...settings, seed: 9 }, 500)).not.toEqual(readings);
  });

  it('names the city and measures nothing but the temperature in the uniform model', async () => {
    const [reading] = await readingsOf({ model: 'uniform' }, 1);
    expect(Object.keys(reading ?? {})).toEqual(['stationId', 'observedAt', 'city', 'temperature']);
    expect(reading?.city).toBe('Paris');
  });

  it('ends at once when it is aborted while it waits', async () => {
    const controller = new AbortController();
    const clock = new ManualClock(NOW);
    const positions: number[] = [];
    for await (const group of simulator({}, clock).readings(controller.signal)) {
      positions.push(...group.map(({ position }) => position));
      controller.abort();
    }
    expect(positions).toEqual([1]);
  });

  it('warns once when it runs ahead of the clock', async () => {
    const { logger, lines } = recordedLogger();
    await take(
      simulator({ speed: 'max', stations: 1, intervalMs: 60_000 }, new ManualClock(NOW), logger),
      200,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('warn simulated time is ahead of the clock');
  });
});

describe('the default simulation', () => {
  it('has a station above the alert threshold at any time of 2026 and 2027', () => {
    const { seed, stations: count } = new SimulatorConfig();
    const stations = createStations(count, seed);
    const withoutHeat: string[] = [];
    for (
      let timestamp = Date.UTC(2026, 0, 1);
      timestamp < Date.UTC(2028, 0, 1);
      timestamp += TEN_MINUTES_MS
    ) {
      if (!stations.some((station) => temperatureAt(station, timestamp).now > SAFELY_ABOVE)) {
        withoutHeat.push(new Date(timestamp).toISOString());
      }
    }
    expect(withoutHeat).toEqual([]);
  });

  it('sends a reading above the alert threshold in its first half minute', async () => {
    const { intervalMs, stations } = new SimulatorConfig();
    const inHalfMinute = (30_000 / intervalMs) * stations;
    const readings = await readingsOf({}, inHalfMinute);
    expect(readings.some(({ temperature = 0 }) => temperature > ALERT_ABOVE)).toBe(true);
  });

  it('has a station in every city, with cool ones among them', () => {
    const stations = createStations(new SimulatorConfig().stations, 1);
    expect(stations).toHaveLength(CITIES.length);
    const celsius = stations.map((station: Station) => temperatureAt(station, NOW).now);
    expect(Math.min(...celsius)).toBeLessThan(25);
  });
});
