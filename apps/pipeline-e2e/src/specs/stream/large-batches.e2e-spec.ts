import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError, silentLogger } from '@weather/service-runtime';
import { parseTestRules } from '@weather/weather-rules/testing';
import { MS_PER_SECOND, MS_PER_HOUR, type Reading } from '@weather/weather-schema';
import { WeatherDatabase } from '@weather/weather-store';
import type { ReadingSink } from '@weather/weather-store/sink';
import { openSink, makePartitionKey, storeNext } from '../../support/stack/reading-sinks.ts';
import { TestStack } from '../../support/stack/test-stack.ts';

const START = Date.UTC(2026, 6, 1);
const SMALLEST_PACKET = 1_048_576;
const LONG_CITY = 'Ł'.repeat(80);
const MANY_RULES = parseTestRules(
  `rules: [${Array.from(
    { length: 100 },
    (_, rule) => `{ name: heat-${rule}, quantity: temperature, above: ${-rule} }`,
  ).join(', ')}]`,
);

let stack: TestStack;
let database: WeatherDatabase | undefined;

beforeAll(async () => {
  stack = await TestStack.start({ start: { kafka: false } });
  await stack.migrateTables('up');
});

afterEach(async () => {
  await database?.close();
});

afterAll(async () => {
  await stack.stop();
});

/** Opens a sink with a maximum packet size. */
async function openSinkWithLimit(
  packetBytes: number,
  rules = parseTestRules('rules: []'),
): Promise<ReadingSink> {
  await stack.query('SET GLOBAL max_allowed_packet = ?', [packetBytes]);
  database = await WeatherDatabase.connect(stack.databaseConfig('consumer'), silentLogger());
  return await openSink({ database, rules, isExceedance: ({ temperature }) => (temperature ?? 0) > 30 });
}

interface BatchOptions {
  readonly stations: number;
  readonly readingsOfStation: number;
  readonly stepMs: number;
  readonly temperature: (step: number) => number;
}

function batch(name: string, options: BatchOptions): Reading[] {
  const { stations, readingsOfStation, stepMs, temperature } = options;
  return Array.from({ length: stations * readingsOfStation }, (_, index) => {
    const step = Math.floor(index / stations);
    return {
      stationId: `station-${name}-${index % stations}`,
      city: LONG_CITY,
      observedAt: START + step * stepMs,
      temperature: temperature(step),
    };
  });
}

describe('a server that rejects packets above 1 MiB', () => {
  it.each([
    { name: 'load', localInfile: 1 },
    { name: 'insert', localInfile: 0 },
  ])(
    'stores a batch of several MB by $name, and its corrections, in one transaction',
    async ({ name, localInfile }) => {
      await stack.query('SET GLOBAL local_infile = ?', [localInfile]);
      const sink = await openSinkWithLimit(SMALLEST_PACKET);
      const many = { stations: 12_000, readingsOfStation: 3, stepMs: MS_PER_SECOND };
      const count = many.stations * many.readingsOfStation;
      const first = await storeNext(
        sink,
        makePartitionKey(name),
        batch(name, { ...many, temperature: () => 31 }),
      );
      expect(first).toMatchObject({ kind: 'stored', stored: count, duplicates: 0 });
      const corrected = await storeNext(
        sink,
        makePartitionKey(name),
        batch(name, { ...many, temperature: () => 29 }),
      );
      expect(corrected).toMatchObject({ kind: 'stored', stored: 0 });
      const [rows] = await stack.query<{ alerts: number }>(
        'SELECT COUNT(*) AS alerts FROM warning_temperatures WHERE sensor_id LIKE ?',
        [`station-${name}-%`],
      );
      expect(rows?.alerts).toBe(0);
    },
  );

  it('stores the checkpoints of many stations under many rules', async () => {
    const sink = await openSinkWithLimit(SMALLEST_PACKET, MANY_RULES);
    const hot = { readingsOfStation: 10, stepMs: 5 * MS_PER_HOUR, temperature: (step: number) => 20 + step };
    const result = await storeNext(
      sink,
      makePartitionKey('rules'),
      batch('rules', { stations: 200, ...hot }),
    );
    expect(result).toMatchObject({ kind: 'stored' });
    const [states] = await stack.query<{ bytes: string }>(
      'SELECT SUM(LENGTH(state)) AS bytes FROM station_checkpoint',
    );
    expect(Number(states?.bytes)).toBeGreaterThan(2 * SMALLEST_PACKET);
  });
});

describe('a server that rejects packets of 1 MiB', () => {
  it('is reported at the start', async () => {
    const opened = openSinkWithLimit(SMALLEST_PACKET / 2);
    await expect(opened).rejects.toThrow(ConfigurationError);
    await expect(opened).rejects.toThrow(/max_allowed_packet .* 524288 .* 1048576/);
  });
});
