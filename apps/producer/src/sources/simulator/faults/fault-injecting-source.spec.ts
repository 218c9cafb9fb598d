import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { FAULT_NAMES, type FaultLabel, type FaultName, type Reading } from '@weather/weather-schema';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { Pacer, parseSpeed } from '../../pacer.ts';
import type { Source } from '../../source.ts';
import { Simulation } from '../simulation.ts';
import { SimulatorSource, type SimulatorSourceOptions } from '../simulator-source.ts';
import { createStations } from '../stations.ts';
import type { WeatherModel } from '../weather-model.ts';
import { FaultSchedule } from './fault-schedule.ts';
import { FAULTS } from './injected-faults.ts';
import { FaultInjectingSource } from './fault-injecting-source.ts';

const START = Date.UTC(2026, 0, 1);
const INTERVAL_MS = 60_000;
const STATIONS = 24;
const READINGS = 3 * 60 * STATIONS;
const NAMES: readonly FaultName[] = FAULT_NAMES;
const SOME_OF_EACH = new Map(NAMES.map((name) => [name, FAULTS[name].duration === undefined ? 0.02 : 0.002]));

/** Every value differs at every timestamp. */
const model: WeatherModel = (_, timestamp) => {
  const value = ((timestamp - START) / INTERVAL_MS) % READINGS;
  return { temperature: value, humidity: value, pressure: value, windSpeed: value, windGust: value };
};

interface Settings {
  readonly rates?: ReadonlyMap<FaultName, number>;
  readonly seed?: number;
  readonly startAt?: number;
  readonly count?: number;
  readonly speed?: string;
  readonly clock?: ManualClock;
}

function optionsOf({
  startAt = START,
  count = READINGS,
  speed = 'max',
  clock,
}: Settings): SimulatorSourceOptions {
  const time = clock ?? new ManualClock(Date.UTC(2027, 0, 1));
  const stations = createStations(STATIONS, 8);
  return {
    simulation: new Simulation({ stations, model, intervalMs: INTERVAL_MS, count }),
    startAt,
    pacer: new Pacer(parseSpeed(speed), time),
    clock: time,
    logger: silentLogger(),
  };
}

/** Records the labels, and how often it was closed. */
class ListedTruth {
  readonly labels: FaultLabel[] = [];
  closed = 0;

  append(labels: readonly FaultLabel[]): void {
    this.labels.push(...labels);
  }

  close(): void {
    this.closed++;
  }
}

function faulty(
  settings: Settings,
  groundTruth = new ListedTruth(),
): { source: FaultInjectingSource; groundTruth: ListedTruth } {
  const { rates = SOME_OF_EACH, seed = 1 } = settings;
  const schedule = new FaultSchedule({ rates, seed, intervalMs: INTERVAL_MS });
  return { source: new FaultInjectingSource(optionsOf(settings), schedule, groundTruth), groundTruth };
}

async function readingsOf(source: Source): Promise<Reading[]> {
  const readings: Reading[] = [];
  for await (const group of source.readings(new AbortController().signal)) {
    readings.push(...group.map(({ reading }) => reading));
  }
  return readings;
}

async function run(settings: Settings = {}): Promise<{ readings: Reading[]; labels: FaultLabel[] }> {
  const { source, groundTruth } = faulty(settings);
  return { readings: await readingsOf(source), labels: groundTruth.labels };
}

function byTruth(labels: readonly FaultLabel[]): Map<string, FaultLabel[]> {
  return Map.groupBy(labels, ({ stationId, trueObservedAt }) => `${stationId} ${trueObservedAt}`);
}

/** What must be sent of a reading that has these labels. */
function expectedOf(made: Reading, labels: readonly FaultLabel[]): Reading[] {
  const has = (fault: FaultName): boolean => labels.some((label) => label.fault === fault);
  const sent: Reading = { ...made, observedAt: labels[0]?.observedAt ?? made.observedAt };
  for (const { quantity, trueValue, sentValue } of labels) {
    if (quantity === undefined || sentValue === undefined) continue;
    expect(trueValue).toBe(made[quantity]);
    sent[quantity] = sentValue;
  }
  if (has('gap')) return [];
  return has('duplicate') ? [sent, sent] : [sent];
}

function sorted(readings: readonly Reading[]): string[] {
  return readings.map((reading) => JSON.stringify(Object.entries(reading).sort())).sort();
}

describe('FaultInjectingSource', () => {
  it('sends the measurements except for labelled changes', async () => {
    const made = await readingsOf(new SimulatorSource(optionsOf({})));
    const { readings, labels } = await run();
    const groundTruth = byTruth(labels);
    const expected = made.flatMap((reading) =>
      expectedOf(reading, groundTruth.get(`${reading.stationId} ${reading.observedAt}`) ?? []),
    );
    expect(sorted(readings)).toEqual(sorted(expected));
    expect(new Set(labels.map(({ fault }) => fault))).toEqual(new Set(NAMES));
  });

  it('injects the same faults for the same seeds, and different ones for others', async () => {
    const [first, second, other] = [await run(), await run(), await run({ seed: 2 })].map((result) =>
      JSON.stringify(result),
    );
    expect(second === first).toBe(true);
    expect(other === first).toBe(false);
  });

  it('has the same faults whenever it is started', async () => {
    const halfway = START + (READINGS / STATIONS / 2) * INTERVAL_MS;
    const { labels } = await run();
    const later = await run({ startAt: halfway, count: READINGS / 2 });
    const inOrder = (list: FaultLabel[]): string[] => list.map((label) => JSON.stringify(label)).sort();
    expect(inOrder(later.labels)).toEqual(
      inOrder(labels.filter(({ trueObservedAt }) => trueObservedAt >= halfway)),
    );
  });

  it('reports the start of the fault with each of its readings', async () => {
    const { labels } = await run({ rates: new Map([['gap', 0.002]]) });
    const occurrences = Map.groupBy(labels, ({ stationId, since }) => `${stationId} ${since}`);
    expect(occurrences.size).toBeGreaterThan(3);
    for (const [
      { since, trueObservedAt } = { since: 0, trueObservedAt: 0 },
      ...others
    ] of occurrences.values()) {
      expect(trueObservedAt).toBeGreaterThanOrEqual(since);
      expect(
        others.every((label, index) => label.trueObservedAt === trueObservedAt + (index + 1) * INTERVAL_MS),
      ).toBe(true);
    }
    expect(labels.length).toBeGreaterThan(8 * occurrences.size);
  });

  it('swaps a reading with the next of its station', async () => {
    const { readings, labels } = await run({ rates: new Map([['out-of-order', 0.01]]) });
    const ofStation = Map.groupBy(readings, ({ stationId }) => stationId);
    expect(labels.length).toBeGreaterThan(READINGS * 0.008);
    const swapped = labels.map(({ stationId, trueObservedAt }) => {
      const times = (ofStation.get(stationId) ?? []).map(({ observedAt }) => observedAt);
      const place = times.indexOf(trueObservedAt);
      return [times[place - 1], times[place + 1]].map((time) => (time ?? 0) - trueObservedAt);
    });
    const inTheMiddle = swapped.filter(([, next]) => (next ?? 0) > 0);
    expect(new Set(inTheMiddle.map(([previous]) => previous))).toEqual(new Set([INTERVAL_MS]));
    expect(new Set(inTheMiddle.map(([, next]) => next))).toEqual(new Set([2 * INTERVAL_MS]));
    expect(swapped.length - inTheMiddle.length).toBeLessThanOrEqual(STATIONS);
  });

  it('sends a late reading when it is due, and with its own time', async () => {
    const clock = new ManualClock(START);
    const { source, groundTruth } = faulty({
      rates: new Map([['late', 0.05]]),
      count: 200,
      speed: '1',
      clock,
    });
    const delays = new Map<string, number>();
    for await (const group of source.readings(new AbortController().signal)) {
      for (const { reading } of group) {
        delays.set(`${reading.stationId} ${reading.observedAt}`, clock.now() - reading.observedAt);
      }
    }
    const late = new Set(byTruth(groundTruth.labels).keys());
    expect(delays.size).toBe(200);
    expect(late.size).toBeGreaterThan(2);
    for (const [reading, delay] of delays)
      expect(delay).toBeGreaterThanOrEqual(late.has(reading) ? 60_000 : 0);
    expect([...delays.keys()].filter((key) => (delays.get(key) ?? 0) >= 60_000)).toHaveLength(late.size);
  });

  it('reports its progress with omitted and duplicated readings', async () => {
    const { source } = faulty({
      rates: new Map([
        ['gap', 0.01],
        ['duplicate', 0.1],
      ]),
      count: 2_400,
    });
    const readings = await readingsOf(source);
    expect(readings).not.toHaveLength(2_400);
    expect(source.progress()).toEqual({ read: 2_400, fraction: 1 });
    expect(source.describePosition(7)).toBe('reading 7 of the simulation of 24 stations');
    expect(source.description).toBe('simulation of 24 stations with faults');
  });

  it('has recorded the ground truth of all sent readings when it is stopped, and closes the file', async () => {
    const { source, groundTruth } = faulty({ rates: new Map([['spike', 1]]), count: 0 });
    const given: number[] = [];
    for await (const group of source.readings(new AbortController().signal)) {
      given.push(...group.map(({ reading }) => reading.observedAt));
      if (given.length > 1_000) break;
    }
    expect(groundTruth.labels.map(({ observedAt }) => observedAt)).toEqual(given);
    expect(groundTruth.closed).toBe(1);
  });

  it('sends no reading whose ground truth cannot be written', async () => {
    const groundTruth = new ListedTruth();
    groundTruth.append = () => {
      throw new Error('no space left');
    };
    const given: unknown[] = [];
    const taking = async (): Promise<void> => {
      const { source } = faulty({ rates: new Map([['spike', 1]]) }, groundTruth);
      for await (const group of source.readings(new AbortController().signal)) given.push(...group);
    };
    await expect(taking()).rejects.toThrow('no space left');
    expect([given.length, groundTruth.closed]).toEqual([0, 1]);
  });
});
